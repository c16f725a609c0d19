"""The screens of `equalisation`: see the package."""

from tests.journeys.screen import KEY, Screen

SCREENS = (
    Screen("equalisation:fund", "direction", "/cress/perequation"),
    Screen("equalisation:fund", "coordination", "/cress/perequation"),
    Screen("equalisation:open", "coordination", "/cress/perequation", (r".*/ouvrir",)),
    Screen("equalisation:campaign", "tresorerie", "/cress/perequation", (rf".*/perequation/{KEY}",)),
    Screen(
        "equalisation:laboratory",
        "direction",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/laboratoire",
        ),
    ),
    Screen(
        "equalisation:laboratory",
        "vice-presidence",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/laboratoire",
            r"\?jusqu_epci=.*",
        ),
    ),
    Screen(
        "equalisation:keep",
        "coordination",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/laboratoire",
            r".*/garder\?.*",
        ),
    ),
    Screen(
        "equalisation:change",
        "coordination",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/abandonner",
        ),
    ),
    Screen(
        "equalisation:change",
        "coordination",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/laboratoire",
            r".*/oublier",
        ),
    ),
    Screen(
        "equalisation:change",
        "coordination",
        "/cress/perequation",
        (rf".*/perequation/{KEY}", rf".*/perequation/{KEY}", r".*/corriger"),
    ),
    Screen(
        "equalisation:pay",
        "coordination",
        "/cress/perequation",
        (rf".*/perequation/{KEY}", rf".*/perequation/{KEY}", r".*/versements/annuler"),
    ),
    Screen(
        "equalisation:own", "presidence-groupement", "/ess-armor/perequation", (r".*/ma-part", r".*/ma-part/rendre")
    ),
    Screen("equalisation:share", "tresorerie", "/ess-centre-bretagne/perequation", (r".*/ma-part",)),
    Screen(
        "equalisation:change",
        "coordination",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/retirer-proposition",
        ),
    ),
    Screen(
        "equalisation:opinion",
        "vice-presidence",
        "/cress/perequation",
        (
            rf".*/perequation/{KEY}",
            r".*/avis",
        ),
    ),
)
TAKEN = (
    "equalisation:fund",
    "equalisation:campaign",
    "equalisation:laboratory",
    "equalisation:pay",
)
FILES = (
    "equalisation:certificate",
    "equalisation:share_pdf",
    "equalisation:share_certificate",
    "equalisation:checker",
)
LEFT_OUT = {
    "equalisation:measures": "only while data are gathered: tests/equalisation/test_grid.py looks at it",
    "equalisation:weights": "only of a decision that fixes them: tests/equalisation/test_weights.py looks at it",
    "equalisation:undo_weights": "only once they are decided: tests/equalisation/test_weights.py looks at it",
    "equalisation:decide": "only while a round is decided, or paid: tests/equalisation/test_path.py looks at it",
    "equalisation:receive": "only while a round is decided, or paid: tests/equalisation/test_path.py looks at it",
}
