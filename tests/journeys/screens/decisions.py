"""The screens of `decisions`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("decisions:decisions", "direction", "/ess-35/instances", ("/ess-35/decisions",)),
    Screen("decisions:decisions", "direction", "/ess-35/decisions?a-revoir=1"),
    Screen("decisions:decision", "direction", "/ess-35/decisions", (rf"/ess-35/decisions/{KEY}",)),
    Screen("decisions:decision", "direction", "/ess-35/decisions?a-revoir=1", (rf"/ess-35/decisions/{KEY}",)),
    Screen(
        "decisions:correct_decision",
        "direction",
        "/ess-35/decisions",
        (
            rf".*/decisions/{KEY}",
            r".*/corriger",
        ),
    ),
    Screen(
        "decisions:annul_decision",
        "direction",
        "/ess-35/decisions",
        (
            rf".*/decisions/{KEY}",
            r".*/annuler",
        ),
    ),
    Screen("decisions:record_decision", "direction", "/ess-35/decisions", (r".*/inscrire",)),
    Screen("decisions:found", "coordination", "/cress/texte/R0.3", ("/cress/decisions/avant-le-registre",)),
    Screen("decisions:streams", "coordination", "/cress/decisions/suites", ("/cress/decisions/chantiers",)),
    Screen("decisions:entrust_stream", "coordination", "/cress/decisions/chantiers", (r".*/confier.*",)),
    Screen("decisions:give_advice", "direction", "/ess-35/decisions", (r".*/decisions/avis",)),
    Screen("decisions:to_classify", "direction", "/ess-35/decisions", (r".*/a-classer",)),
    Screen("decisions:decision", "direction", "/ess-35/decisions/a-ratifier", (rf"/ess-35/decisions/{KEY}",)),
    Screen("decisions:ratifying", "direction", "/ess-35/texte/R0.9", ("/ess-35/decisions/a-ratifier",)),
    Screen("decisions:submitting", "direction", "/ess-35/texte/R0.9", ("/ess-35/decisions/a-porter",)),
    Screen("decisions:advising", "coordination", "/cress/texte/R0.9", ("/cress/decisions/avis-attendus",)),
    Screen("decisions:adopting", "coordination", "/cress/texte/R0.9", ("/cress/decisions/a-adopter",)),
    Screen(
        "decisions:part",
        "coordination",
        "/ess-finistere/decisions?annee=2026&type=modeles-communs",
        (
            rf"/ess-finistere/decisions/{KEY}",
            r"/ess-finistere/decisions/liens/.*",
        ),
    ),
    Screen(
        "decisions:note_outside_advice",
        "coordination",
        "/ess-armor/decisions?type=convention-collective",
        (
            rf"/ess-armor/decisions/{KEY}",
            r".*/avis-exterieur",
        ),
    ),
    Screen(
        "decisions:annul_outside_advice",
        "coordination",
        "/ess-armor/decisions?type=convention-collective",
        (
            rf"/ess-armor/decisions/{KEY}",
            r".*/avis-exterieurs/.*",
        ),
    ),
    Screen("decisions:ratify", "direction", "/ess-35/decisions/a-ratifier", (r".*/ratifier",)),
    Screen("decisions:submit", "direction", "/ess-35/decisions/a-ratifier", (r".*/ratifier", r".*/porter")),
    Screen(
        "decisions:record_decision",
        "direction",
        "/ess-35/decisions/a-ratifier",
        (
            r".*/ratifier",
            r".*ratifie=.*",
        ),
    ),
    Screen(
        "decisions:annul_ratification",
        "coordination",
        "/ess-finistere/decisions?annee=2026&type=comptes",
        (
            rf"/ess-finistere/decisions/{KEY}",
            rf"/ess-finistere/decisions/{KEY}",
            r".*/decisions/ratifications/.*",
        ),
    ),
    Screen("decisions:follow_ups", "direction", "/ess-35/decisions", (r".*/suites",)),
    Screen("decisions:finish", "direction", "/ess-35/decisions/suites", (rf".*/suites/{KEY}",)),
    Screen("decisions:who_decides", "coordination", "/cress/decisions", (r".*/qui-decide",)),
    Screen(
        "decisions:fix_setting",
        "coordination",
        "/cress/decisions?type=modalite-commune",
        (
            rf".*/decisions/{KEY}",
            r".*/modalite",
        ),
    ),
    Screen(
        "decisions:open_derogation",
        "coordination",
        "/cress/decisions?type=derogation",
        (
            rf".*/decisions/{KEY}",
            r".*/derogation",
        ),
    ),
    Screen("decisions:waiting", "coordination", "/ess-pays-de-redon/decisions", (r".*/a-appliquer",)),
    Screen(
        "decisions:open_mandate",
        "presidence",
        "/cress/decisions?instance=cress-assembly",
        (
            rf".*/decisions/{KEY}",
            r".*/mandat",
        ),
    ),
    Screen(
        "decisions:drop",
        "coordination",
        "/ess-pays-de-redon/decisions",
        (
            rf".*/decisions/{KEY}",
            r".*/abandonner",
        ),
    ),
)
TAKEN = ("decisions:decisions", "decisions:follow_ups")
FILES = ("decisions:decisions_pdf",)
POST_ONLY = (
    "decisions:apply",
    "decisions:cite",
    "decisions:classify",
    "decisions:join",
    "decisions:follow",
    "decisions:settle",
)
NOT_TAKEN = {
    "decisions:decision": "choices of a form",
    "decisions:fix_setting": "choices of a form",
    "decisions:open_mandate": "choices of a form",
    "decisions:to_classify": "a form for each decision, all of them in the register, which leaves",
    "decisions:who_decides": "the table of the federation, the same for all",
}
