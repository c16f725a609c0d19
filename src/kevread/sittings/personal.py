"""What minutes hold about people."""

from kevread.common.personal import Held, hold

hold(
    "sittings",
    Held(
        model="sittings.minutes",
        called="Procès-verbaux",
        texts=("remarks",),
        law="Un procès-verbal signé ne se réécrit pas : il se garde tant que l’organisation existe.",
    ),
)
