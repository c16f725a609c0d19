"""What meetings see happen."""

from collections.abc import Collection
from datetime import date

from kevread.common.witness import Asked, Happened, Saw
from kevread.meetings.queries.held import held_of
from kevread.meetings.queries.naming import known_as


def meetings_held(asked: Collection[Asked], on: date) -> Saw:
    held = held_of((one.body for one in asked), on)
    return {
        one: [Happened(row.day, known_as(row), row.pk) for row in held[one.body]] for one in asked if one.body in held
    }
