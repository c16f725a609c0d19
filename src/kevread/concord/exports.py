"""What is taken away of common texts: a line for each body that is named for the last version of each."""

from kevread.common.tables import Column, Kind, Table

TEXTS = Table(
    "textes-communs",
    "Textes communs",
    (
        Column("texte", lambda one: one[0].text.title),
        Column("nature", lambda one: one[0].kind),
        Column("proposé par", lambda one: one[0].text.organisation.name),
        Column("version", lambda one: one[0].last.version.number, Kind.NUMBER),
        Column("arrêtée le", lambda one: one[0].last.version.written_on, Kind.DAY),
        Column("en vigueur depuis le", lambda one: one[0].last.since, Kind.DAY),
        Column("état", lambda one: one[0].said),
        Column("organisation", lambda one: one[1].named.body.organisation.name),
        Column("instance", lambda one: one[1].named.body.name),
        Column("réponse", lambda one: one[1].word),
        Column("décision", lambda one: one[1].answer.decision.quoted if one[1].answer else ""),
        Column("motif du refus", lambda one: one[1].answer.reason if one[1].answer else ""),
        Column("empreinte", lambda one: one[0].last.version.digest),
    ),
)
