"""What people received, from every organisation of the network, beside what the law says of it. What is not known is said to
be."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.allowances.loader import Ceilings, Value, ceilings
from kevread.allowances.loader import on as value_on
from kevread.allowances.models import REGISTER, Allowance
from kevread.allowances.rules import month_of, months_between, part_of
from kevread.charter.models import Keeping
from kevread.charter.queries.limits import given_by_law
from kevread.common.actor import Actor
from kevread.common.periods import Period, add_months
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate

SHARE, CAP = "L6.14.wage_percent", "L6.15.ceilings"
BOARDS = (Body.Kind.BOARD, Body.Kind.BUREAU)
type ByMonth = Mapping[date, int]


def lumps(people: Collection[UUID], first: date, last: date, on: date) -> Mapping[UUID, ByMonth]:
    """What each received as a lump sum for each of these months, from every organisation of the network, as it stood that
    day. One query."""
    rows = Allowance.objects.standing_on(on).filter(
        kind=Allowance.Kind.LUMP, mandate__person__in=people, first__lte=last, last__gte=first
    )
    found: dict[UUID, Counter[date]] = {one: Counter() for one in people}
    for one in rows.select_related("mandate"):
        for month, cents in one.months.items():
            if first <= month <= last:
                found[one.mandate.person_id][month] += cents
    return found


def untold(people: Collection[UUID], first: date, last: date, on: date) -> Mapping[UUID, set[UUID]]:
    """For each, the organisations where they sat on the board or the bureau in these months, and that do not record what they
    pay since the first of them: what those paid is not known. Two queries."""
    seats = Mandate.objects.touching(Period(first, add_months(last, 1))).filter(
        person__in=people, seat__body__kind__in=BOARDS
    )
    places = set(seats.values_list("person_id", "seat__body__organisation_id"))
    keepings = Keeping.objects.on(on).filter(register=REGISTER, organisation__in={place for _, place in places})
    kept = {one.organisation_id for one in keepings if one.dates.start is None or one.dates.start <= first}
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person, place in places:
        if place not in kept:
            found[person].add(place)
    return found


def ceiling_of(month: date, percent: int, known: Ceilings) -> int | None:
    """What a month’s lump sums stay under, not to be a wage (L6.14); nothing where the minimum wage is not known."""
    wage = value_on(known.minimum_wage, month)
    return part_of(wage.cents, percent) if wage else None


def is_over(cents: int, ceiling: int | None) -> bool | None:
    """Whether a month is over; None where its ceiling is not known.

    >>> is_over(136_727, 136_727), is_over(136_728, 136_727), is_over(0, None), is_over(1, None)
    (False, True, False, None)
    """
    if ceiling is None:
        return None if cents else False
    return cents > ceiling


@dataclass(frozen=True, slots=True)
class Month:
    month: date
    cents: int
    ceiling: int | None

    @property
    def is_over(self) -> bool | None:
        return is_over(self.cents, self.ceiling)


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody received for a civil year: from the organisation of the page, from all of them; each month beside its
    ceiling; the most that the legal regime allows for the year; those who do not say what they pay."""

    person: UUID
    name: str
    titles: tuple[str, ...]
    lump_here: int
    expenses_here: int
    lump: int
    months: tuple[Month, ...]
    cap: int | None
    untold: tuple[str, ...]
    undecided: int

    @property
    def over(self) -> list[Month]:
        return [one for one in self.months if one.is_over]

    @property
    def elsewhere(self) -> int:
        return self.lump - self.lump_here

    @property
    def is_over_cap(self) -> bool:
        return self.cap is not None and self.lump > self.cap

    @property
    def ceiling(self) -> int | None:
        """That of the year: twelve months of it, of those that are known."""
        known = [one.ceiling for one in self.months if one.ceiling is not None]
        return sum(known) if len(known) == len(self.months) else None

    @property
    def word(self) -> str:
        if self.is_over_cap:
            return "Au-delà du régime légal"
        if self.over:
            return "Au-delà : une rémunération"
        if any(one.is_over is None for one in self.months):
            return "Plafond inconnu"
        return "Pas tout connu" if self.untold else "En deçà"


def shown(actor: Actor, organisation: Organisation, year: int, on: date) -> list[Allowance]:
    """What this person may read of what the organisation paid for months of this year, the last paid first. One query."""
    rows = Allowance.objects.visible_to(actor).filter(
        organisation=organisation, first__lte=date(year, 12, 1), last__gte=date(year, 1, 1), paid_on__lte=on
    )
    rows = rows.select_related("mandate__person", "mandate__seat__body", "decision__body", "organisation")
    return list(rows.order_by("-paid_on", "-pk"))


def mine(actor: Actor, year: int, on: date) -> list[Allowance]:
    """What this person received for months of this year, wherever. One query."""
    if actor.person is None:
        return []
    rows = Allowance.objects.filter(
        mandate__person=actor.person, first__lte=date(year, 12, 1), last__gte=date(year, 1, 1), paid_on__lte=on
    )
    rows = rows.select_related("mandate__person", "mandate__seat__body", "decision__body", "organisation")
    return list(rows.order_by("-paid_on", "-pk"))


@dataclass(slots=True)
class Sums:
    """What one organisation paid somebody for a year."""

    name: str
    titles: dict[str, None] = field(default_factory=dict)
    lump: int = 0
    expenses: int = 0
    undecided: int = 0


def received(rows: Iterable[Allowance], year: int, on: date) -> list[Received]:
    """What those whom these rows are about received for the year, by name. Six queries, whatever their number."""
    first, last = date(year, 1, 1), date(year, 12, 1)
    here: dict[UUID, Sums] = {}
    for row in rows:
        if row.undone_on is not None and row.undone_on <= on:
            continue
        sums = here.setdefault(row.mandate.person_id, Sums(str(row.mandate.person)))
        sums.titles[f"{row.mandate.seat.name}, {row.mandate.seat.body.name}"] = None
        cents = sum(cents for month, cents in row.months.items() if first <= month <= last)
        if row.kind == Allowance.Kind.LUMP:
            sums.lump += cents
            sums.undecided += not is_of_the_assembly(row.decision)
        else:
            sums.expenses += cents
    if not here:
        return []
    everywhere = lumps(here, first, last, on)
    unsaid = untold(here, first, min(last, month_of(on)), on)
    names = dict(
        Organisation.objects.filter(pk__in={key for keys in unsaid.values() for key in keys}).values_list("pk", "name")
    )
    percent, times, known = given_by_law(SHARE, on), given_by_law(CAP, on), ceilings()
    yearly = value_on(known.social_security, first)
    found = [
        Received(
            person,
            sums.name,
            tuple(sums.titles),
            sums.lump,
            sums.expenses,
            sum(everywhere[person].values()),
            tuple(
                Month(month, everywhere[person].get(month, 0), ceiling_of(month, percent, known))
                for month in months_between(first, last)
            ),
            yearly.cents * times if yearly else None,
            tuple(sorted(names[key] for key in unsaid.get(person, ()))),
            sums.undecided,
        )
        for person, sums in here.items()
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.person))


def is_of_the_assembly(decision: Decision | None) -> bool:
    """Whether it is a line that the assembly adopted."""
    return (
        decision is not None
        and decision.body.kind == Body.Kind.ASSEMBLY
        and decision.outcome == Decision.Outcome.ADOPTED
    )


def sums_known(on: date) -> tuple[Value | None, Value | None]:
    """The minimum wage and the ceiling of social security of a day, each with its source."""
    known = ceilings()
    return value_on(known.minimum_wage, on), value_on(known.social_security, on)


def mandates_at(organisation: Organisation, on: date) -> list[Mandate]:
    """The mandates for which something may be paid: on its board or its bureau, in force since two years ago. One query."""
    rows = Mandate.objects.touching(Period(date(on.year - 2, 1, 1), None)).filter(
        seat__body__organisation=organisation, seat__body__kind__in=BOARDS, period__startswith__lte=on
    )
    rows = rows.select_related("person", "seat__body")
    return list(rows.order_by("person__family_name", "person__given_name", "pk"))
