"""What dues hold about people: who paid, when it is not the member itself."""

from kevread.common.personal import DIGEST, PLACE, Held, hold

hold(
    "dues",
    Held(model="dues.tariff", called="Barèmes de cotisation", texts=("undone_because",)),
    Held(model="dues.call", called="Appels de cotisation", texts=("how", "undone_because")),
    Held(model="dues.due", called="Cotisations", texts=("reason",)),
    Held(
        model="dues.payment",
        called="Paiements des cotisations",
        texts=("payer", "email", "note", "claimed_for", "undone_because"),
        aside={"mark": DIGEST},
        law="La comptabilité et ses pièces se gardent dix ans.",
    ),
    Held(
        model="dues.eligibility",
        called="Ce que l’organisation dit de ses reçus fiscaux",
        texts=("because", "seat", "purpose", "undone_because"),
    ),
    Held(
        model="dues.receipt",
        called="Reçus fiscaux",
        texts=("undone_because",),
        aside={"identifier": PLACE},
        law="Le double d’un reçu fiscal se garde six ans.",
    ),
)
