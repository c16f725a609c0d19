"""What the legal life of associations holds about people: nobody; a reason that is typed may name somebody."""

from kevread.common.personal import CODE, Basis, Held, hold

KEPT = (
    "Les statuts d’une association se gardent sans limite de durée (Service-Public.fr, fiche F32081) ; nous gardons son "
    "règlement avec eux."
)

hold(
    "statutes",
    Held(
        model="statutes.handingover",
        called="Passages au groupement",
        by=("local_written_by", "grouping_written_by", "undo_asked_by"),
        why="Savoir qui a parlé pour chaque côté d’un passage : ce sont deux personnes.",
        basis=Basis.INTEREST,
        kept="Aussi longtemps que le passage.",
        readers="Les personnes qui lisent l’une des deux organisations.",
        texts=("local_decided_by", "grouping_decided_by", "undone_because"),
    ),
    Held(
        model="statutes.statutes",
        called="Statuts et règlements intérieurs",
        texts=("adopted_by", "because", "values"),
        aside={"model": CODE},
        law=KEPT,
    ),
    Held(
        model="statutes.statutesarticle",
        called="Articles de statuts et de règlements intérieurs",
        texts=("title", "text", "blanks"),
        aside={"slug": CODE},
        law=KEPT,
    ),
)
