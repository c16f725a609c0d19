"""What the charter may ask of a body's year. A fact names a space of the head by its slug, or a kind of body of each
organisation.

`year`: « this », the civil year of the day, not over; or « last », the one before. A year that was not watched whole
proves nothing for the part that was not (see `rules.cadence`).
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

from kevread.common.facts import GROUPING, HEAD, LOCAL, Facts, Item, Organisations, fact, namer
from kevread.common.parameters import Kind, Setting, Space
from kevread.common.periods import MONTHS, Period
from kevread.directory.facts import of_each_head
from kevread.rhythm.queries import calendar
from kevread.rhythm.queries.calendar import Days, days_of, since_of, watched_since
from kevread.rhythm.rules.cadence import MONTHLY, Year, attainable
from kevread.rhythm.rules.cadence import held_by_month as by_month
from kevread.seats.models import Body

EVERY_SCALE = (HEAD, GROUPING, LOCAL)

type Which = Literal["this", "last"]


def end_of_year(on: date, year: str = "this", **_: object) -> date:
    """What binds a year that is over is what was decided at its end."""
    return date(on.year - 1, 12, 31) if year == "last" else on


@namer("months")
def months(items: set[Item], on: date) -> Mapping[Item, str]:
    """« 2026-08 » → « août 2026 »."""
    return {item: f"{MONTHS[int(str(item)[5:]) - 1]} {str(item)[:4]}" for item in items}


class Place(NamedTuple):
    """A body, its days, and since when it is watched."""

    organisation: UUID
    slug: str
    kind: str
    days: Days
    since: date | None


def places(on: date, among: Organisations) -> list[Place]:
    """Every body that exists that day with its meetings of two years. Read once for all the facts of a day."""

    def read() -> list[Place]:
        kept = watched_since(among.ids, on)
        days = days_of(date(on.year - 1, 1, 1), date(on.year, 12, 31), **among.where("body__organisation"))
        bodies = Body.objects.on(on).filter(**among.where("organisation")).exclude(kind=Body.Kind.TEAM)
        return [
            Place(
                organisation, slug, kind, days.get(key, Days()), since_of(Period.of(period), kept.get(organisation), on)
            )
            for key, organisation, slug, kind, period in bodies.values_list(
                "pk", "organisation_id", "slug", "kind", "period"
            )
        ]

    return among.once("rhythm.places", read)


def seen(on: date, among: Organisations, space: str, kind: str, year: str) -> dict[UUID, Year]:
    """The year of the body of each organisation that this names. A space that is not open was never watched."""
    number = on.year - (year == "last")
    day = end_of_year(on, year)
    nothing = Days().seen(number, day, None)
    found = dict.fromkeys(of_each_head(on, among, 0), nothing) if space else {}
    for place in places(on, among):
        if (space and place.slug == space) or (kind and place.kind == kind):
            found[place.organisation] = place.days.seen(number, day, place.since)
    return found


@fact(about=EVERY_SCALE, register="meetings", unit="meetings", settled=end_of_year, either=("space", "kind"))
def attainable_meetings(
    on: date, among: Organisations, space: Space = "", kind: Kind = "", year: Which = "this", parts: int = MONTHLY
) -> Facts:
    """Meetings that the year may still count: held, and one in each part of the year to come, or more when more are
    planned (R4.8, R4.11, R4.14, R4.21, R4.24, R4.27, R4.36, R4.39). Once the year is over: those held."""
    return {key: attainable(one, parts) for key, one in seen(on, among, space, kind, year).items()}


@fact(about=EVERY_SCALE, register="meetings", unit="meetings", either=("space", "kind"))
def held_or_planned(on: date, among: Organisations, space: Space = "", kind: Kind = "") -> Facts:
    """Meetings of the civil year, held and planned (R4.11, R4.21, R4.24, R4.27, R4.36, R4.39)."""
    return {key: len(one.held) + len(one.planned) for key, one in seen(on, among, space, kind, "this").items()}


@fact(about=HEAD, register="meetings", items="months", unit="meetings", settled=end_of_year)
def held_by_month(
    on: date, among: Organisations, space: Space, months_off: Setting = "", year: Which = "this"
) -> Facts:
    """For each month of the year that is over, the meetings held (R4.17). `months_off` is the setting that names the
    months without a meeting; they are left aside."""
    found: dict[UUID, dict[Item, int]] = {}
    for key, one in seen(on, among, space, "", year).items():
        off = among.once(f"{months_off}.{one.year}", partial(calendar.months_off, months_off, one.year))
        found[key] = {f"{one.year}-{month:02}": held for month, held in by_month(one, off).items()}
    return found
