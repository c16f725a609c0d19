"""What the articles ask of a fact, in numbers: for the rooms that forecast what a verdict will be.

The comparison stays in the engine; a room that is told a limit says how far one is from it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from kevread.charter.engine import Day, Values, framework, values_on
from kevread.charter.models import Setting
from kevread.charter.rules import decision_in_words
from kevread.common.periods import Period
from kevread.journal.as_acted import Rows
from kevread.journal.models import Change


@dataclass(frozen=True, slots=True)
class Limits:
    """What one clause asks of an organisation. `decided` is false when a setting that it needs has no value."""

    rule: str
    clause: str
    fact: str
    organisation: UUID
    decided: bool
    lower: int | None
    upper: int | None
    parameters: dict[str, Any] = field(default_factory=dict)


def limits_of(
    facts: Iterable[str],
    on: date,
    organisations: Iterable[UUID] | None = None,
    *,
    where: Callable[[Mapping[str, Any]], bool] = lambda _: True,
) -> list[Limits]:
    """What the articles in force ask of these facts on a day, article by article; `where`: of their parameters. Two queries,
    one more for each other day on which what is asked is bound."""
    wanted, day, book = set(facts), Day(on, organisations), framework()
    found = []
    for article in book.articles.values():
        if not book.binds_on(article, on):
            continue
        for clause in article.clauses:
            check = clause.check
            if check is None or check.fact not in wanted or not where(dict(check.parameters)):
                continue
            limits = day.limits(check)
            found += [
                Limits(article.rule, clause.key, check.fact, subject.id, *limits(subject.id), dict(check.parameters))
                for subject in day.subjects(clause.binds)
            ]
    return found


def is_ceiling(name: str) -> bool:
    """Whether the articles only say « au plus » of a setting: what is below it is free, and lacks to nobody."""
    read = [
        clause.check
        for article in framework().articles.values()
        for clause in article.clauses
        if clause.check and name in (clause.check.lower, clause.check.upper)
    ]
    return bool(read) and all(check.predicate == "at_most" for check in read)


def is_decided(name: str, on: date) -> bool:
    """Whether a common setting has a value that day. One query."""
    return Setting.objects.on(on).filter(name=name, organisation=None).exists()


def values_during(name: str, period: Period) -> list[tuple[Period, Any]]:
    """The values of a common setting in force on some day of a period, in their order. One query."""
    rows = Setting.objects.touching(period).filter(name=name, organisation=None).order_by("period")
    return [(Period.of(dates), value) for dates, value in rows.values_list("period", "value")]


def given_by_law(name: str, on: date) -> int:
    """A number that law gives: as it is written among the settings that day; else as its article says it."""
    return int(said_by_law(name, on))


def said_by_law(name: str, on: date) -> Any:
    """The same, of anything: a fraction, a word."""
    return values_on(on).get((name, None), framework().settings[name].founding)


def values_on_each(days: Iterable[date]) -> dict[date, Values]:
    """Every value in force on each of these days. One query, none for no day."""
    wanted = set(days)
    found: dict[date, Values] = {day: {} for day in wanted}
    if not wanted:
        return found
    rows = Setting.objects.touching(Period.through(min(wanted), max(wanted)))
    for name, owner, dates, value in rows.values_list("name", "organisation_id", "period", "value"):
        for day in wanted:
            if day in Period.of(dates):
                found[day][name, owner] = value
    return found


def rows_of_values(owner: UUID) -> list[Rows]:
    """All that may make the values of an organisation, of any day: its own rows, and the common ones, among them those that the
    journal tells and that are not there. To be held against the acts that wrote them, by whoever freezes a value. One query."""
    told = Change.objects.filter(table=Setting._meta.db_table, after__organisation_id=None)  # noqa: SLF001
    common = (
        Setting.objects.filter(organisation=None).values_list("pk", flat=True).union(told.values_list("row", flat=True))
    )
    return [Rows(Setting, "organisation_id", (owner,)), Rows(Setting, "id", tuple(common))]


def values_at_any_time(
    names: Iterable[str], owners: Collection[UUID] | None = None
) -> dict[tuple[str, UUID | None], list[tuple[Period, Any]]]:
    """Every value of some settings, with its dates: the common ones (None), and each organisation's own, of all or of some.
    One query."""
    found: dict[tuple[str, UUID | None], list[tuple[Period, Any]]] = {}
    rows = Setting.objects.filter(name__in=list(names))
    if owners is not None:
        rows = rows.filter(Q(organisation=None) | Q(organisation__in=owners))
    for name, owner, dates, value in rows.values_list("name", "organisation_id", "period", "value"):
        found.setdefault((name, owner), []).append((Period.of(dates), value))
    return found


class Told(NamedTuple):
    """A value of a setting, with its dates and the decision that gave it, in words."""

    period: Period
    value: Any
    decision: str


def told_at_any_time(names: Iterable[str], owners: Collection[UUID]) -> dict[tuple[UUID, str], list[Told]]:
    """What each of these organisations decided of some settings of its own, the first first. One query."""
    found: dict[tuple[UUID, str], list[Told]] = defaultdict(list)
    rows = Setting.objects.filter(name__in=list(names), organisation__in=owners).order_by("period")
    columns = "organisation_id", "name", "period", "value", "adopted_by", "adopted_on"
    for owner, name, dates, value, by, day in rows.values_list(*columns):
        found[owner, name].append(Told(Period.of(dates), value, decision_in_words(by, day)))
    return found
