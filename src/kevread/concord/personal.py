"""What common texts hold about people: nobody; what is typed may name somebody."""

from kevread.common.personal import CODE, Held, hold

LAW = "Ce que les instances d’une association adoptent se garde sans limite de durée (Service-Public.fr, fiche F32081)."

hold(
    "concord",
    Held(
        model="concord.commontext", called="Textes communs", texts=("title", "because"), aside={"kind": CODE}, law=LAW
    ),
    Held(
        model="concord.version",
        called="Versions des textes communs",
        texts=("words", "changes"),
        aside={"digest": CODE},
        law=LAW,
    ),
    Held(model="concord.answer", called="Réponses aux textes communs", texts=("reason", "because"), law=LAW),
)
