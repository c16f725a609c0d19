"""What filings hold about people: nobody; what is typed of a change may name somebody."""

from kevread.common.personal import CODE, Held, hold

LAW = "Les récépissés de déclaration se gardent sans limite de durée (Service-Public.fr, fiche F32081)."

hold(
    "filings",
    Held(
        model="filings.happening",
        called="Événements à déclarer",
        texts=("what", "undone_because"),
        aside={"kind": CODE},
        law=LAW,
    ),
    Held(
        model="filings.declaration",
        called="Déclarations",
        texts=("receipt", "undone_because"),
        aside={"kind": CODE, "covers": CODE},
        law=LAW,
    ),
    Held(
        model="filings.publication",
        called="Publications au Journal officiel",
        texts=("notice", "undone_because"),
        law=LAW,
    ),
)
