"""What the fund holds about people: who froze the data of a round."""

from kevread.common.personal import CODE, PLACE, Basis, Held, hold

hold(
    "equalisation",
    Held(
        model="equalisation.campaign",
        called="Péréquations dont vous avez figé les données",
        by=("frozen_by",),
        why="Savoir qui répond des données d’un partage.",
        basis=Basis.INTEREST,
        kept="Aussi longtemps que le partage.",
        readers="Qui peut lire la structure qui porte le fonds.",
        texts=("reason", "terms"),
        aside={"shares": PLACE},
    ),
    Held(
        model="equalisation.opinion",
        called="Avis que vous avez donnés sur une péréquation",
        by=("mandate__person",),
        why="Savoir ce que les vice-présidences ont dit d’un partage.",
        basis=Basis.INTEREST,
        kept="Aussi longtemps que le partage.",
        readers="Qui peut lire la structure qui porte le fonds.",
        texts=("note",),
    ),
    Held(
        model="equalisation.payment",
        called="Versements du fonds que vous avez préparés ou faits",
        by=("prepared_by", "posted_by"),
        why="Savoir que deux personnes ont fait un versement.",
        basis=Basis.LAW,
        kept="Dix ans, comme les pièces comptables.",
        readers="Qui peut lire la structure qui porte le fonds.",
        texts=("reason",),
        law="Les pièces d’un versement se gardent dix ans.",
    ),
    Held(model="equalisation.resource", called="Ressources du fonds", texts=("label", "clause")),
    Held(model="equalisation.measure", called="Valeurs des critères", texts=("source",), aside={"criterion": CODE}),
    Held(model="equalisation.scenario", called="Scénarios", texts=("name", "terms")),
)
