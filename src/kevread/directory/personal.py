"""What the directory holds about people."""

from kevread.common.personal import CODE, PLACE, Activity, Basis, Held, hold

hold(
    "directory",
    Held(
        model="directory.person",
        called="Votre fiche",
        by=("", "into"),
        why="Savoir qui siège, et comment vous joindre.",
        basis=Basis.CONTRACT,
        kept="Tant que vous avez un mandat, un poste ou une délégation, puis cinq ans.",
        readers="Les personnes qui ont un mandat, un poste ou une délégation dans le réseau. Votre adresse : vous, et qui "
        "tient votre fiche. Tout le monde, si vous y avez consenti.",
        copies={"given_name": "Personne", "family_name": "effacée", "email": ""},
        aside={"account": "the key of the access, which goes with it"},
    ),
    Held(
        model="directory.consent",
        called="Ce que vous avez accepté de montrer",
        by=("person",),
        why="Ne montrer publiquement que ce que vous avez accepté, et le prouver.",
        basis=Basis.CONSENT,
        kept="Tant qu’il vaut, puis cinq ans, pour prouver qu’il fut donné et retiré.",
        readers="Vous.",
        goes=True,
        kind="consents",
        ends="period__endswith",
    ),
    Held(
        model="directory.organisation",
        called="Organisations",
        aside=dict.fromkeys(("name", "siren", "siret", "rna", "locality"), PLACE),
    ),
    Held(model="directory.name", called="Noms des organisations", aside={"text": PLACE}),
    Held(model="directory.affiliation", called="Adhésions entre organisations", aside={"college": CODE}),
    Held(
        model="directory.listing",
        called="Parutions dans l’annuaire",
        why="Prouver qu’une organisation a accepté d’être montrée.",
        texts=("agreed_by",),
        aside={"activity": CODE},
    ),
    Held(model="directory.coverage", called="Territoires couverts", aside={"source": PLACE}),
    activity=Activity.DIRECTORY,
)
