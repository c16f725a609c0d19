"""What the fund holds about people: who froze the data of a round."""

from kevread.common.personal import CODE, Basis, Held, hold

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
        texts=("reason",),
    ),
    Held(model="equalisation.resource", called="Ressources du fonds", texts=("label", "clause")),
    Held(model="equalisation.measure", called="Valeurs des critères", texts=("source",), aside={"criterion": CODE}),
    Held(model="equalisation.scenario", called="Scénarios", texts=("name", "terms")),
)
