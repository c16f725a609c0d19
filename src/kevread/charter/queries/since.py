"""From which day a finding has been so, where what is written tells it. What does not tell it is not guessed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.engine import Finding, framework
from kevread.charter.models import Keeping, Setting
from kevread.charter.rules import WHOLE
from kevread.charter.sentences import Spoken
from kevread.common.facts import REGISTRY, Organisations, Spell
from kevread.common.verdicts import Verdict
from kevread.journal.memory import Memory

type Key = tuple[str, UUID]  # clause, organisation
KNOWN = Memory[Mapping[Key, date]](2000, lambda answer: 1 + len(answer))


def known_since(spoken: Sequence[Spoken], on: date) -> Mapping[Key, date]:
    """`since_when`, read once for each state of the guarded tables."""
    question = (on, *((one.finding.clause.key, one.finding.organisation.id) for one in spoken))
    return KNOWN.once(question, lambda: since_when(spoken, on)) if spoken else {}


def since_when(spoken: Iterable[Spoken], on: date) -> dict[Key, date]:
    """For breaches; of what is not attested any more, its sentence says it. Each clause asks its fact, in as many
    queries as it takes, and two more for all.

    The day that the facts tell (nobody there since; too many since; a term or a year that is over; what was attested), and
    no earlier than what makes a breach of them: the register kept, the value in force, the document in effect.
    """
    found: dict[Key, date] = {}
    asked: dict[tuple[str, Reading], list[Finding]] = defaultdict(list)
    for one in spoken:
        finding, check = one.finding, one.finding.clause.check
        key = finding.clause.key, finding.organisation.id
        if finding.verdict is not Verdict.BREACHES or "{since}" in finding.clause.sentence(finding.verdict.value):
            continue  # its sentence says it
        if one.attestation and one.attestation.dates.start:
            found[key] = one.attestation.dates.start
        elif check and (bound := REGISTRY[check.fact].bound_on(on, dict(check.parameters))) < on:
            found[key] = bound + timedelta(days=1)
        elif check and REGISTRY[check.fact].unit == "days" and (day := over_since(finding, on)):
            found[key] = day
        elif reading := reading_of(finding):
            asked[finding.clause.key, reading].append(finding)
    for (_, read), those in asked.items():
        found |= read(those, on)
    floors = floors_of(
        [one.finding for one in spoken if (one.finding.clause.key, one.finding.organisation.id) in found], on
    )
    return {key: max(day, floors.get(key, day)) for key, day in found.items()}


type Reading = Callable[[list[Finding], date], dict[Key, date]]


def reading_of(finding: Finding) -> Reading | None:
    """How its fact tells it, where it does."""
    fact = REGISTRY[finding.clause.check.fact] if finding.clause.check else None
    if fact and fact.begun:
        return failing_since
    if fact and fact.since and finding.value == 0 and finding.lower == 1:
        return nobody_since
    return miscounted_since if fact and fact.spells else None


def nobody_since(those: list[Finding], on: date) -> dict[Key, date]:
    """Of one clause: the day from which nobody has been there. One query."""
    check = those[0].clause.check
    since = REGISTRY[check.fact].since if check else None
    if check is None or since is None:
        return {}
    among = Organisations(frozenset(finding.organisation.id for finding in those))
    days = since(on, among, **dict(check.parameters))
    asked = {finding.organisation.id for finding in those}
    return {(those[0].clause.key, organisation): day for organisation, day in days.items() if organisation in asked}


def miscounted_since(those: list[Finding], on: date) -> dict[Key, date]:
    """Of one clause: the day from which what is counted has been more than the most of today, or less than the least, without a
    break; of several items, the first of these days. One query."""
    check = those[0].clause.check
    spells = REGISTRY[check.fact].spells if check else None
    if check is None or spells is None:
        return {}
    among = Organisations(frozenset(finding.organisation.id for finding in those))
    told = spells(on, among, **dict(check.parameters))
    found: dict[Key, date] = {}
    for finding in those:
        of_it, least, most = told.get(finding.organisation.id, ()), finding.lower, finding.upper
        counted = [
            (of_it.get(item, ()) if isinstance(of_it, Mapping) else of_it, most is not None and number > most)
            for item, number in finding.failing
        ]
        days = [out_since(one, None if is_over else least, most if is_over else None, on) for one, is_over in counted]
        if days := [day for day in days if day]:
            found[finding.clause.key, finding.organisation.id] = min(days)
    return found


def failing_since(those: list[Finding], on: date) -> dict[Key, date]:
    """Of one clause: the day from which the first of what fails has failed; nothing where that of one is not known. As many
    queries as the fact asks."""
    check = those[0].clause.check
    begun = REGISTRY[check.fact].begun if check else None
    if check is None or begun is None:
        return {}
    among = Organisations(frozenset(finding.organisation.id for finding in those))
    told = begun(on, among, **dict(check.parameters))
    found: dict[Key, date] = {}
    for finding in those:
        days = told.get(finding.organisation.id, {})
        items = [item for item, _ in finding.failing] or [WHOLE]
        if all(item in days for item in items):
            found[finding.clause.key, finding.organisation.id] = min(days[item] for item in items)
    return found


def over_since(finding: Finding, on: date) -> date | None:
    """Of days that are more than the most of them: the first day after it."""
    if not isinstance(finding.value, int) or finding.upper is None or finding.value <= finding.upper:
        return None
    return on - timedelta(days=finding.value - finding.upper - 1)


def out_since(spells: Sequence[Spell], least: int | None, most: int | None, on: date) -> date | None:
    """The first of the days, up to this one, on which these have been more than the most, or less than the least, without a
    break; None when they are not, and when they have been so since a day that nobody knows.

    >>> one, two, three = UUID(int=1), UUID(int=2), UUID(int=3)
    >>> march, may, july = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
    >>> out_since([Spell(one, None), Spell(two, march, may), Spell(three, may)], None, 1, july)
    datetime.date(2026, 3, 1)
    >>> out_since([Spell(one, None), Spell(two, march, may), Spell(three, july)], None, 1, july)
    datetime.date(2026, 7, 1)
    >>> out_since([Spell(one, None), Spell(two, None)], None, 1, july), out_since([Spell(one, march)], None, 1, july)
    (None, None)
    >>> out_since([Spell(one, march), Spell(two, march, may)], 2, None, july)
    datetime.date(2026, 5, 1)
    >>> out_since([Spell(one, march)], 2, None, july), out_since([], 2, None, july)
    (None, None)
    """

    def is_out(day: date) -> bool:
        there = len({spell.what for spell in spells if day in spell})
        return (most is not None and there > most) or (least is not None and there < least)

    edges = {day for spell in spells for day in (spell.start, spell.end) if day and day <= on}
    first = on
    for edge in sorted(edges, reverse=True):
        if not is_out(edge):
            return first if is_out(on) else None
        first = edge
    return first if is_out(on) and not is_out(first - timedelta(days=1)) else None


def floors_of(findings: list[Finding], on: date) -> dict[Key, date]:
    """The day before which each of these was no breach, whatever the facts: its registers were not kept, its limit was another
    one, the document did not bind. Two queries."""
    checks = {f.clause.check for f in findings if f.clause.check}
    if not checks:
        return {}
    registers = {register for check in checks for register, _ in check.registers}
    places = {place.id for f in findings for place in (f.organisation, f.head) if place}
    kept: dict[tuple[UUID, str], date] = {}
    for row in Keeping.objects.on(on).filter(register__in=registers, organisation__in=places):
        kept[row.organisation_id, row.register] = row.dates.start or date.min
    decided: dict[tuple[str, UUID | None], date] = {}
    for value in Setting.objects.on(on).filter(name__in={name for check in checks for name in check.settings}):
        decided[value.name, value.organisation_id] = value.dates.start or date.min
    adopted = framework().adopted or date.min
    return {
        (f.clause.key, f.organisation.id): max(
            [*floor(f, kept, decided), adopted if f.article.is_founding else date.min]
        )
        for f in findings
        if f.clause.check
    }


def floor(
    finding: Finding, kept: dict[tuple[UUID, str], date], decided: dict[tuple[str, UUID | None], date]
) -> Iterable[date]:
    check, own, head = finding.clause.check, finding.organisation.id, finding.head.id if finding.head else None
    for register, by in check.registers if check else ():
        for keeper in {"self": (own,), "head": (head,), "both": (own, head)}.get(by, ()):
            if keeper and (keeper, register) in kept:
                yield kept[keeper, register]
    for name in check.settings if check else ():
        yield decided.get((name, own), decided.get((name, None), date.min))
