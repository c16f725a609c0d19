"""The year of every body that somebody reads, on one screen or one sheet: organisation by organisation, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.rhythm.papers import BodyYear, Holidays, MonthOf, YearOf, YearSheet
from kevread.seats.models import Body
from kevread.ui.words import counted

from .calendar import Rhythm, rhythms
from .pauses import are_known, school_holidays, school_zone


@dataclass(frozen=True, slots=True)
class Year:
    """`groups`: each organisation with its bodies, the reader's own first; `holidays`: of schools, where they are known."""

    year: int
    groups: list[tuple[Organisation, list[Rhythm]]]
    holidays: list[Holidays]

    @property
    def every(self) -> list[Rhythm]:
        return [one for _, some in self.groups for one in some]


def year_of_circle(scale: Organisation, actor: Actor, year: int, on: date) -> Year:
    """An organisation and its members that the reader may read; at the head, the whole network. Bodies of which nothing is
    expected and that did not meet are left out. The number of queries does not grow."""
    day = min(on, date(year, 12, 31))
    circle = circle_of(scale, on, actor).everyone
    rows = Body.objects.on(day).filter(organisation__in=circle).exclude(kind=Body.Kind.TEAM)
    bodies = sorted(
        rows.select_related("organisation"),
        key=lambda body: (body.organisation_id != scale.pk, body.organisation.name, body.rank, body.name),
    )
    shown = [one for one in rhythms(bodies, year, day) if is_shown(one)]
    groups = [(owner, list(some)) for owner, some in groupby(shown, key=lambda one: one.body.organisation)]
    return Year(year, groups, holidays_of(year))


def is_shown(one: Rhythm) -> bool:
    return (
        one.tally.cadence.is_set or one.undecided or bool(one.tally.held or one.tally.planned or one.tally.seen.untold)
    )


def holidays_of(year: int) -> list[Holidays]:
    """The school holidays of a year, each once, from its first day in the year to its last."""
    if not are_known(year):
        return []
    found: list[Holidays] = []
    for day, name in sorted(school_holidays(date(year, 1, 1), date(year, 12, 31)).items()):
        if found and found[-1].name == name and found[-1].last == day - timedelta(days=1):
            found[-1] = Holidays(name=name, first=found[-1].first, last=day)
        else:
            found.append(Holidays(name=name, first=day, last=day))
    return found


def year_sheet(scale: Organisation, year: Year, on: date) -> YearSheet:
    """The same, on paper."""
    left = sum(one.to_plan for one in year.every)
    return YearSheet(
        letterhead=letterhead(scale, on),
        year=year.year,
        on=on,
        organisations=tuple(
            YearOf(organisation=owner.name, bodies=tuple(map(row, some))) for owner, some in year.groups
        ),
        holidays=tuple(year.holidays),
        zone=school_zone(),
        to_plan=counted(left, "réunion reste à planifier", "réunions restent à planifier") if left else "",
    )


def row(one: Rhythm) -> BodyYear:
    days: Sequence[date] = (*one.tally.seen.held, *one.tally.seen.planned)
    return BodyYear(
        body=one.body.name,
        months=tuple(
            MonthOf(state=state.value, meetings=sum(day.month == number for day in days))
            for number, state in enumerate(one.tally.months, start=1)
        ),
        counts=one.counts,
        to_plan=counted(one.to_plan, "date à proposer", "dates à proposer") if one.to_plan else "",
    )
