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
