"""What dues hold about people: who paid, when it is not the member itself."""

from kevread.common.personal import DIGEST, Held, hold

hold(
    "dues",
    Held(model="dues.tariff", called="Barèmes de cotisation", texts=("undone_because",)),
    Held(model="dues.call", called="Appels de cotisation", texts=("undone_because",)),
    Held(model="dues.due", called="Cotisations", texts=("reason",)),
    Held(
        model="dues.payment",
        called="Paiements des cotisations",
        texts=("payer", "email", "note", "claimed_for", "undone_because"),
        aside={"mark": DIGEST},
        law="La comptabilité et ses pièces se gardent dix ans.",
    ),
)
