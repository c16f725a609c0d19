"""What is taken away from what an organisation keeps: a document a line, at its last version; a signature asked a line."""

from kevread.common.tables import Column, Kind, Table

DOCUMENTS = Table(
    "documents",
    "Documents",
    (
        Column("document", lambda row: row.document.title),
        Column("nature", lambda row: row.document.get_kind_display()),
        Column("version", lambda row: row.version.number, Kind.NUMBER),
        Column("du", lambda row: row.version.made_at, Kind.MOMENT),
        Column("signatures", lambda row: row.signed, Kind.NUMBER),
        Column("signatures attendues", lambda row: row.asked, Kind.NUMBER),
        Column("effacé le", lambda row: row.removal and row.removal.erased_on, Kind.DAY),
    ),
)

PAST = Table(
    "terme-passe",
    "Durée passée",
    (
        Column("document", lambda row: row.term.document.title),
        Column("nature", lambda row: row.term.document.get_kind_display()),
        Column("gardé comme", lambda row: row.term.keeping.label),
        Column("combien de temps", lambda row: row.term.keeping.long),
        Column("depuis le", lambda row: row.term.since, Kind.DAY),
        Column("jusqu’au", lambda row: row.term.until, Kind.DAY),
        Column("ce qui le tient encore", lambda row: row.why),
    ),
)

CIRCLES = Table(
    "signatures-demandees",
    "Signatures demandées",
    (
        Column("document", lambda row: row.circle.version.document.title),
        Column("version", lambda row: row.circle.version.number, Kind.NUMBER),
        Column("demandé le", lambda row: row.circle.opened_at, Kind.MOMENT),
        Column("par", lambda row: str(row.circle.asked_by)),
        Column("acte", lambda row: row.circle.act_in_words),
        Column("montant", lambda row: row.circle.engages),
        Column("tour", lambda row: row.standing.asked.rank, Kind.NUMBER),
        Column("signataire", lambda row: str(row.standing.asked.person)),
        Column("qualité", lambda row: row.standing.asked.quality),
        Column("au nom de", lambda row: row.organisation),
        Column("où cela en est", lambda row: row.said),
        Column("signé le", lambda row: row.standing.signature and row.standing.signature.signed_at, Kind.MOMENT),
        Column("courriels", lambda row: len(row.standing.letters), Kind.NUMBER),
        Column("motif", lambda row: row.reason),
    ),
)
