"""By how much blocking clauses are passed: what no verb may make worse."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q

from kevread.common import rooms
from kevread.common.facts import Item, Value
from kevread.common.periods import Period, turning_points
from kevread.common.verdicts import Reason, Severity, Verdict

from .engine import Day, Finding, Subject, framework, recalled
from .loader import Article, Check, Clause
from .models import Derogation, Setting
from .rules import excesses

type Written = Mapping[str, frozenset[UUID]]  # registers, each with the organisations in whose register one writes


class Excess(NamedTuple):
    """By how much each item of a blocking clause passes its limit."""

    finding: Finding
    items: dict[Item, int]


type Excesses = dict[tuple[str, UUID], Excess]  # by clause and organisation; only what passes


class Bound(NamedTuple):
    """A clause that refuses."""

    article: Article
    clause: Clause
    check: Check


def refusing(on: date | None = None, writes: Written | None = None) -> Iterator[Bound]:
    """The clauses that refuse what passes their limit; if it is said, those in force on a day, and those that read one of
    the registers that are written."""
    book = framework()
    for article in book.articles.values():
        if on and not book.binds_on(article, on):
            continue
        for clause in article.clauses:
            check = clause.check
            if check is None or clause.severity is not Severity.BLOCKING or not check.can_exceed:
                continue
            if writes is None or any(register in writes for register, _ in check.moved_by):
                yield Bound(article, clause, check)


def is_moved(check: Check, subject: UUID, head: UUID | None, writes: Written) -> bool:
    """Whether what is written may change the answer about an organisation: in a register of its own, of the head of network
    or of an item, whichever the fact reads."""
    return any(
        by == "items" or (by != "head" and subject in writes[register]) or (by != "self" and head in writes[register])
        for register, by in check.moved_by
        if register in writes
    )


def require_registers(writes: Iterable[str]) -> None:
    """RuntimeError for a register that no room keeps: nothing would be judged, and nobody would know."""
    if unknown := set(writes) - set(dict(rooms.registers())):
        raise RuntimeError(f"No room declares these registers: {', '.join(sorted(unknown))}.")


def blocking_excesses(
    on: date, *, organisations: Iterable[UUID], writes: Written | None = None, known_in: str | None = None
) -> Excesses:
    """What no verb may make worse: what passes the limit of a blocking clause, by clause and organisation, for these and the
    head of network; if it is said, only where what is written in these registers may move it.

    Counted whether or not the register is kept: what is written there is enough to prove an excess. Not counted: what a
    derogation allows that day. `known_in` names a state whose findings this process may have reached already.
    """
    asked = frozenset(organisations)
    day = Day(on, asked, with_head=writes is None)
    of_head: Day | None = None if day.head is None or day.head not in day.among else day
    known = {} if known_in is None else known_values(known_in, on, {*asked, *([day.head] if day.head else [])})
    found: Excesses = {}
    for bound in refusing(on, writes):
        for subject in day.subjects(bound.clause.binds):
            if writes is not None and not is_moved(bound.check, subject.id, day.head, writes):
                continue
            where = day
            if subject.id == day.head:  # whatever is asked of it is asked of the whole network: apart, and only then
                where = of_head = of_head or Day(on, asked)
            passed = known.get((bound.clause.key, subject.id)) or read_value(where, bound.check, subject.id)
            if passed.decided and (excess := excess_of(where, bound, subject, passed)):
                found[bound.clause.key, subject.id] = excess
    return found


class Held(NamedTuple):
    """What a fact answers of an organisation, and the upper limit, if it is decided."""

    value: Value | None
    upper: int | None
    decided: bool


def read_value(day: Day, check: Check, organisation: UUID) -> Held:
    decided, _, upper = day.limits(check)(organisation)
    return Held(day.fact(check).get(organisation) if decided else None, upper, decided)


def known_values(name: str, on: date, organisations: Iterable[UUID]) -> dict[tuple[str, UUID], Held]:
    """What this process read of these organisations in that state, by clause: none that it would have to read."""
    book = framework()
    return {
        (finding.clause.key, one): Held(finding.value, finding.upper, finding.reason is not Reason.NOT_DECIDED)
        for one in organisations
        for finding in recalled(name, book, on, None, frozenset({one})) or ()
        if finding.organisation.id == one and finding.clause.check
    }


def excess_of(day: Day, bound: Bound, subject: Subject, held: Held) -> Excess | None:
    """What counts of a value that passes its limit."""
    article, clause, check = bound
    if held.value is None:
        return None
    items = excesses(held.value, held.upper, day.words(check, subject.id))
    if not items or (clause.key, subject.id) in day.allowance(article):
        return None
    is_proven = day.proven(check.registers, {subject.id: held.value})
    if is_proven is not None:
        items = {item: by for item, by in items.items() if is_proven(item)}
    finding = Finding(article, clause, subject, Verdict.BREACHES, None, held.value, None, held.upper)
    return Excess(finding, items) if items else None


def edges(writes: Written, organisations: Iterable[UUID], within: Iterable[Period]) -> list[date]:
    """The days of these periods on which what the clauses admit changes: their settings, or what a derogation allows."""
    bounds, asked = list(refusing(writes=writes)), set(organisations)
    names = {bound.check.upper for bound in bounds if isinstance(bound.check.upper, str)}
    keys = {bound.clause.key for bound in bounds}
    settings = Setting.objects.filter(Q(organisation=None) | Q(organisation__in=asked), name__in=names)
    derogations = Derogation.objects.filter(clause__in=keys)
    days: set[date] = set()
    for period in within:
        lasted = (rows.touching(period).values_list("period", flat=True) for rows in (settings, derogations))
        days |= set(turning_points(period, [Period.of(one) for found in lasted for one in found]))
    return sorted(days)
