"""What is taken away of filings."""

from kevread.common.tables import Column, Kind, Table

FILINGS = Table(
    "formalites",
    "Formalités",
    (
        Column("organisation", lambda one: one[0].organisation.name),
        Column("changement", lambda one: one[0].kind.label),
        Column("formulaire", lambda one: one[0].kind.form),
        Column("ce qui change", lambda one: " ; ".join(thing.said for thing in one[0].things)),
        Column("le", lambda one: one[0].happened_on, Kind.DAY),
        Column("à déclarer avant le", lambda one: one[0].by, Kind.DAY),
        Column("état", lambda one: one[1]),
        Column("déclaré le", lambda one: one[2], Kind.DAY),
    ),
)
