"""What is taken away from the register of delegations."""

from kevread.common.tables import Column, Kind, Table

DEALINGS = Table(
    "conventions-dirigeants",
    "Conventions avec qui dirige",
    (
        Column("personne", lambda row: row.officer),
        Column("fonction", lambda row: row.function),
        Column("avec qui", lambda row: row.counterpart),
        Column("objet", lambda row: row.subject),
        Column("montant", lambda row: row.cents, Kind.EUROS),
        Column("conclue le", lambda row: row.concluded_on, Kind.DAY),
        Column("dite à l’assemblée le", lambda row: row.reported_on, Kind.DAY),
        Column("annulée", lambda row: row.undone_because),
    ),
)
GRANTS = Table(
    "delegations",
    "Délégations",
    (
        Column("organisation", lambda row: row.grant.organisation.name),
        Column("nature", lambda row: row.grant.get_nature_display()),
        Column("délégataire", lambda row: row.grant.holder),
        Column("poste", lambda row: row.grant.post.seat.name),
        Column("donnée par", lambda row: row.grant.given_by),
        Column("ce qui est confié", lambda row: " ; ".join(row.acts)),
        Column("ce qui en est exclu", lambda row: row.grant.limits),
        Column("subdélégation", lambda row: "oui" if row.grant.further else "non"),
        Column("premier jour", lambda row: row.grant.dates.start, Kind.DAY),
        Column("dernier jour", lambda row: row.grant.dates.last, Kind.DAY),
        Column("acceptée le", lambda row: row.grant.accepted_on, Kind.DAY),
        Column("état", lambda row: row.state),
        Column("pourquoi", lambda row: row.flaw),
    ),
)
