"""What the law asks in the year, of each organisation whose money somebody reads, and the thresholds that are in sight."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import Told, told_at_any_time
from kevread.common.actor import Actor
from kevread.common.periods import add_months
from kevread.common.words import of
from kevread.decisions.queries.approvals import certified
from kevread.directory.models import Organisation
from kevread.filings.queries import REGISTER as FILINGS
from kevread.filings.queries import Duty, duties
from kevread.finance.loader import in_sight
from kevread.finance.models import READS, REGISTER
from kevread.finance.queries import requiring
from kevread.finance.queries.approved import Approved, approved, type_of_accounts
from kevread.finance.queries.decided import limits
from kevread.finance.queries.publishing import PUBLISHED
from kevread.finance.queries.reports import Due, to_report
from kevread.finance.queries.requiring import STATES, Required, said_of
from kevread.finance.queries.thresholds import Figure, Threshold, legal_limits, thresholds
from kevread.finance.queries.unwritten import Given, given, public
from kevread.finance.queries.years import AUDITOR, CLOSING, Year, years_back
from kevread.journal.memory import Memory

AGREED, APPROVED = "L3.6.agreement_euros", "L1.21.approval_months"


@dataclass(frozen=True, slots=True)
class Sight:
    """A threshold of an article over a time, of an organisation."""

    organisation: Organisation
    during: str
    threshold: Threshold
    is_closed: bool = False

    @property
    def tells(self) -> bool:
        """Whether it is passed, or in sight."""
        return bool(self.threshold.is_over or self.threshold.is_near)

    @property
    def left(self) -> str:
        """What is left before it, figure by figure, and what follows once it is passed."""
        if self.threshold.is_over:
            return self.threshold.follows
        return " ".join(one.left for one in self.threshold.near)

    @property
    def called(self) -> str:
        """Its label, inside of a sentence."""
        return self.threshold.label[:1].lower() + self.threshold.label[1:]

    @property
    def made_of(self) -> str:
        """The sums that make it."""
        return said_of(self.threshold.parts)


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation that day: the year under way, where it says when it closes; what is asked of it,
    what is late first; the thresholds over both."""

    organisation: Organisation
    under_way: Year | None
    required: tuple[Required, ...]
    sights: tuple[Sight, ...]

    @property
    def in_view(self) -> list[Sight]:
        return in_view(self.sights)

    @property
    def telling(self) -> list[Sight]:
        """What is passed, of any year; what is in sight, of the one under way: of a year that is over, nothing is left."""
        return [one for one in self.sights if one.tells and (one.threshold.is_over or one in self.in_view)]

    @property
    def others(self) -> list[Sight]:
        return [one for one in self.sights if one not in self.telling]

    @property
    def awaited(self) -> list[Required]:
        return [one for one in self.required if one.state != "done"]

    @property
    def done(self) -> list[Required]:
        return [one for one in self.required if one.state == "done"]

    def count(self, state: str) -> int:
        return sum(one.state == state for one in self.required)


@dataclass(frozen=True, slots=True)
class Seen:
    """What thresholds are seen from, read of all of them at once."""

    on: date
    years: Sequence[Mapping[UUID, Year]]  # the last closed, the one under way
    legal: Mapping[str, int]
    agreed: int
    given: Mapping[UUID, list[Given]]
    kept: Mapping[tuple[UUID, str], date]

    def lines(self, year: Year | None) -> list[Threshold]:
        return list(thresholds(year, self.legal)) if year else []


@dataclass(frozen=True, slots=True)
class Read:
    """What else was read of all of them at once."""

    seen: Seen
    approving: int
    publishing: int
    approvals: Mapping[UUID, Approved]
    reports: Mapping[UUID, list[Due]]
    duties: Mapping[UUID, list[Duty]]
    said: Mapping[tuple[UUID, str], list[Told]]
    declares: frozenset[UUID] | None


KNOWN = Memory[list[Entity]](5_000, lambda found: 1 + sum(len(one.required) + len(one.sights) for one in found))


def entities(actor: Actor, on: date) -> list[Entity]:
    """Each whose money this person reads that day, in the order of names. Some thirty queries, whatever their number, and once
    in a state of the tables."""
    where, declares = (None if actor.is_system else actor.where(right) for right in (READS, "read"))
    return KNOWN.once(("required", on, where, declares), lambda: read_entities(on, where, declares))


def read_entities(on: date, where: frozenset[UUID] | None, declares: frozenset[UUID] | None) -> list[Entity]:
    rows = Organisation.objects.on(on).order_by("name")
    those = list(rows if where is None else rows.filter(pk__in=where))
    found = read({one.pk for one in those}, on, declares)
    return [entity(one, found) for one in those]


def see(ids: set[UUID], on: date) -> Seen:
    """Ten queries, whatever their number."""
    (agreed,) = limits(on, AGREED)
    kept = Keeping.objects.on(on).filter(organisation__in=ids, register__in=(REGISTER, FILINGS))
    return Seen(
        on,
        years_back(on, ids, 1, 0),
        legal_limits(on),
        agreed,
        by_organisation(given(on, public(on, ids)), lambda one: one.organisation),
        {(one.organisation_id, one.register): one.dates.start or date.min for one in kept},
    )


def read(ids: set[UUID], on: date, declares: frozenset[UUID] | None) -> Read:
    seen = see(ids, on)
    approving, publishing = limits(on, APPROVED, PUBLISHED)
    changes = duties(ids if declares is None else ids & declares, on)
    return Read(
        seen,
        approving,
        publishing,
        approved(seen.years[0], on, type_of_accounts()),
        by_organisation(to_report(on, ids), lambda one: one.funding.organisation_id),
        by_organisation(changes, lambda one: one.organisation.pk),
        told_at_any_time((AUDITOR, CLOSING), ids),
        declares,
    )


def by_organisation[T](rows: Sequence[T], whose: Any) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for one in rows:
        found[whose(one)].append(one)
    return found


def entity(organisation: Organisation, found: Read) -> Entity:
    closed, under_way = (one.get(organisation.pk) for one in found.seen.years)
    asked = sorted(
        [*of_years(organisation, closed, under_way, found), *of_events(organisation, under_way, found)],
        key=lambda one: (list(STATES).index(one.state), one.by or date.max, one.rules, one.what),
    )
    return Entity(organisation, under_way, tuple(asked), tuple(sights_of(organisation, found.seen)))


def of_years(
    organisation: Organisation, closed: Year | None, under_way: Year | None, found: Read
) -> Iterator[Required]:
    """What the accounts of a year call for."""
    on, key = found.seen.on, organisation.pk
    named = next((one for one in found.said[key, AUDITOR] if on in one.period), None)
    for year in (under_way, closed):
        if year:
            yield from requiring.auditor(organisation, year, found.seen.lines(year), named, on)
    if closed:
        by_rule, told = {one.rule: one for one in found.seen.lines(closed)}, found.approvals[key]
        is_closing = value(found, key, CLOSING, closed) == closed.closed_on.month
        is_certified = certified(value(found, key, AUDITOR, closed), is_closing)
        yield from requiring.approval(organisation, closed, is_certified, told, found.approving, on)
        yield from requiring.publication(organisation, closed, by_rule["L4.1"], told, found.publishing, on)
        yield from requiring.pay(organisation, closed, by_rule["L4.4"], found.approving, on)


def value(found: Read, key: UUID, name: str, year: Year) -> Any:
    """What was said of the day on which a year closed."""
    return next((one.value for one in found.said[key, name] if year.closed_on in one.period), None)


def of_events(organisation: Organisation, under_way: Year | None, found: Read) -> Iterator[Required]:
    """What fundings and changes call for: what is not done, and what was since the year began; for twelve months, of who does
    not say when it begins."""
    on, key = found.seen.on, organisation.pk
    since = under_way.first if under_way else add_months(on, -12)
    for due in found.reports.get(key, ()):
        if due.report is None or due.report.sent_on >= since or due.by >= since:
            yield requiring.report(organisation, due, on)
    for one in found.seen.given.get(key, ()):
        yield from requiring.agreement(organisation, one, found.seen.agreed)
    for duty in found.duties.get(key, ()):
        if not duty.is_filed or duty.happened_on >= since or (requiring.filed_on(duty) or since) >= since:
            yield requiring.declaration(duty, on)
    yield from requiring.unkept(
        organisation,
        closing=under_way is not None,
        fundings=(key, REGISTER) in found.seen.kept,
        filings=(key, FILINGS) in found.seen.kept or (found.declares is not None and key not in found.declares),
    )


def sights_of(organisation: Organisation, seen: Seen) -> Iterator[Sight]:
    """The thresholds over the year under way, then over the last closed one; what one public funder gives for this civil year,
    or for one to come, that no agreement tells, where it passes what asks for one, or nearly."""
    closed, under_way = (one.get(organisation.pk) for one in seen.years)
    for year in (under_way, closed):
        for line in seen.lines(year):
            assert year is not None
            yield Sight(organisation, f"pour {requiring.ending(year, seen.on)}", line, is_closed=year is closed)
    is_least = seen.kept.get((organisation.pk, REGISTER), date.max) > date(seen.on.year, 1, 1)
    for one in seen.given.get(organisation.pk, ()):
        whose, parts = of(one.funder.called), tuple(one.unwritten)
        figure = Figure(f"subvention {whose}", one.left, seen.agreed * 100, is_least=is_least, parts=parts)
        follows = "La loi demande alors une convention écrite."
        line = Threshold("L3.6", f"Subvention {whose} sans convention écrite", (figure,), 1, follows, in_sight())
        if one.year >= seen.on.year and (line.is_over or line.is_near):
            yield Sight(organisation, f"pour l’année civile {one.year}", line)


def in_view(sights: Iterable[Sight]) -> list[Sight]:
    """Of each threshold, that of the year under way; where it is not known yet, that of the last closed one, if it is near."""
    every = list(sights)
    now = [one for one in every if not one.is_closed]
    unknown = {one.threshold.rule for one in now if one.threshold.is_over is None and not one.threshold.is_near}
    return now + [one for one in every if one.is_closed and one.threshold.is_near and one.threshold.rule in unknown]
