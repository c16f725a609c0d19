"""What is taken away of allowances."""

from kevread.common.tables import Column, Kind, Table

ALLOWANCES = Table(
    "indemnites",
    "Indemnités",
    (
        Column("personne", lambda one: str(one.mandate.person)),
        Column("mandat", lambda one: f"{one.mandate.seat.name}, {one.mandate.seat.body.name}"),
        Column("nature", lambda one: one.get_kind_display()),
        Column("premier mois", lambda one: one.first, Kind.DAY),
        Column("dernier mois", lambda one: one.last, Kind.DAY),
        Column("montant", lambda one: one.cents, Kind.EUROS),
        Column("versé le", lambda one: one.paid_on, Kind.DAY),
        Column("décision", lambda one: one.decision.quoted if one.decision else ""),
        Column("justificatifs", lambda one: one.evidence),
        Column("annulé le", lambda one: one.undone_on, Kind.DAY),
    ),
)
