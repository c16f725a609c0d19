"""What this room holds about people: what they asked, and that they were erased."""

from kevread.common.personal import Activity, Basis, Held, hold

hold(
    "privacy",
    Held(
        model="privacy.demand",
        called="Ce que vous avez demandé sur vos données, ou ce à quoi vous avez répondu",
        by=("person", "answered_by"),
        why="Vous répondre à temps, et prouver qu’on l’a fait.",
        basis=Basis.LAW,
        kept="Cinq ans. Vos mots s’effacent avec vous.",
        readers="Vous, et qui répond pour l’organisation.",
        texts=("text", "answer"),
    ),
    Held(
        model="privacy.erasure",
        called="Votre effacement",
        by=("person",),
        why="Prouver que ce fut fait, et ce que la loi garde.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres.",
        readers="Qui efface.",
        texts=("why",),
        aside={"gone": "counts", "kept": "counts, and what the law says"},
    ),
    Held(
        model="privacy.validation",
        called="Les registres des traitements que vous avez validés",
        by=("validated_by",),
        why="Savoir qui répond de ce que l’organisation fait des données.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres.",
        readers="Qui peut lire l’organisation.",
        texts=("contact",),
        aside={"said": "what rooms declare"},
    ),
    Held(
        model="privacy.breach",
        called="Les fiches de violation que vous avez ouvertes",
        by=("opened_by",),
        why="Documenter toute violation, la signaler à temps, et le prouver.",
        basis=Basis.LAW,
        kept="Tant que l’organisation tient ses registres ; ce qui y nomme quelqu’un s’efface avec cette personne.",
        readers="Qui tient les violations de l’organisation.",
        texts=("what", "concerned", "consequences", "measures", "because"),
    ),
    activity=Activity.RIGHTS,
)
