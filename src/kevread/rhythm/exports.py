"""What is taken away from the rhythm of a year: a line for each body, what it must hold and holds, month by month, of one
organisation or of all those that one reads; and a line for each organisation whose mandates end, with the assembly that
renews them."""

from datetime import date

from kevread.common.periods import MONTHS
from kevread.common.tables import Column, Kind, Table
from kevread.rhythm.queries.drawing import WORDS
from kevread.rhythm.queries.renewals import Renewal

OF_A_BODY = (
    Column("instance", lambda one: one.body.name),
    Column("rythme", lambda one: one.tally.cadence.words),
    Column("articles", lambda one: " ".join(one.rules)),
    Column("tenues", lambda one: one.tally.held, Kind.NUMBER),
    Column("planifiées", lambda one: one.tally.planned, Kind.NUMBER),
    Column("manquent", lambda one: one.tally.missing, Kind.NUMBER),
    Column("à planifier", lambda one: one.tally.to_plan, Kind.NUMBER),
    Column("en trop", lambda one: one.tally.too_many, Kind.NUMBER),
    *(
        Column(name, lambda one, place=place: WORDS[one.tally.months[place]])  # type: ignore[misc]
        for place, name in enumerate(MONTHS)
    ),
    Column("constat", lambda one: " ".join(one.sentences)),
)
RHYTHM = Table("rythme", "Rythme", OF_A_BODY)
YEAR = Table(
    "annee",
    "L’année de toutes les instances",
    (Column("organisation", lambda one: one.body.organisation.name), *OF_A_BODY),
)


def planned_on(one: Renewal) -> date | None:
    return one.planned.day if one.planned else None


def offered_on(one: Renewal) -> date | None:
    return one.offer.day if one.offer else None


RENEWALS = Table(
    "assemblees",
    "Assemblées à planifier",
    (
        Column("organisation", lambda one: one.organisation.name),
        Column("assemblée", lambda one: one.assembly.name if one.assembly else ""),
        Column("mandats qui finissent", lambda one: one.count, Kind.NUMBER),
        Column("suites préparées", lambda one: one.prepared, Kind.NUMBER),
        Column("premier mandat fini le", lambda one: one.by, Kind.DAY),
        Column("dernier mandat fini le", lambda one: one.last, Kind.DAY),
        Column("après", lambda one: ", ".join(other.name for other in one.after)),
        Column("planifiée le", planned_on, Kind.DAY),
        Column("jour proposé", offered_on, Kind.DAY),
    ),
)
