"""What the journal holds about people: who did what, and what was written of whom."""

from kevread.common.personal import CODE, DIGEST, ERASED_NAME, KEY, Activity, Held, hold

hold(
    "journal",
    Held(
        model="journal.act",
        called="Ce que vous avez fait dans Kevread",
        by=("person",),
        why="Dire qui a fait quoi, quand et à quel titre, et le prouver à qui le conteste.",
        kept="Tant que l’organisation tient ses registres ; votre nom en part avec votre effacement.",
        readers="Qui peut lire le journal de l’organisation ; pour un acte sans organisation, personne d’autre que vous.",
        copies={"person_name": ERASED_NAME},
        texts=("hat", "arguments", "reason"),
        aside={
            "verb": CODE,
            "mandate": KEY,
            "organisation": KEY,
            "salt": DIGEST,
            "digest": DIGEST,
            "stamp": DIGEST,
            "written": DIGEST,
        },
    ),
    Held(
        model="journal.change",
        called="Écritures",
        texts=("before", "after"),
        aside={"table": CODE, "row": KEY, "salt": DIGEST, "digest": DIGEST},
    ),
    Held(
        model="journal.erased",
        called="Contenus effacés",
        aside={"act": KEY, "digest": DIGEST, "left": DIGEST},
    ),
    Held(model="journal.seal", called="Scellés", aside=dict.fromkeys(("previous", "digest", "head"), DIGEST)),
    Held(
        model="journal.check",
        called="Vérifications",
        aside={"said": "tables, keys and columns, never what stands in them", "stamp": DIGEST},
    ),
    Held(model="journal.chain", called="Chaîne", aside={"head": DIGEST, "tables": CODE}),
    activity=Activity.TRACE,
)
