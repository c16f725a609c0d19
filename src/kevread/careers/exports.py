"""What is taken away of plans, of dates and of headcounts: never who is trained."""

from collections.abc import Callable
from dataclasses import replace

from kevread.careers.loader import careers
from kevread.careers.queries.payroll import Month
from kevread.careers.rules.payroll import VARIABLES
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


def salary_of(one: Month) -> int | None:
    return None if one.terms is None else one.terms.salary


# What each variable reads of a month, and its kind.
READS: dict[str, tuple[Callable[[Month], object], Kind]] = {
    "family_name": (lambda one: one.contract.person.family_name, Kind.TEXT),
    "given_name": (lambda one: one.contract.person.given_name, Kind.TEXT),
    "occupation": (lambda one: one.contract.occupation, Kind.TEXT),
    "kind": (lambda one: one.contract.get_kind_display(), Kind.TEXT),
    "month": (lambda one: f"{one.first:%Y-%m}", Kind.TEXT),
    "entered_on": (lambda one: one.entered_on, Kind.DAY),
    "left_on": (lambda one: one.left_on, Kind.DAY),
    "left_because": (lambda one: one.contract.get_end_reason_display() if one.left_on else "", Kind.TEXT),
    "changed_on": (lambda one: one.changed_on, Kind.DAY),
    "share": (lambda one: one.terms.share if one.terms else None, Kind.NUMBER),
    "group": (lambda one: one.terms.group if one.terms else "", Kind.TEXT),
    "coefficient": (lambda one: one.terms.coefficient if one.terms else None, Kind.NUMBER),
    "points": (lambda one: one.terms.points if one.terms else None, Kind.NUMBER),
    "salary": (salary_of, Kind.EUROS),
    "leave_days": (lambda one: one.leave_days, Kind.NUMBER),
    "leave_spans": (lambda one: one.spans, Kind.TEXT),
    "remote_days": (lambda one: one.remote_days, Kind.NUMBER),
    "expenses": (lambda one: one.expenses or None, Kind.EUROS),
}


PAYROLL = Table(
    "variables-de-paie",
    "Variables de paie",
    tuple(Column(VARIABLES[code], *reads) for code, reads in READS.items()),
)


def payroll_table() -> Table:
    """The columns that the federation asks for, in its order; all of them where it asks for none."""
    asked = careers().payroll
    columns = tuple(Column(one.header or VARIABLES[one.value], *READS[one.value]) for one in asked)
    return replace(PAYROLL, columns=columns) if asked else PAYROLL
