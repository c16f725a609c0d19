"""What sittings see happen: minutes that are signed, those of an organisation who come."""

from collections.abc import Collection
from datetime import date

from kevread.common.witness import Asked, Happened, Saw
from kevread.meetings.queries.held import held_of
from kevread.meetings.queries.naming import known_as
from kevread.seats.models import Mandate
from kevread.sittings.queries.coming import teams_there
from kevread.sittings.queries.signed import signed_days


def minutes_signed(asked: Collection[Asked], on: date) -> Saw:
    """The minutes of meetings of a body, on the day when the last of those asked had signed them."""
    held = held_of((one.body for one in asked), on)
    days = {key: day for key, day in signed_days(row.pk for rows in held.values() for row in rows).items() if day <= on}
    return {
        one: sorted(Happened(days[row.pk], known_as(row), row.pk) for row in held[one.body] if row.pk in days)
        for one in asked
        if one.body in held
    }


def team_came(asked: Collection[Asked], on: date) -> Saw:
    """The meetings of a body to which somebody came who was then in the team of the organisation. Two queries at most."""
    held = held_of((one.body for one in asked), on)
    there = teams_there([row.pk for rows in held.values() for row in rows], Mandate.objects.all())
    return {
        one: [
            Happened(row.day, known_as(row), row.pk)
            for row in held[one.body]
            if one.organisation in there.get(row.pk, ())
        ]
        for one in asked
        if one.body in held
    }
