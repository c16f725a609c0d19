"""The screens of the fund, as `screens.py` lists the others: the view, the persona, the address, the links that lead there."""

from .screen import KEY, Screen

ROUND = rf".*/perequation/{KEY}"
HOME = "/cress/perequation"

FUND = tuple(
    Screen(*one)
    for one in (
        ("equalisation:fund", "direction", HOME),
        ("equalisation:fund", "coordination", HOME),
        ("equalisation:open", "coordination", HOME, (r".*/ouvrir",)),
        ("equalisation:campaign", "tresorerie", HOME, (ROUND,)),
        ("equalisation:laboratory", "direction", HOME, (ROUND, r".*/laboratoire")),
        ("equalisation:laboratory", "vice-presidence", HOME, (ROUND, r".*/laboratoire", r"\?jusqu_epci=.*")),
        ("equalisation:keep", "coordination", HOME, (ROUND, r".*/laboratoire", r".*/garder\?.*")),
        ("equalisation:change", "coordination", HOME, (ROUND, r".*/abandonner")),
        ("equalisation:change", "coordination", HOME, (ROUND, r".*/laboratoire", r".*/oublier")),
        ("equalisation:share", "tresorerie", "/ess-centre-bretagne/perequation", (r".*/ma-part",)),
        ("equalisation:change", "coordination", HOME, (ROUND, r".*/retirer-proposition")),
        ("equalisation:opinion", "vice-presidence", HOME, (ROUND, r".*/avis")),
    )
)
NOT_YET = {  # in this life, one round is closed and the other is not yet decided
    **dict.fromkeys(
        ("equalisation:decide", "equalisation:pay", "equalisation:receive"),
        "only while a round is decided, or paid: tests/equalisation/test_path.py looks at it",
    ),
    **dict.fromkeys(
        ("equalisation:share_pdf", "equalisation:share_certificate", "equalisation:checker"),
        "a file",
    ),
}
