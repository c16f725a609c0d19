"""What calendars hold about people."""

from kevread.common.personal import DIGEST, Activity, Basis, Held, hold

hold(
    "rhythm",
    Held(
        model="rhythm.feed",
        called="Vos adresses d’agenda",
        by=("person",),
        why="Faire suivre les réunions dans votre agenda, parce que vous l’avez demandé.",
        basis=Basis.CONSENT,
        kept="Jusqu’à ce que vous les révoquiez.",
        readers="Vous.",
        aside={"digest": DIGEST},
        goes=True,
    ),
    activity=Activity.LETTERS,
)
