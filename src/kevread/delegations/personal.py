"""What delegations hold about people."""

from kevread.common.personal import CODE, KEY, Basis, Held, hold

hold(
    "delegations",
    Held(
        model="delegations.grant",
        called="Les délégations que vous avez reçues",
        by=("holder",),
        why="Savoir qui pouvait engager l’organisation, pour quoi et jusqu’à combien, quand un acte fut fait.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres : ils disent qui pouvait l’engager. Votre nom en part avec votre "
        "effacement.",
        readers="Les personnes qui lisent l’organisation, et vous.",
        texts=("limits", "means", "decision", "end_note"),
        aside={"acts": CODE, "decided_in": KEY, "ceilings": CODE},
    ),
    Held(
        model="delegations.dealing",
        called="Les conventions qui vous lient à une organisation que vous dirigez",
        by=("officer",),
        why="Là où l’activité est économique ou les fonds publics importants, la loi veut qu’un rapport le dise à l’assemblée.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres. Votre nom en part avec votre effacement.",
        readers="Les personnes qui lisent l’organisation, et son assemblée.",
        texts=("counterpart", "subject", "undone_because"),
        aside={"function": CODE},
    ),
    Held(
        model="delegations.petition",
        called="Les délégations que vous avez demandées, ou dont vous avez décidé",
        by=("person",),
        wrote=("answered_by",),
        why="Répondre à qui demande de pouvoir agir.",
        kept="Tant que l’organisation tient ses registres ; vos mots s’effacent avec vous.",
        readers="Qui peut donner ce qui est demandé, et qui l’a demandé.",
        texts=("message", "reason"),
        aside={"act": CODE},
    ),
)
