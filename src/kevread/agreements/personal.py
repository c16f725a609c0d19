"""What agreements hold about people."""

from kevread.common.personal import CODE, ERASED_NAME, Basis, Held, hold

LAW = "Une convention signée se garde cinq ans après sa fin (article 2224 du code civil)."
KEPT, READERS = "Cinq ans après la fin de la convention.", "Les personnes des parties à la convention."
TWO_SIDES = "Qu’une seule personne ne parle pas pour deux parties."

hold(
    "agreements",
    Held(model="agreements.agreement", called="Conventions", texts=("title", "annulled_because"), aside={"kind": CODE}),
    Held(model="agreements.party", called="Parties à une convention", aside={"role": CODE}),
    Held(
        model="agreements.instrument",
        called="Textes de conventions",
        by=("prepared_by",),
        why="Dire à qui a écrit un texte qu’une partie refuse de le signer, et pourquoi.",
        basis=Basis.CONTRACT,
        kept="Cinq ans après la fin de la convention.",
        readers="Les personnes des parties à la convention.",
        texts=("subject", "note"),
        law=LAW,
    ),
    Held(
        model="agreements.approval",
        called="Signatures de conventions",
        by=("signer", "told_by"),
        wrote=("denied_by",),
        why="Savoir qui a signé au nom de chaque partie, et ce qui le permettait.",
        basis=Basis.CONTRACT,
        kept="Cinq ans après la fin de la convention.",
        readers="Les personnes des parties à la convention ; tout le monde, si sa nature est publique.",
        copies={"signer_name": ERASED_NAME},
        texts=("authority", "quality", "right", "denied_because"),
        law=LAW,
    ),
    Held(model="agreements.clause", called="Clauses", texts=("title", "text", "blanks"), aside={"slug": CODE}, law=LAW),
    Held(
        model="agreements.obligation",
        called="Engagements",
        texts=("what", "proof", "occasion", "undone_because", "denied_because"),
        aside={"cadence": CODE, "kept_by": CODE, "upon": CODE},
        law=LAW,
    ),
    Held(
        model="agreements.occasion",
        called="Événements d’un engagement",
        texts=("note", "undone_because", "denied_because"),
        law=LAW,
    ),
    Held(model="agreements.kept", called="Engagements tenus", texts=("note", "contested_because"), law=LAW),
    Held(
        model="agreements.postponement",
        called="Reports d’un engagement",
        by=("told_by",),
        why=TWO_SIDES,
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=READERS,
        texts=("reason", "authority"),
        law=LAW,
    ),
    Held(
        model="agreements.event",
        called="Événements d’une convention",
        by=("told_by",),
        why=TWO_SIDES,
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=READERS,
        texts=("note", "authority", "agreed_authority", "undone_because"),
        law=LAW,
    ),
)
