"""What this room holds about people: what they asked, and that they were erased."""

from kevread.common.personal import Basis, Held, hold

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
)
