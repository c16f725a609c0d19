"""What accounts hold about people: the texts of an accountant may name anybody."""

from kevread.common.personal import CODE, DIGEST, PLACE, Held, hold

ACCOUNTING = "La comptabilité et ses pièces se gardent dix ans."

hold(
    "ledgers",
    Held(
        model="ledgers.book",
        called="Fichiers comptables",
        texts=("name", "undone_because"),
        aside={"sha256": DIGEST, "digest": DIGEST, "remarks": CODE},
        law=ACCOUNTING,
    ),
    Held(
        model="ledgers.balance",
        called="Soldes des comptes",
        texts=("label",),
        aside={"account": PLACE, "section": CODE},
        law=ACCOUNTING,
    ),
    Held(model="ledgers.split", called="Parts des soldes", aside={"weights": CODE, "cents": CODE}, law=ACCOUNTING),
    Held(
        model="ledgers.line",
        called="Lignes des fichiers comptables",
        texts=("label", "auxiliary", "piece"),
        aside={"account": PLACE, "section": CODE, "journal": CODE, "entry": CODE},
        law=ACCOUNTING,
    ),
    Held(model="ledgers.code", called="Codes analytiques", texts=("label",), aside={"axis": CODE, "code": CODE}),
    Held(
        model="ledgers.passage",
        called="Passages des comptes",
        aside={"account": PLACE, "section": CODE, "codes": CODE, "parts": CODE},
    ),
    Held(model="ledgers.key", called="Clés de répartition", aside={"source": CODE, "parts": CODE}),
    Held(model="ledgers.posttime", called="Temps des postes", aside={"parts": CODE}),
    Held(model="ledgers.budget", called="Budgets", texts=("note", "undone_because")),
    Held(
        model="ledgers.budgetline",
        called="Lignes de budget",
        texts=("label",),
        aside={"account": PLACE, "action": CODE},
    ),
    Held(model="ledgers.cash", called="Soldes de trésorerie", texts=("source", "undone_because")),
    Held(model="ledgers.cashline", called="Lignes de trésorerie", texts=("label", "undone_because")),
)
