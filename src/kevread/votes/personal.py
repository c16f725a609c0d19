"""What votes hold about people: who could vote and who did; never what somebody said in a secret vote."""

from kevread.common.personal import CODE, DIGEST, ERASED_NAME, Activity, Basis, Held, hold

ROLL = "L’émargement prouve que le vote fut régulier : il se garde cinq ans, et avec le procès-verbal signé ensuite."
RESULT = "Le résultat d’un vote est scellé avec le registre des délibérations, et ne se réécrit pas."

hold(
    "votes",
    Held(
        model="votes.rollmark",
        called="Les votes où vous étiez appelé·e",
        by=("voter", "entry__person"),
        why="Savoir qui pouvait voter, et qui a voté : une fois chacun·e.",
        basis=Basis.LAW,
        kept="Cinq ans, et aussi longtemps que le procès-verbal.",
        readers="Le bureau de vote pendant le vote ; vous, ensuite.",
        aside={"college": CODE, "stamp": DIGEST},
    ),
    Held(
        model="votes.openvote",
        called="Ce que vous avez répondu aux votes qui n’étaient pas secrets",
        by=("mark__voter", "mark__entry__person"),
        why="Compter, et permettre de recompter.",
        basis=Basis.LAW,
        kept="Aussi longtemps que le registre des délibérations.",
        readers="Qui peut lire la réunion.",
        aside={"choices": "the words of the choices", "stamp": DIGEST},
    ),
    Held(
        model="votes.candidate",
        called="Vos candidatures",
        by=("person",),
        why="Savoir entre qui l’on choisit.",
        basis=Basis.LAW,
        kept="Aussi longtemps que le registre des délibérations.",
        readers="Qui peut lire la réunion.",
        copies={"name": ERASED_NAME},
        texts=("on_list",),
        law=RESULT,
    ),
    Held(
        model="votes.scrutineer",
        called="Les urnes dont vous avez tenu une clé",
        by=("entry__person",),
        why="N’ouvrir une urne qu’à plusieurs.",
        basis=Basis.LAW,
        kept="Aussi longtemps que le vote.",
        readers="Qui peut lire la réunion.",
        aside=dict.fromkeys(("public_key", "key_stamp", "share", "opening"), DIGEST),
    ),
    Held(
        model="votes.poll",
        called="Votes",
        texts=("question", "text", "terms", "result", "reason"),
        aside=dict.fromkeys(("sha256", "terms_stamp", "public_key", "box_sha256", "box_stamp", "result_stamp"), DIGEST),
        law=RESULT + " " + ROLL,
    ),
    Held(model="votes.handcount", called="Comptes à main levée", aside={"college": CODE, "votes": "numbers"}),
    Held(
        model="votes.ballot",
        called="Bulletins",
        aside={"college": CODE, "receipt": DIGEST, "sealed": DIGEST, "stamp": DIGEST},
    ),
    Held(model="votes.commitment", called="Engagements", aside={"sha256": DIGEST, "stamp": DIGEST}),
    activity=Activity.VOTES,
)
