"""The screens of `privacy`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("privacy:dossier", "benevole", "/ce-que-kevread-sait-de-moi"),
    Screen("privacy:demands", "coordination", "/cress/demandes-des-personnes"),
    Screen("privacy:demand", "coordination", "/cress/demandes-des-personnes", (rf".*/demandes-des-personnes/{KEY}",)),
    Screen("privacy:processing", "coordination", "/cress/traitements"),
    Screen("privacy:processing", "direction", "/ess-35/traitements"),
    Screen("privacy:retention", "coordination", "/cress/durees"),
    Screen("privacy:retention", "direction", "/ess-35/durees"),
    Screen("privacy:breaches", "coordination", "/cress/violations"),
    Screen("privacy:breach", "coordination", "/cress/violations", (rf".*/violations/{KEY}",)),
    Screen(
        "privacy:restrict",
        "coordination",
        "/cress/personnes",
        (
            rf".*/personnes/{KEY}",
            r".*/limiter",
        ),
    ),
    Screen(
        "privacy:erase",
        "coordination",
        "/cress/personnes",
        (
            rf".*/personnes/{KEY}",
            r".*/effacer",
        ),
    ),
)
TAKEN = ("privacy:processing",)
FILES = (
    "privacy:dossier_json",
    "privacy:dossier_pdf",
    "privacy:processing_pdf",
    "privacy:breach_pdf",
)
POST_ONLY = ("privacy:close_breach",)
NOT_TAKEN = {
    "privacy:retention": "what is kept, how long, is a column of the processing register, which leaves",
}
