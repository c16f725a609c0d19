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
    )
)
