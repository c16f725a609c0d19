"""What is taken away from agreements."""

from kevread.common.tables import Column, Kind, Table

AGREEMENTS = Table(
    "conventions",
    "Conventions",
    (
        Column("titre", lambda row: row.agreement.title),
        Column("nature", lambda row: row.kind),
        Column("parties", lambda row: row.between()),
        Column("état", lambda row: row.word),
        Column("signature contestée", lambda row: "oui" if row.contested else "non"),
        Column("signée le", lambda row: row.signed_on, Kind.DAY),
        Column("prend effet le", lambda row: row.first.starts_on, Kind.DAY),
        Column("dernier jour", lambda row: row.term, Kind.DAY),
        Column("préavis avant le", lambda row: row.notice_by, Kind.DAY),
        Column("reconduite le", lambda row: row.goes_on_from, Kind.DAY),
        Column("préavis, en mois", lambda row: row.instrument.notice_months, Kind.NUMBER),
        Column("forme du préavis", lambda row: row.instrument.get_notice_means_display()),
        Column("modèle du", lambda row: None if row.first.origin == "paper" else row.first.model_since, Kind.DAY),
        Column("origine", lambda row: row.first.get_origin_display()),
    ),
)
