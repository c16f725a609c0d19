"""What is taken away from memberships."""

from kevread.common.tables import Column, Kind, Table
from kevread.seats.loader import college_named

ADMISSIONS = Table(
    "demandes-adhesion",
    "Demandes d’adhésion",
    (
        Column("organisation", lambda row: row.name),
        Column("reçue le", lambda row: row.received_on, Kind.DAY),
        Column("origine", lambda row: row.get_origin_display()),
        Column("forme juridique", lambda row: row.get_legal_form_display()),
        Column("SIREN", lambda row: row.siren),
        Column("RNA", lambda row: row.rna),
        Column("commune", lambda row: row.commune.name if row.commune else ""),
        Column("domaine", lambda row: row.activity),
        Column("échelle d’action", lambda row: row.get_reach_display() or row.get_said_reach_display()),
        Column("contact", lambda row: row.contact),
        Column("adresse", lambda row: row.email),
        Column("fait partie de l’ESS", lambda row: row.get_perimeter_display()),
        Column("ce qui le montre", lambda row: row.perimeter_note),
        Column("collège", lambda row: college_named(row.college)),
        Column("état", lambda row: row.get_state_display()),
        Column("close le", lambda row: row.closed_on, Kind.DAY),
        Column("motif", lambda row: row.reason),
    ),
)

MEMBERS = Table(
    "membres",
    "Registre des membres",
    (
        Column("organisation", lambda row: row.organisation.name),
        Column("forme juridique", lambda row: row.organisation.get_legal_form_display()),
        Column("SIREN", lambda row: row.organisation.siren),
        Column("RNA", lambda row: row.organisation.rna),
        Column("lieu", lambda row: row.organisation.locality),
        Column("collège", lambda row: college_named(row.affiliation.college)),
        Column("membre depuis", lambda row: row.affiliation.dates.start, Kind.DAY),
        Column("jusqu’au", lambda row: row.affiliation.dates.last, Kind.DAY),
        Column("état", lambda row: row.word),
        Column("représentant·es", lambda row: row.voters),
        Column("suppléant·es", lambda row: row.stand_ins),
    ),
)
ROLL = Table(
    "liste-electorale-des-membres",
    "Liste électorale",
    (
        Column("organisation", lambda row: row.organisation.name),
        Column("collège", lambda row: college_named(row.affiliation.college)),
        Column("représentant·es", lambda row: row.voters),
        Column("suppléant·es", lambda row: row.stand_ins),
    ),
)
