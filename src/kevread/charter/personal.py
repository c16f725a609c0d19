"""What the common framework holds about people: who attested, who contested, who answered."""

from kevread.common.personal import CODE, DIGEST, KEY, Held, hold

KEPT = "Tant que l’organisation tient ses registres ; votre nom en part avec votre effacement."

hold(
    "charter",
    Held(
        model="charter.attestation",
        called="Ce que vous avez attesté",
        by=("person",),
        why="Savoir qui répond de ce que le cadre commun demande d’attester.",
        kept=KEPT,
        readers="Qui peut lire les constats de l’organisation.",
        texts=("piece",),
        aside={"clause": CODE},
    ),
    Held(
        model="charter.contest",
        called="Les constats que vous avez contestés, ou auxquels vous avez répondu",
        by=("person",),
        wrote=("answered_by", "closed_by"),
        why="Corriger un constat faux, et dire qui l’a dit.",
        kept=KEPT,
        readers="Qui peut lire les constats de l’organisation.",
        texts=("sentence", "evidence", "reason", "answer", "correction"),
        aside={"clause": CODE, "about": CODE},
    ),
    Held(
        model="charter.lastingbreach",
        called="Écarts qui durent",
        aside={"clause": CODE, "organisation": KEY, "stamp": DIGEST},
    ),
    Held(
        model="charter.setting",
        called="Modalités",
        texts=("value", "adopted_by"),
        aside={"name": CODE, "decided_in": KEY},
    ),
    Held(
        model="charter.derogation",
        called="Dérogations",
        texts=("reason", "adopted_by"),
        aside={"clause": CODE, "decided_in": KEY},
    ),
    Held(
        model="charter.source",
        called="Document fondateur",
        texts=("text",),
        aside={"sha256": DIGEST},
        law="C’est le document fondateur de la fédération, mot pour mot.",
    ),
    Held(
        model="charter.passage",
        called="Passages du document fondateur",
        texts=("quote",),
        aside={"rule": CODE},
        law="C’est le document fondateur de la fédération, mot pour mot.",
    ),
)
