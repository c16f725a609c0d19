"""What is left of each funding at the end of each year, and what of it is a dedicated fund."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, Sum

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.finance.models import Funding, Instalment, Report, Spending
from kevread.finance.rules import FundYear, fund_years, share_spent
from kevread.ledgers.models import Balance, Book

from .closings import Closings, closings

Earmarked = Funding.Earmarked
ACCOUNTS = (
    "194",
    "195",
)  # dedicated funds on grants, on contributions of others: what the public gives is no funding here


def closed_years(funding: Funding, on: date) -> list[date]:
    """The ends of the fiscal years of who receives it, closed by then, from its first day or its notification; none where
    nobody says when they close. One query."""
    told = closings(on, [funding.organisation_id]).get(funding.organisation_id)
    return [] if told is None else ends_of(funding, told, on)


def ends_of(funding: Funding, told: Closings, on: date) -> list[date]:
    start = funding.dates.start
    assert start is not None
    first, last = min(start, funding.notified_on), told.before(on)
    return [end for end in told.between(first, last) if end <= last]


def years_of(fundings: Sequence[Funding], told: Closings, on: date) -> Mapping[UUID, list[FundYear]]:
    """Of each, year by year. Two queries, whatever their number."""
    keys = [one.pk for one in fundings]
    received: dict[UUID, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    came = Instalment.objects.filter(funding__in=keys, received_on__lte=on)
    for key, day, cents in came.values_list("funding", "received_on", "received"):
        assert day is not None
        received[key][told.after(day)] += cents or 0
    spent: dict[UUID, dict[date, int]] = defaultdict(dict)
    for one in Spending.objects.standing().filter(funding__in=keys):
        spent[one.funding_id][one.closed_on] = one.cents
    found = {}
    for row in fundings:
        ends = ends_of(row, told, on)
        start, last = row.dates.start, row.dates.last
        assert start is not None and last is not None
        touched = {end for end in ends if told.after(start) <= end <= told.after(last)}
        found[row.pk] = fund_years(ends, received[row.pk], spent[row.pk], touched)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A funding given for a defined project, or of which nobody says whether it is, over a year."""

    funding: Funding
    year: FundYear

    @property
    def counts(self) -> bool:
        """Whether it is a dedicated fund: somebody read that it is for a defined project."""
        return self.funding.earmarked == Earmarked.YES

    @property
    def is_over(self) -> bool:
        """Money is left, and the days of the funding are over: it goes back, or the funder gives more time."""
        last = self.funding.dates.last
        return bool(self.year.closing) and last is not None and last <= self.year.closed_on


@dataclass(frozen=True, slots=True)
class Dedicated:
    """The table of a closed year. `kept`: what the imported accounts of that year have on the accounts of dedicated funds, for
    who reads them; None where there are none, or they are not theirs to read."""

    closed_on: date
    lines: list[Line]
    kept: int | None

    @property
    def counted(self) -> list[Line]:
        return [one for one in self.lines if one.counts]

    @property
    def unread(self) -> list[Line]:
        """Of which nobody says whether they are for a defined project, and that hold something, or nobody knows."""
        return [one for one in self.lines if not one.counts and one.year.closing != 0]

    @property
    def unknown(self) -> list[Line]:
        return [one for one in self.counted if one.year.closing is None]

    @property
    def total(self) -> int:
        """What is left for sure."""
        return sum(one.year.closing or 0 for one in self.counted)

    @property
    def apart(self) -> int | None:
        """How far the imported accounts are from it; None where either is not known."""
        return None if self.kept is None or self.unknown or self.unread else self.kept - self.total


def dedicated(organisation: Organisation, actor: Actor, on: date, right: str) -> Dedicated | None:
    """Of the last year that is closed; None where nobody says when it closes. Four queries. `right`: that of who reads the
    imported accounts."""
    told = closings(on, [organisation.pk]).get(organisation.pk)
    if told is None:
        return None
    closed_on = told.before(on)
    rows = Funding.objects.visible_to(actor).standing().filter(organisation=organisation, notified_on__lte=closed_on)
    fundings = list(
        rows.exclude(earmarked=Earmarked.NO)
        .select_related("funder__organisation", "organisation")
        .order_by("-notified_on", "pk")
    )
    every = years_of(fundings, told, on)
    lines = [Line(one, year) for one in fundings for year in every[one.pk] if year.closed_on == closed_on]
    reads = actor.is_system or actor.hat_for(right, organisation.pk) is not None
    return Dedicated(
        closed_on, [one for one in lines if holds(one)], kept_on(organisation, closed_on) if reads else None
    )


def holds(line: Line) -> bool:
    """Something is held, came or was spent of it that year, or nobody knows."""
    year = line.year
    return any((year.opening is None, year.opening, year.received, year.spent is None, year.spent))


def kept_on(organisation: Organisation, closed_on: date) -> int | None:
    """What the accounts that count for that year have on those of dedicated funds. One query, or two."""
    book = next((one for one in Book.objects.kept().filter(organisation=organisation) if one.last == closed_on), None)
    if book is None:
        return None
    those = Q(*(Q(account__startswith=start) for start in ACCOUNTS), _connector=Q.OR)
    told = Balance.objects.filter(those, book=book).aggregate(all=Sum(F("credit") - F("debit")))["all"]
    return told or 0


def story_of(funding: Funding, on: date) -> list[tuple[FundYear, Spending | None]] | None:
    """A funding, closed year after closed year, each with what is said of it; None where nobody says when years close. Four
    queries."""
    told = closings(on, [funding.organisation_id]).get(funding.organisation_id)
    if told is None:
        return None
    spent = {one.closed_on: one for one in Spending.objects.standing().filter(funding=funding)}
    return [(one, spent.get(one.closed_on)) for one in years_of([funding], told, on)[funding.pk]]


def proposed(funding: Funding, closed_on: date) -> int | None:
    """What a form proposes as spent in a year: the part of this funding in what its report tells, within what is left of it;
    None where no report was sent. Two queries at most."""
    report = Report.objects.standing().filter(funding=funding, closed_on=closed_on).first()
    if report is None:
        return None
    said = Spending.objects.standing().filter(funding=funding).aggregate(all=Sum("cents"))["all"] or 0
    return max(0, min(share_spent(report.spent, funding.cents, funding.base, funding.rate), funding.cents - said))
