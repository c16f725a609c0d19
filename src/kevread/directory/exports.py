"""What is taken away from the directory: organisations, and the land in a territory."""

from kevread.common.tables import Column, Kind, Table

ORGANISATIONS = Table(
    "organisations",
    "Organisations",
    (
        Column("nom", lambda row: row.organisation.name),
        Column("échelle", lambda row: row.organisation.get_scale_display()),
        Column("forme juridique", lambda row: row.organisation.get_legal_form_display()),
        Column("SIREN", lambda row: row.organisation.siren),
        Column("SIRET du siège", lambda row: row.organisation.siret),
        Column("RNA", lambda row: row.organisation.rna),
        Column("lieu", lambda row: row.organisation.locality),
        Column("échelle d’action", lambda row: row.organisation.get_reach_display()),
        Column("qualités", lambda row: ", ".join(one.get_kind_display() for one in row.capacities)),
        Column("collège", lambda row: row.affiliation.college if row.affiliation else ""),
        Column("adhère depuis", lambda row: row.affiliation.dates.start if row.affiliation else None, Kind.DAY),
        Column("adhère jusqu’au", lambda row: row.affiliation.dates.last if row.affiliation else None, Kind.DAY),
    ),
)

LISTED = Table(
    "annuaire",
    "Annuaire",
    (
        Column("nom", lambda row: row.organisation.name),
        Column("famille", lambda row: row.organisation.get_legal_form_display()),
        Column("domaine", lambda row: row.activity),
        Column("commune", lambda row: row.commune),
    ),
)

OF_A_ZONE = (
    Column("nom", lambda row: row.zone.name),
    Column("code", lambda row: row.zone.code),
    Column("qui l’a", lambda row: row.coverage.organisation.name if row.coverage else ""),
    Column("comment on le sait", lambda row: row.coverage.get_certainty_display() if row.coverage else ""),
    Column("habitant·es", lambda row: row.place.population, Kind.NUMBER),
    Column("communes", lambda row: row.place.communes, Kind.NUMBER),
    Column("km²", lambda row: None if row.place.km2 is None else float(row.place.km2), Kind.NUMBER),
)
LAND = Table("territoire", "Territoire", OF_A_ZONE)
INSIDE = Table("ce-qui-s-y-trouve", "Ce qui se trouve ici", OF_A_ZONE)
