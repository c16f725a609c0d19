"""What is taken away from the text: a line for each clause and organisation, as `charter check` tells it."""

from kevread.common.tables import Column, Kind, Table

FINDINGS = Table(
    "constats",
    "Constats",
    (
        Column("règle", lambda row: row["rule"]),
        Column("clause", lambda row: row["clause"], Kind.NUMBER),
        Column("organisation", lambda row: row["organisation"]),
        Column("constat", lambda row: row["verdict"]),
        Column("raison", lambda row: row["reason"]),
        Column("gravité", lambda row: row["severity"]),
        Column("phrase", lambda row: row["sentence"]),
        Column("faits", lambda row: row["facts"]),
        Column("limite", lambda row: row["limit"]),
        Column("agir", lambda row: row["act"]),
    ),
)
