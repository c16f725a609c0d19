"""What is taken away of staff: the posts, that those within read; the register of staff, in its two parts, that the employer’s
line reads."""

from kevread.common.tables import Column, Kind, Table
from kevread.staff.loader import framework

POSTS = Table(
    "postes",
    "Postes et affectations",
    (
        Column("employeur", lambda row: row[2].name),
        Column("poste", lambda row: row[0].name),
        Column("fonction", lambda row: row[0].function),
        Column("nature", lambda row: "au service d’un pôle" if row[0].is_territorial else "mutualisé"),
        Column("axe", lambda row: row[0].axis),
        Column("mission principale", lambda row: row[0].main_mission),
        Column("autres missions", lambda row: " ; ".join(row[0].missions)),
        Column("part du poste, en pour cent", lambda row: row[0].sheet.share if row[0].sheet else None, Kind.NUMBER),
        Column("personne", lambda row: row[1].person if row[1] else ""),
        Column("au service de", lambda row: row[1].local.name if row[1] and row[1].local else ""),
        Column("spécialité", lambda row: row[1].speciality if row[1] else ""),
        Column("territoires de référence", lambda row: ", ".join(row[1].zones) if row[1] else ""),
        Column("part d’un temps plein, en pour cent", lambda row: row[1].share if row[1] else None, Kind.NUMBER),
    ),
)

# In the order and the words of the labour code (L1221-13, D1221-23).
REGISTER = Table(
    "registre-du-personnel",
    "Registre unique du personnel",
    (
        Column("nom", lambda row: row.family_name),
        Column("prénom", lambda row: row.given_name),
        Column("nationalité", lambda row: row.entry.nationality),
        Column("date de naissance", lambda row: row.entry.born_on, Kind.DAY),
        Column("sexe", lambda row: row.entry.sex),
        Column("emploi", lambda row: row.entry.occupation),
        Column("qualification", lambda row: row.entry.qualification),
        Column("date d’entrée", lambda row: row.entry.entered_on, Kind.DAY),
        Column("date de sortie", lambda row: row.entry.left_on, Kind.DAY),
        Column("titre de travail", lambda row: row.entry.permit),
        Column("autorisation", lambda row: row.entry.authorised),
        Column("mentions", lambda row: row.entry.notes),
        Column("convention collective", lambda row: called(row.agreement)),
        Column("signé par", lambda row: row.signatory),
        Column("rectification", lambda row: "Annulé : erreur de saisie" if row.entry.is_annulled else ""),
    ),
)

# Its part for those who are there by no contract of employment, in the order in which they came (D1221-23-1).
HOSTED = Table(
    "stagiaires-et-volontaires",
    "Stagiaires et volontaires",
    (
        Column("nom", lambda one: one.family_name),
        Column("prénom", lambda one: one.given_name),
        Column("nature", lambda one: one.get_kind_display()),
        Column("premier jour", lambda one: one.dates.start, Kind.DAY),
        Column("dernier jour", lambda one: one.dates.last, Kind.DAY),
        Column("tuteur·rice", lambda one: str(one.tutor)),
        Column("lieu de présence", lambda one: one.place),
        Column("rectification", lambda one: one.get_end_reason_display()),
    ),
)


def called(agreement: str) -> str:
    known = framework().agreements.get(agreement)
    return f"{known.label} (IDCC {known.idcc})" if known else agreement
