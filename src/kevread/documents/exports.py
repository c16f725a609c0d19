"""What is taken away from what an organisation keeps: a document a line, at its last version."""

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
    ),
)
