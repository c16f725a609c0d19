"""What careers hold of people: nobody by name in the plan; what is typed may name somebody."""

from kevread.common.personal import CODE, KEY, Activity, Basis, Held, hold

hold(
    "careers",
    Held(
        model="careers.skillsplan",
        called="Plans de développement des compétences",
        by=("adviser__person",),
        why="Pour savoir qui appuie les employeurs dans leur plan.",
        kept="Aussi longtemps que le plan se lit",
        readers="Les organisations du réseau",
        texts=("undone_because",),
    ),
    Held(
        model="careers.training",
        called="Formations des plans",
        texts=("title", "note", "undone_because"),
        aside={"outcome": CODE},
    ),
    Held(
        model="careers.need",
        called="Besoins de formation",
        texts=("subject", "settled_because", "undone_because"),
        aside={"outcome": CODE},
    ),
    Held(model="careers.handin", called="Besoins remis", texts=("undone_because",)),
    Held(
        model="careers.occasion",
        called="Rendez-vous sociaux",
        texts=("subject", "result", "undone_because"),
        aside={"kind": CODE},
    ),
    Held(
        model="careers.handover",
        called="Passations au départ de quelqu’un",
        by=("contract__person",),
        why="Pour que rien de ce que la personne tenait ne se perde quand elle part.",
        basis=Basis.CONTRACT,
        kept="Cinq ans après le départ",
        readers="La ligne de l’employeur, la personne, et qui reçoit quelque chose d’elle",
        texts=("undone_because",),
    ),
    Held(
        model="careers.handedover",
        called="Ce qui passe d’une personne à une autre",
        by=("to", "handover__contract__person"),
        why="Pour savoir qui a accepté quoi.",
        basis=Basis.CONTRACT,
        kept="Cinq ans après le départ",
        readers="La ligne de l’employeur, la personne qui part, et qui reçoit",
        texts=("what", "declined_because"),
        aside={"kind": CODE, "row": KEY},
    ),
    Held(
        model="careers.pathwaystep",
        called="Étapes des parcours d’administrateur·rice",
        by=("mandate__person",),
        wrote=("companion",),
        why="Pour que qui arrive à un conseil soit accueilli·e, formé·e, et rencontre ses pairs.",
        kept="Aussi longtemps que le mandat se lit",
        readers="La présidence et la direction de l’organisation, la personne, et qui l’accompagne",
        texts=("undone_because",),
        aside={"step": CODE},
    ),
    Held(model="careers.welfare", called="Budgets des œuvres sociales"),
    activity=Activity.STAFF,
)
