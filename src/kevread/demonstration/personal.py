"""What the mailbox of the demonstration holds: letters to people who do not exist."""

from kevread.common.personal import Held, hold

hold(
    "demonstration",
    Held(
        model="demonstration.letter",
        called="Courrier de la démonstration",
        texts=("to", "subject", "text", "links", "enclosed"),
        law="Ces lettres sont écrites à des personnes inventées : aucune vraie fédération n’a cette boîte.",
    ),
)
