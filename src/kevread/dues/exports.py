"""What is taken away from dues."""

from kevread.common.tables import Column, Kind, Table
from kevread.dues.rules import euros

DUES = Table(
    "cotisations",
    "Cotisations",
    (
        Column("référence", lambda row: row.due.reference),
        Column("organisation", lambda row: row.due.affiliation.member.name),
        Column("année", lambda row: row.due.year, Kind.NUMBER),
        Column("tranche", lambda row: row.due.bracket.words),
        Column("au barème", lambda row: euros(row.due.by_tariff)),
        Column("demandé", lambda row: euros(row.due.cents)),
        Column("motif de l’écart", lambda row: row.due.reason),
        Column("échéance", lambda row: row.due.call.due_on, Kind.DAY),
        Column("reçu", lambda row: euros(row.paid)),
        Column("reste", lambda row: euros(row.left)),
        Column("trop reçu", lambda row: euros(row.over)),
        Column("état", lambda row: row.word),
        Column("demandé, en centimes", lambda row: row.due.cents, Kind.NUMBER),
        Column("reçu, en centimes", lambda row: row.paid, Kind.NUMBER),
    ),
)
