"""What is held about the people that an organisation employs. Never anything of health."""

from kevread.common.personal import CODE, Activity, Basis, Held, hold

LINE = "Vous, la direction et la présidence de votre employeur, et qui y tient les contrats de travail"
TEAM = "Les personnes du réseau qui lisent l’organisation qui vous emploie"
LAW = "Le code du travail fait garder le registre du personnel cinq ans après le départ."

hold(
    "staff",
    Held(
        model="staff.post",
        called="Postes",
        texts=("name", "end_note"),
        aside={"function": CODE},
    ),
    Held(
        model="staff.sheet",
        called="Fiches de poste",
        aside={"axis": CODE, "main_mission": CODE, "missions": CODE},
    ),
    Held(
        model="staff.contract",
        called="Contrats de travail",
        by=("person",),
        why="Savoir qui emploie qui, depuis quand, par qui le contrat fut signé.",
        basis=Basis.LAW,
        kept="Cinq ans après la fin du contrat.",
        readers=LINE,
        texts=("motive", "occupation", "authority", "end_note"),
        aside={
            "agreement": CODE,
            "signatory": "who signed: the contract is of whom it employs, and is not told to others",
        },
        law=LAW,
        kind="contracts",
        ends="period__endswith",
    ),
    Held(
        model="staff.terms",
        called="Temps et salaire convenus",
        texts=("authority",),
        by=("contract__person",),
        why="Vérifier que ce qui est convenu respecte la convention collective.",
        basis=Basis.LAW,
        kept="Cinq ans après la fin du contrat.",
        readers=LINE,
        aside={"group": CODE},
        law=LAW,
        goes=True,
        kind="pay",
        ends="contract__period__endswith",
    ),
    Held(
        model="staff.identity",
        called="Mentions du registre du personnel",
        by=("contract__person",),
        why="Le registre unique du personnel demande ces mentions.",
        basis=Basis.LAW,
        kept="Cinq ans après la fin du contrat.",
        readers=LINE,
        texts=("nationality", "permit"),
        law=LAW,
        goes=True,
        kind="mentions",
        ends="contract__period__endswith",
    ),
    Held(
        model="staff.hosted",
        called="Stagiaires et volontaires, au registre du personnel",
        by=("tutor",),
        why="Le registre du personnel a une partie pour qui est là sans contrat de travail, et dit qui suit chaque personne.",
        basis=Basis.LAW,
        kept="Cinq ans après le départ.",
        readers="La direction et la présidence de l’organisation qui accueille, et qui y tient les contrats de travail",
        texts=("given_name", "family_name", "place", "end_note"),
        aside={"kind": CODE, "end_reason": CODE},
        law=LAW,
        kind="hosted",
        ends="period__endswith",
    ),
    Held(
        model="staff.assignment",
        called="Affectations",
        by=("contract__person",),
        why="Dire à chacun·e qui travaille où, et pour quel pôle.",
        basis=Basis.INTEREST,
        kept="Tant que l’organisation existe.",
        readers=TEAM,
        texts=("end_note",),
        aside={"speciality": CODE},
    ),
    activity=Activity.STAFF,
)
