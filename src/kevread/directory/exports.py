"""What is taken away from the directory: organisations."""

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
