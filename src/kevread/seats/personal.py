"""What seats hold about people."""

from kevread.common.personal import CODE, KEY, PLACE, Basis, Held, hold

hold(
    "seats",
    Held(
        model="seats.mandate",
        called="Vos mandats et vos postes",
        by=("person",),
        why="Savoir qui peut agir, où et jusqu’à quand ; prouver qui siégeait quand une décision fut prise.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres : ils disent qui pouvait l’engager. Votre nom en part avec votre "
        "effacement.",
        readers="Les personnes du réseau ; tout le monde, si vous y avez consenti.",
        texts=("origin_note",),
        aside={"family": CODE, "decided_in": KEY},
    ),
    Held(
        model="seats.delegation",
        called="Ce qui vous est délégué",
        by=("holder",),
        why="Savoir qui peut agir au nom de qui.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres.",
        readers="Les personnes du réseau.",
        aside={"powers": CODE},
    ),
    Held(
        model="seats.substitution",
        called="Les remplacements pendant une absence",
        by=("substitute", "mandate__person"),
        why="Savoir qui agit à la place de qui, et le dire de chaque acte.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres.",
        readers="Vous deux, et les personnes du réseau qui lisent l’organisation.",
    ),
    Held(
        model="seats.plea",
        called="Ce que vous avez demandé, ou ce à quoi vous avez répondu",
        by=("person",),
        wrote=("answered_by",),
        why="Répondre à qui demande d’agir.",
        kept="Tant que l’organisation tient ses registres ; vos mots s’effacent avec vous.",
        readers="Qui peut faire ce qui est demandé, et qui l’a demandé.",
        texts=("message", "reason"),
        kind="asked",
        ends="answered_at",
    ),
    Held(model="seats.body", called="Instances", texts=("purpose",), aside={"name": PLACE}),
    Held(model="seats.seat", called="Sièges", aside={"name": CODE, "places_setting": CODE, "conditions": CODE}),
)
