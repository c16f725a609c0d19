"""What finance holds about people: who said that money came, or what passes between two structures; what is typed of a funding
may name somebody."""

from kevread.common.personal import CODE, PLACE, Basis, Held, hold

LAW = "Les pièces comptables et celles d’une subvention se gardent dix ans (code de commerce, art. L123-22)."

hold(
    "finance",
    Held(model="finance.funder", called="Financeurs", texts=("name",), aside={"kind": CODE}),
    Held(
        model="finance.grantrequest",
        called="Demandes de financement",
        texts=("purpose", "authority", "note"),
        aside={"scale": CODE, "state": CODE},
        law=LAW,
    ),
    Held(
        model="finance.requestanswer",
        called="Réponses aux formulaires de demande",
        texts=("words",),
        aside={"item": CODE},
        law=LAW,
    ),
    Held(model="finance.planline", called="Budgets des demandes", texts=("label",), aside={"account": PLACE}, law=LAW),
    Held(
        model="finance.hourrate", called="Valeurs d’une heure de bénévolat", texts=("source", "undone_because"), law=LAW
    ),
    Held(
        model="finance.giventime",
        called="Temps donnés par des bénévoles",
        texts=("words", "undone_because"),
        aside={"kind": CODE},
        law=LAW,
    ),
    Held(
        model="finance.funding",
        called="Financements",
        texts=("purpose", "clause", "undone_because"),
        aside={"scale": CODE, "onward": CODE, "earmarked": CODE},
        law=LAW,
    ),
    Held(model="finance.accounts", called="Comptes d’un exercice", texts=("source", "undone_because"), law=LAW),
    Held(model="finance.report", called="Comptes rendus financiers", texts=("undone_because",), law=LAW),
    Held(model="finance.spending", called="Dépenses d’un financement", texts=("source", "undone_because"), law=LAW),
    Held(
        model="finance.localbalance",
        called="Soldes d’un compte de vie locale",
        texts=("source", "undone_because"),
        law=LAW,
    ),
    Held(
        model="finance.localline",
        called="Lignes d’un compte de vie locale",
        texts=("words", "undone_because"),
        aside={"kind": CODE},
        law=LAW,
    ),
    Held(
        model="finance.instalment",
        called="Versements de financements que vous avez constatés",
        by=("received_by",),
        why="Savoir qui a dit qu’une somme est reçue.",
        basis=Basis.LAW,
        kept="Dix ans, comme les pièces comptables.",
        readers="Qui peut lire les finances de l’organisation.",
        texts=("label",),
        law=LAW,
    ),
    Held(
        model="finance.exchange",
        called="Échanges entre membres que vous avez inscrits, ou auxquels vous avez répondu",
        by=("written_by", "answered_by"),
        why="Savoir qui a dit ce qui passe entre deux structures : une autre personne répond.",
        basis=Basis.LAW,
        kept="Dix ans, comme les pièces comptables.",
        readers="Qui peut lire les finances de l’une des deux structures.",
        texts=("purpose", "answer", "undone_because"),
        aside={"kind": CODE, "state": CODE},
        law=LAW,
    ),
    Held(
        model="finance.settlement",
        called="Règlements entre membres que vous avez constatés",
        by=("noted_by",),
        why="Savoir qui a dit qu’une somme est reçue.",
        basis=Basis.LAW,
        kept="Dix ans, comme les pièces comptables.",
        readers="Qui peut lire les finances de l’une des deux structures.",
        texts=("undone_because",),
        law=LAW,
    ),
)
