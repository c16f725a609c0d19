"""What is taken away from accounts."""

from kevread.common.tables import Column, Kind, Table
from kevread.ledgers.rules.money import euros

BALANCES = Table(
    "balance",
    "Balance",
    (
        Column("compte", lambda row: row.account),
        Column("intitulé", lambda row: row.label),
        Column("section du cabinet", lambda row: row.section),
        Column("lignes", lambda row: row.lines, Kind.NUMBER),
        Column("débit", lambda row: euros(row.debit)),
        Column("crédit", lambda row: euros(row.credit)),
        Column("solde", lambda row: euros(row.cents)),
        Column("débit, en centimes", lambda row: row.debit, Kind.NUMBER),
        Column("crédit, en centimes", lambda row: row.credit, Kind.NUMBER),
        Column("solde, en centimes", lambda row: row.cents, Kind.NUMBER),
    ),
)
