"""What the charter may ask of a body's year. A fact names a space of the head by its slug, or a kind of body of each
organisation.

`year`: « this », the civil year of the day, not over; or « last », the one before. A year that was not watched whole
proves nothing for the part that was not.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Literal, NamedTuple
from uuid import UUID

from kevread.common.facts import (
    GROUPING,
    HEAD,
    LOCAL,
    Facts,
    Item,
    Number,
    Organisations,
    fact,
    namer,
    span,
)
from kevread.common.parameters import Kind, Setting, Space
from kevread.common.periods import MONTHS
from kevread.common.words import listed
from kevread.decisions.queries.apart import decided_apart
from kevread.directory.facts_identity import of_each_head
from kevread.rhythm.queries import calendar
from kevread.rhythm.queries.calendar import Days, days_of, watched_since
from kevread.rhythm.rules.cadence import MONTHLY, Year, attainable, month_end, watched
from kevread.rhythm.rules.cadence import held_by_month as by_month
from kevread.seats.models import Body

EVERY_SCALE = (HEAD, GROUPING, LOCAL)
UNWATCHED = (
    "une partie de l’année, où ses réunions n’étaient pas suivies, ou ce que sont devenues des réunions passées, ou qui ont"
    " décidé sans être inscrites"
)

type Which = Literal["this", "last"]


def end_of_year(on: date, year: str = "this", **_: object) -> date:
    """What binds a year that is over is what was decided at its end."""
    return date(on.year - 1, 12, 31) if year == "last" else on


@namer("months")
def months(items: set[Item], on: date) -> Mapping[Item, str]:
    """« 2026-08 » → « août 2026 »."""
    return {item: f"{MONTHS[int(str(item)[5:]) - 1]} {str(item)[:4]}" for item in items}


class Place(NamedTuple):
    """A body, its days (those on which it decided without a meeting that is written are of those of which nobody said what
    became), the day on which it opened, and since when its organisation keeps the register of meetings."""

    organisation: UUID
    slug: str
    kind: str
    days: Days
    opened: date
    kept: date | None


def places(on: date, among: Organisations) -> list[Place]:
    """Every body that exists that day with its meetings of two years. Read once for all the facts of a day."""

    def read() -> list[Place]:
        kept = watched_since(among.ids, on)
        days = days_of(date(on.year - 1, 1, 1), date(on.year, 12, 31), **among.where("body__organisation"))
        for one in decided_apart(date(on.year - 1, 1, 1), on, among):
            of_it = days.get(one.body, Days())
            days[one.body] = replace(of_it, planned=of_it.planned | {one.day})  # maybe a meeting: nobody said
        bodies = Body.objects.on(on).filter(**among.where("organisation")).exclude(kind=Body.Kind.TEAM)
        return [
            Place(organisation, slug, kind, days.get(key, Days()), period.lower or date.min, kept.get(organisation))
            for key, organisation, slug, kind, period in bodies.values_list(
                "pk", "organisation_id", "slug", "kind", "period"
            )
        ]

    return among.once("rhythm.places", read)


class Seen(NamedTuple):
    """The year of a body, and since when the register of its meetings is kept. Nothing is asked of it before it opened."""

    year: Year
    kept: date | None

    @property
    def is_open(self) -> bool:
        return self.year.since is not None

    def is_kept(self, first: date) -> bool:
        """From that day on, or from the one on which the body opened."""
        return self.kept is not None and self.year.since is not None and self.kept <= max(first, self.year.since)

    def spanned(self, least: int, first: date | None = None, untold: int = 0) -> Number:
        """So many meetings from that day on (the first of the year), and as many more as nobody knows where the register was
        not kept; where it was, those of which nobody said what became."""
        return span(least, untold if self.is_kept(first or date(self.year.year, 1, 1)) else None)

    def reached(self, parts: int) -> Number:
        """The meetings held or planned, and as many more as the parts of the year to come may hold; nobody knows how many
        where the register was not kept, or where the body is not open."""
        there, most = len(self.year.held) + len(self.year.planned), attainable(self.year, parts) + len(self.year.untold)
        return span(there, max(0, most - there) if self.is_kept(date(self.year.year, 1, 1)) else None)


def seen(on: date, among: Organisations, space: str, kind: str, year: str) -> dict[UUID, Seen]:
    """The year of the body of each organisation that this names. Of a space that is not open, nothing is known."""
    number = on.year - (year == "last")
    day = end_of_year(on, year)
    nothing = Seen(Days().seen(number, day, None), None)
    found = dict.fromkeys(of_each_head(on, among, 0), nothing) if space else {}
    for place in places(on, among):
        if (space and place.slug == space) or (kind and place.kind == kind):
            found[place.organisation] = Seen(place.days.seen(number, day, place.opened), place.kept)
    return found


@fact(
    about=EVERY_SCALE,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="meetings",
    settled=end_of_year,
    either=("space", "kind"),
    lacks=f"des réunions tenues ou planifiées, ou {UNWATCHED}",
)
def attainable_meetings(
    on: date, among: Organisations, space: Space = "", kind: Kind = "", year: Which = "this", parts: int = MONTHLY
) -> Facts:
    """Meetings that the year counts, held or planned; and as many more as it may still, one in each part to come, which nobody
    planned, and of which nothing is known (R4.8, R4.11, R4.14, R4.21, R4.24, R4.27, R4.36, R4.39). Once the year is over:
    those held. Of what the register did not follow, nothing is known but what is written."""
    found = seen(on, among, space, kind, year)
    return {key: one.reached(parts) for key, one in found.items()}


@fact(
    about=EVERY_SCALE,
    register="meetings",
    reads=(("decisions", "self"),),
    unit="meetings",
    settled=end_of_year,
    either=("space", "kind"),
    lacks=UNWATCHED,
)
def held_or_planned(on: date, among: Organisations, space: Space = "", kind: Kind = "", year: Which = "this") -> Facts:
    """Meetings of the civil year, held and planned (R4.11, R4.21, R4.24, R4.27, R4.36, R4.39); of one that is over, held. Of
    those whose day is past and of which nobody said what became, nothing is known."""
    found = seen(on, among, space, kind, year)
    return {
        key: one.spanned(len(one.year.held) + len(one.year.planned), untold=len(one.year.untold))
        for key, one in found.items()
    }


def months_aside(
    on: date, among: Organisations, months_off: Setting, year: Which = "this", **_: object
) -> Mapping[UUID, str]:
    """« , en laissant de côté août 2025 » : the months that the year allowed not to meet. Nothing when there is none."""
    number = on.year - (year == "last")
    over = [
        month for month in calendar.months_off(months_off, number) if month_end(number, month) <= end_of_year(on, year)
    ]
    said = listed(f"{MONTHS[month - 1]} {number}" for month in sorted(over))
    return dict.fromkeys(of_each_head(on, among, 0), f", en laissant de côté {said}") if over else {}


@fact(
    about=HEAD,
    register="meetings",
    reads=(("decisions", "self"),),
    items="months",
    unit="meetings",
    settled=end_of_year,
    aside=months_aside,
    lacks="un mois écoulé, ou une partie de l’année où ses réunions n’étaient pas suivies",
)
def held_by_month(
    on: date, among: Organisations, space: Space, months_off: Setting = "", year: Which = "this"
) -> Facts:
    """For each month of the year that is over, the meetings held (R4.17). `months_off` is the setting that names the
    months without a meeting; they are left aside, as those before the space opened. Of a month that the register did not
    follow, nothing is known but what is written."""
    found: dict[UUID, dict[Item, Number]] = {}
    for key, one in seen(on, among, space, "", year).items():
        number = one.year.year
        off = among.once(f"{months_off}.{number}", partial(calendar.months_off, months_off, number))
        months = by_month(one.year if one.is_open else watched(one.year), off)
        found[key] = {
            f"{number}-{month:02}": one.spanned(held, date(number, month, 1)) for month, held in months.items()
        }
    return found
