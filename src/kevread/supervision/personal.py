"""What two lines of authority hold of people: what was asked, written and decided about them at work; and who applied."""

from kevread.common.personal import CODE, Activity, Basis, Held, hold

ASKED = "Pour que les deux lignes d’autorité répondent de ce qu’elles décident, et qu’on puisse le montrer."
READERS = "La ligne de l’employeur, qui l’a ouvert par une délégation, le conseil des pôles qui y ont une part, et la personne"
KEPT = "Cinq ans après que c’est clos"

hold(
    "supervision",
    Held(
        model="supervision.matter",
        called="Dossiers d’encadrement",
        by=("person",),
        wrote=("raised_by", "closed_by"),
        why=ASKED,
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=READERS,
        texts=("title", "text", "conclusion", "authority", "annulled_because"),
        aside={"act": CODE, "outcome": CODE},
        kind="matters",
        ends="closed_at",
    ),
    Held(
        model="supervision.leave",
        called="Jours de congé ou de télétravail",
        by=("matter__person",),
        why="Pour savoir qui est là, et répondre à qui demande. Nul motif, nul solde.",
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=READERS,
        aside={"kind": CODE, "answer": CODE},
    ),
    Held(
        model="supervision.ending",
        called="Fin d’un contrat, demandée ou décidée",
        by=("matter__person",),
        why=ASKED,
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers="La ligne de l’employeur, qui l’a ouvert ou tient les contrats par une délégation, et la personne ; aucun pôle",
        aside={"reason": CODE},
    ),
    Held(
        model="supervision.expense",
        called="Frais de mission",
        by=("matter__person",),
        why="Pour rembourser ce qui fut dépensé, et montrer ce qui l’a validé.",
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=f"{READERS} ; de la somme du mois, pour la paie, qui tient les contrats par une délégation",
        aside={"answer": CODE},
    ),
    Held(
        model="supervision.side",
        called="Ce que chaque ligne a écrit",
        by=("matter__person",),
        wrote=("said_by",),
        why=ASKED,
        basis=Basis.CONTRACT,
        kept=KEPT,
        readers=READERS,
        texts=("text", "said_as"),
        aside={"line": CODE},
        kind="sides",
        ends="said_at",
    ),
    Held(
        model="supervision.candidate",
        called="Candidatures à un poste",
        texts=("name",),
        kind="recruits",
        ends="closed_on",
    ),
    Held(
        model="supervision.panelist",
        called="Jurys",
        by=("mandate__person",),
        why=ASKED,
        kept=KEPT,
        readers=READERS,
    ),
    activity=Activity.STAFF,
)
