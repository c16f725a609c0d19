"""How the articles bind the verbs: what is upheld inside, what is rehearsed, what a change would move."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kevread.charter.engine import Finding, framework, verdicts
from kevread.charter.excesses import Excess, Excesses, Written, blocking_excesses, edges, require_registers
from kevread.charter.queries.quote import quote
from kevread.charter.rules import worsened
from kevread.charter.sentences import Spoken, speak
from kevread.common.errors import Refused
from kevread.common.facts import Item
from kevread.common.periods import Period, day_in_words
from kevread.common.vacancies import Vacant, vacant_on
from kevread.directory.models import Organisation
from kevread.journal.queries import state


@dataclass(frozen=True, slots=True)
class Upheld:
    """What a verb may move: the verdicts of these organisations, and of the head, that read one of the registers in which it
    writes, on these days; and within these periods, when what is admitted changes."""

    organisations: frozenset[UUID]
    writes: Written
    on: Callable[[], Iterable[date]]
    during: tuple[Period, ...]

    def days(self) -> list[date]:
        return sorted({*self.on(), *edges(self.writes, self.organisations, self.during)})

    def excesses(self, day: date, known_in: str | None = None) -> Excesses:
        return blocking_excesses(day, organisations=self.organisations, writes=self.writes, known_in=known_in)


# What the verbs of a list may move, when it is judged at its end (`operations.together`).
AT_THE_END: ContextVar[list[tuple[Upheld, list[date]]] | None] = ContextVar("upheld_at_the_end", default=None)


@contextmanager
def upholding(
    organisations: Iterable[Organisation],
    *,
    writes: Mapping[str, Iterable[Organisation]],
    on: Callable[[], Iterable[date]],
    during: Iterable[Period] = (),
) -> Iterator[list[date]]:
    """Whatever is written inside may not make a blocking excess worse, on any of these days (architecture, 3.6).

    Judges with the same articles as the board, for these organisations and the head of network, whatever reads a register
    that one writes in (`writes`: each with the organisations whose register it is); what a derogation allows that day is not
    judged. `on` tells the days between which nothing that is judged changes; on those within `during`, what is admitted may
    change: they are judged too. Yields the days. What was so before is taken from what this process knows of the state.

    Raises Refused, quoting the article; the transaction around rolls back. A deficit never refuses: it is a vacancy.
    RuntimeError for a register that no room keeps. Must run inside an act. In a list of verbs that is judged at its end,
    judges nothing.
    """
    require_registers(writes)
    keys = frozenset(organisation.pk for organisation in organisations)
    where = {register: frozenset(one.pk for one in those) for register, those in writes.items()}
    upheld = Upheld(keys, where, on, tuple(during))
    days = upheld.days()
    if (waiting := AT_THE_END.get()) is not None:
        waiting.append((upheld, days))
        yield days
        return
    name = state()
    before = {day: upheld.excesses(day, name) for day in days}
    yield days
    for day in days:
        for _, excess, grown in worse(before[day], upheld.excesses(day)):
            raise refusal(excess, grown, day)


def worse(before: Excesses, after: Excesses) -> Iterator[tuple[tuple[str, UUID], Excess, list[Item]]]:
    """The excesses that grew, each with the items that it grew of."""
    for key, excess in after.items():
        earlier = before.get(key)
        if grown := worsened(earlier.items if earlier else {}, excess.items):
            yield key, excess, grown


def refusal(excess: Excess, grown: list[Item], day: date) -> Refused:
    finding = excess.finding
    finding.failing = tuple((item, excess.items[item] + (finding.upper or 0)) for item in grown)
    (spoken,) = speak([finding], day)
    text = quote(finding.rule, finding.organisation.id, day)
    return Refused(f"Au {day_in_words(day)} : {spoken.sentence}", rule=finding.rule, text=text)


@dataclass(frozen=True, slots=True)
class Shift:
    """A verdict that would change."""

    before: Spoken
    after: Spoken


class _RollBack(Exception):  # noqa: N818 — not an error: the way out of a rehearsal
    pass


def rehearse(
    acts: Iterable[Callable[[], Any]], *, on: date, organisations: Iterable[UUID] | None = None
) -> tuple[list[Shift], list[Any]]:
    """Run real verbs in a transaction, read the verdicts, roll everything back.

    Returns the verdicts that would change on that day, and what each verb returned. What a verb refuses, it raises.
    """
    asked = None if organisations is None else list(organisations)
    before = verdicts(on, organisations=asked)

    def played() -> tuple[list[Shift], list[Any]]:
        results = [run() for run in acts]
        return shifted(before, verdicts(on, organisations=asked), on), results

    return rehearsed(played)


def rehearsed[Told](play: Callable[[], Told]) -> Told:
    """What real verbs answer when they are run in a transaction that is rolled back. What one refuses, it raises."""
    told: list[Told] = []
    try:
        with transaction.atomic():
            told.append(play())
            raise _RollBack
    except _RollBack:
        return told[0]


@dataclass(frozen=True, slots=True)
class Opened:
    """A body where a setting opens places (or closes them, below 0) that nobody holds: vacant; or free, where « au plus » is
    all that is asked."""

    where: str
    places: int
    free: int


class Shifts(list[Shift]):
    """The verdicts that a setting changes, and the places that it opens."""

    opened: tuple[Opened, ...] = ()


@contextmanager
def watching(on: date, *names: str) -> Iterator[Shifts]:
    """The verdicts of a day on the articles that read one of these settings, before and after what is done inside; and the
    places of the seats whose number one of them is, that become vacant or free, or no longer are."""
    rules = [
        article.rule
        for article in framework().articles.values()
        if any(clause.check and set(names) & set(clause.check.settings) for clause in article.clauses)
    ]
    shifts = Shifts()
    before, vacant = verdicts(on, rules=rules), [vacant_on(on, name) for name in names]
    yield shifts
    shifts += shifted(before, verdicts(on, rules=rules), on)
    opened = (
        Opened(now.where, now.places - then.places, now.free - then.free)
        for name, were in zip(names, vacant, strict=True)
        for body, now in vacant_on(on, name).items()
        for then in [were.get(body, Vacant(now.where, 0))]
    )
    shifts.opened = tuple(one for one in opened if one.places or one.free)


def shifted(before: list[Finding], after: list[Finding], on: date) -> list[Shift]:
    """The findings that differ, told before and after: by their verdict, what allows it, what fails, and of what nothing is
    known, which is told too."""

    def shown(one: Finding) -> tuple[object, ...]:
        return one.verdict, one.derogation, one.failing, frozenset(one.unknown)

    earlier = {(finding.clause.key, finding.organisation.id): finding for finding in before}
    pairs = [
        (then, finding)
        for finding in after
        if (then := earlier.get((finding.clause.key, finding.organisation.id))) and shown(then) != shown(finding)
    ]
    told_before, told_after = speak([pair[0] for pair in pairs], on), speak([pair[1] for pair in pairs], on)
    return [Shift(then, now) for then, now in zip(told_before, told_after, strict=True)]
