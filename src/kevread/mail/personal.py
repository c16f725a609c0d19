"""What letters hold about people."""

from kevread.common.personal import CODE, DIGEST, ERASED_ADDRESS, KEY, Activity, Held, hold

hold(
    "mail",
    Held(
        model="mail.dispatch",
        called="Les courriels qui vous furent envoyés",
        by=("person",),
        why="Prouver qu’une convocation est partie, et à qui.",
        kept="Six ans après leur départ, si personne n’en décide autrement. L’adresse s’efface avec vous ; la date et la "
        "preuve restent.",
        readers="Qui prépare les réunions de l’organisation.",
        copies={"address": ERASED_ADDRESS},
        texts=("fault",),
        aside={"act": KEY, "digest": DIGEST, "message_id": KEY},
        kind="letters",
        ends="sent_at",
    ),
    Held(
        model="mail.content",
        called="Le texte de ces courriels",
        by=("dispatch__person",),
        why="Vous écrire, et renvoyer ce qui n’est pas parti.",
        kept="90 jours.",
        readers="Qui prépare les réunions de l’organisation.",
        copies={"subject": "", "text": "", "reply_to": ""},
        texts=("trouble",),
        aside={"sealed": DIGEST, "stop": CODE},
        goes=True,
    ),
    Held(
        model="mail.attachment",
        called="Les pièces jointes des courriels",
        texts=("name", "data"),
        aside={"kind": CODE, "digest": DIGEST},
        law="Ce sont les convocations elles-mêmes, telles qu’elles sont parties. Elles s’effacent 90 jours après.",
    ),
    Held(model="mail.unsubscription", called="Adresses sans courriels", texts=("address",), goes=True),
    activity=Activity.LETTERS,
)
