"""What « Aujourd’hui » holds about people."""

from kevread.common.personal import Activity, Basis, Held, hold

hold(
    "home",
    Held(
        model="home.morningletter",
        called="Votre lettre du matin",
        by=("person",),
        why="Vous écrire chaque matin ce qui vous attend, parce que vous l’avez demandé.",
        basis=Basis.CONSENT,
        kept="Jusqu’à ce que vous l’arrêtiez.",
        readers="Vous.",
        goes=True,
    ),
    activity=Activity.LETTERS,
)
