"""What is taken away from a vote by name: who voted what, and by whose hand."""

from kevread.common.tables import Column, Table

NAMED = Table(
    "votes",
    "Votes",
    (
        Column("qui", lambda row: row[0]),
        Column("vote", lambda row: row[2]),
        Column("par pouvoir", lambda row: row[1]),
    ),
)
