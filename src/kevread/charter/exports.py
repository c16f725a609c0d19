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
REGISTERS = Table(
    "registres",
    "Registres tenus",
    (
        Column("registre", lambda row: row[0]),
        Column("tenu depuis le", lambda row: row[1].dates.start if row[1] else None, Kind.DAY),
        Column("jusqu’au", lambda row: row[1].dates.last if row[1] else None, Kind.DAY),
    ),
)
