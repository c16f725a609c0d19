"""The screens of `membership`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("membership:where", "", "/ou-adherer"),
    Screen("membership:where", "", "/ou-adherer?commune=35236&echelle=local"),
    Screen("membership:apply", "", "/ess-pays-de-redon/adherer?commune=35236&echelle=local"),
    Screen("membership:sent", "", "/ess-pays-de-redon/adherer/envoyee"),
    Screen("membership:admissions", "coordination", "/ess-pays-de-redon/membres", (r".*/membres/demandes",)),
    Screen("membership:members", "direction", "/ess-35/organisations", (r".*/membres",)),
    Screen("membership:roll", "direction", "/ess-35/membres", (r".*/liste-electorale",)),
    Screen("membership:headcount", "direction", "/ess-35/membres", (r".*/effectif",)),
    Screen("membership:unasked", "coordination", "/ess-pays-de-redon/membres/sans-demande"),
    Screen("membership:member", "coordination", "/ess-pays-de-redon/membres", (rf".*/membres/{KEY}",)),
    Screen(
        "membership:change",
        "coordination",
        "/ess-pays-de-redon/membres",
        (
            rf".*/membres/{KEY}",
            r".*/demission",
        ),
    ),
    Screen(
        "membership:change_step",
        "coordination",
        "/ess-35/aujourd-hui",
        (
            rf".*/membres/{KEY}#etapes",
            r".*/notifier",
        ),
    ),
    Screen(
        "membership:remove",
        "coordination",
        "/ess-35/decisions?type=radiation",
        (
            rf".*/decisions/{KEY}",
            r".*/radiation",
        ),
    ),
    Screen("membership:enter", "coordination", "/ess-pays-de-redon/membres/demandes", (r".*/inscrire",)),
    Screen("membership:admission", "coordination", "/ess-pays-de-redon/membres/demandes", (rf".*/demandes/{KEY}",)),
    Screen("membership:admission", "direction", "/ess-35/aujourd-hui", (rf".*/membres/demandes/{KEY}",)),
    Screen(
        "membership:decide",
        "coordination",
        "/ess-pays-de-redon/decisions?type=adhesion",
        (
            rf".*/decisions/{KEY}",
            r".*/demande",
        ),
    ),
    Screen(
        "membership:reopen",
        "coordination",
        "/ess-pays-de-redon/membres/demandes",
        (
            rf".*/demandes/{KEY}#decidee",
            r".*/annuler",
        ),
    ),
)
TAKEN = (
    "membership:admissions",
    "membership:members",
    "membership:roll",
)
POST_ONLY = ("membership:take_back",)
LEFT_OUT = {
    "membership:mine": "its address comes by letter: tests/membership/test_apply.py reads it",
}
