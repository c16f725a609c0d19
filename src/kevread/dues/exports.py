"""What is taken away from dues."""

from kevread.common.tables import Column, Kind, Table

DUES = Table(
    "cotisations",
    "Cotisations",
    (
        Column("référence", lambda row: row.due.reference),
        Column("organisation", lambda row: row.due.affiliation.member.name),
        Column("année", lambda row: row.due.year, Kind.NUMBER),
        Column("tranche", lambda row: row.due.bracket.words),
        Column("au barème", lambda row: row.due.by_tariff, Kind.EUROS),
        Column("demandé", lambda row: row.due.cents, Kind.EUROS),
        Column("motif de l’écart", lambda row: row.due.reason),
        Column("échéance", lambda row: row.due.call.due_on, Kind.DAY),
        Column("reçu", lambda row: row.paid, Kind.EUROS),
        Column("reste", lambda row: row.left, Kind.EUROS),
        Column("trop reçu", lambda row: row.over, Kind.EUROS),
        Column("état", lambda row: row.word),
    ),
)

RECEIPTS = Table(
    "recus-fiscaux",
    "Reçus fiscaux",
    (
        Column("numéro", lambda row: row.number, Kind.NUMBER),
        Column("organisation", lambda row: row.payment.due.affiliation.member.name),
        Column("cotisation", lambda row: row.payment.due.reference),
        Column("montant", lambda row: row.cents, Kind.EUROS),
        Column("versé le", lambda row: row.payment.paid_on, Kind.DAY),
        Column("moyen", lambda row: row.payment.get_means_display()),
        Column("fait le", lambda row: row.issued_on, Kind.DAY),
        Column("annulé le", lambda row: row.undone_on, Kind.DAY),
        Column("pourquoi", lambda row: row.undone_because),
    ),
)
