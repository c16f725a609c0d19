"""What is taken away from the rhythm of a year: a line for each body, what it must hold and holds, month by month."""

from kevread.common.periods import MONTHS
from kevread.common.tables import Column, Kind, Table
from kevread.rhythm.queries.drawing import WORDS

RHYTHM = Table(
    "rythme",
    "Rythme",
    (
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
    ),
)
