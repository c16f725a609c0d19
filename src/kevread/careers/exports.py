"""What is taken away of plans, of dates and of headcounts: never who is trained."""

from kevread.common.tables import Column, Kind, Table

TRAININGS = Table(
    "formations",
    "Formations du plan",
    (
        Column("année", lambda one: one.plan.year, Kind.NUMBER),
        Column("formation", lambda one: one.title),
        Column("personnes", lambda one: one.people, Kind.NUMBER),
        Column("heures par personne", lambda one: one.hours, Kind.NUMBER),
        Column("coût prévu", lambda one: one.cost, Kind.EUROS),
        Column("issue", lambda one: one.get_outcome_display() or "à suivre"),
        Column("le", lambda one: one.closed_on, Kind.DAY),
        Column("personnes formées", lambda one: one.trained, Kind.NUMBER),
        Column("coût", lambda one: one.spent, Kind.EUROS),
        Column("précision", lambda one: one.note),
    ),
)
OCCASIONS = Table(
    "dialogue-social",
    "Dialogue social",
    (
        Column("organisation", lambda one: one.organisation.name),
        Column("nature", lambda one: one.get_kind_display()),
        Column("objet", lambda one: one.subject),
        Column("prévu le", lambda one: one.planned_on, Kind.DAY),
        Column("tenu le", lambda one: one.held_on, Kind.DAY),
        Column("ce qui en est sorti", lambda one: one.result),
    ),
)
HEADCOUNTS = Table(
    "effectif",
    "Effectif au sens de la loi",
    (
        Column("employeur", lambda one: one.name),
        Column("effectif", lambda one: round(one.people, 2), Kind.NUMBER),
        Column("contrats dont le temps n’est pas écrit", lambda one: one.count.unknown, Kind.NUMBER),
        Column("seuils atteints", lambda one: " ; ".join(f"{each.people} : {each.brings}" for each in one.reached)),
    ),
)
HANDED_OVER = Table(
    "passation",
    "Passation",
    (
        Column("nature", lambda one: one.heading),
        Column("ce qui passe", lambda one: one.row.what),
        Column("à qui", lambda one: str(one.row.to or "")),
        Column("où cela en est", lambda one: one.state),
        Column("accepté le", lambda one: one.row.agreed_on, Kind.DAY),
    ),
)
# One line for each step of each person: who accompanies, when it was done.
PATHWAYS = Table(
    "parcours",
    "Parcours d’administrateur·rice",
    (
        Column("personne", lambda row: str(row[0].person)),
        Column("siège", lambda row: row[0].mandate.seat.name),
        Column("au nom de", lambda row: row[0].mandate.represents.name if row[0].mandate.represents else ""),
        Column("depuis le", lambda row: row[0].mandate.period.lower, Kind.DAY),
        Column("temps", lambda row: row[1].part),
        Column("étape", lambda row: row[1].step.label),
        Column("d’ici le", lambda row: row[1].by, Kind.DAY),
        Column("qui accompagne", lambda row: str(row[1].row.companion or "") if row[1].row else ""),
        Column("faite le", lambda row: row[1].row.done_on if row[1].row else None, Kind.DAY),
    ),
)
