"""The days of an agreement: when it starts and ends, until when one may give notice, when it goes on by itself. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kevread.common.periods import add_months

DAY = timedelta(days=1)


class State(Enum):
    """Where an agreement is on a day, in words. Until it is signed, its instrument says so; then its days do."""

    DRAFT = "Brouillon"
    TALKS = "En négociation"
    APPROVED = "Validée par chaque partie"
    SIGNING = "En signature"
    SIGNED = "Signée, pas encore en vigueur"
    IN_FORCE = "En vigueur"
    MEDIATION = "En vigueur, médiation ouverte"
    LEAVING = "En vigueur, fin annoncée"
    ENDED = "Échue"
    TERMINATED = "Résiliée"
    DROPPED = "Abandonnée"
    ANNULLED = "Annulée : inscrite par erreur"

    @property
    def binds(self) -> bool:
        return self in (State.IN_FORCE, State.MEDIATION, State.LEAVING)

    @property
    def lasts(self) -> bool:
        """It is prepared, or has not ended."""
        return self.is_prepared or self.binds or self is State.SIGNED

    @property
    def is_prepared(self) -> bool:
        return self in (State.DRAFT, State.TALKS, State.APPROVED, State.SIGNING)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says of its days. `ends_on` None: until somebody ends it. `renewal_months` 0: it ends by itself, unless it is
    written anew; otherwise it goes on for so many months, each time nobody gave notice in time."""

    starts_on: date
    ends_on: date | None = None
    renewal_months: int = 0
    notice_months: int = 0

    @property
    def is_renewed(self) -> bool:
        return self.renewal_months > 0 and self.ends_on is not None


def term_on(terms: Terms, day: date) -> date | None:
    """The last day of the period that is under way, or of the last one.

    A year that goes on by itself from 31 December 2025:

    >>> terms = Terms(date(2025, 1, 1), date(2025, 12, 31), renewal_months=12, notice_months=3)
    >>> [term_on(terms, day).isoformat() for day in (date(2025, 12, 31), date(2026, 1, 1), date(2028, 6, 1))]
    ['2025-12-31', '2026-12-31', '2028-12-31']
    >>> term_on(Terms(date(2025, 1, 1), date(2025, 12, 31)), date(2028, 6, 1)).isoformat()
    '2025-12-31'
    """
    if terms.ends_on is None or not terms.is_renewed or day <= terms.ends_on:
        return terms.ends_on
    first = (
        terms.ends_on + DAY
    )  # of the first period that goes on by itself: from there, months are not cut short twice
    behind = 12 * (day.year - first.year) + day.month - first.month
    turns = max(behind // terms.renewal_months, 0)
    while add_months(first, turns * terms.renewal_months) <= day:
        turns += 1
    return add_months(first, turns * terms.renewal_months) - DAY


def notice_by(terms: Terms, day: date) -> date | None:
    """The last day on which one may still say that it stops at the end of the period under way; none when it has no end, or
    when nothing need be said.

    >>> terms = Terms(date(2025, 1, 1), date(2026, 12, 31), renewal_months=12, notice_months=3)
    >>> notice_by(terms, date(2026, 11, 24)).isoformat(), notice_by(terms, date(2027, 2, 1)).isoformat()
    ('2026-09-30', '2027-09-30')
    """
    term = term_on(terms, day)
    if term is None or not terms.is_renewed:
        return None
    return add_months(term + DAY, -terms.notice_months) - DAY


def leaves_on(terms: Terms, told_on: date) -> date | None:
    """The last day of an agreement of which one party told that day that it leaves. One that goes on by itself stops at the end
    of the period, or of the next one when it was told too late; any other, once the notice is over, and never after its term.

    >>> yearly = Terms(date(2025, 1, 1), date(2026, 12, 31), renewal_months=12, notice_months=3)
    >>> leaves_on(yearly, date(2026, 9, 30)).isoformat(), leaves_on(yearly, date(2026, 10, 1)).isoformat()
    ('2026-12-31', '2027-12-31')
    >>> leaves_on(Terms(date(2025, 1, 1), date(2030, 12, 31), notice_months=6), date(2026, 11, 24)).isoformat()
    '2027-05-24'
    >>> leaves_on(Terms(date(2025, 1, 1), date(2026, 12, 31), notice_months=6), date(2026, 11, 24)).isoformat()
    '2026-12-31'
    """
    over = add_months(told_on, terms.notice_months)
    term = term_on(terms, told_on)
    if not terms.is_renewed:
        return over if term is None else min(over, term)
    limit = notice_by(terms, told_on)
    assert term is not None and limit is not None
    return term if told_on <= limit else add_months(term + DAY, terms.renewal_months) - DAY


def goes_on_from(terms: Terms, day: date) -> date | None:
    """The day from which it goes on by itself, if nobody gives notice; none when it does not.

    >>> goes_on_from(Terms(date(2025, 1, 1), date(2026, 12, 31), 12, 3), date(2026, 11, 24)).isoformat()
    '2027-01-01'
    """
    term = term_on(terms, day)
    return term + DAY if term and terms.is_renewed else None


def shortens(before: Terms, after: Terms, day: date) -> bool:
    """Whether these days, that a text says from that day on, end an agreement sooner than those before: an earlier term, a
    term where there was none, or the end of what went on by itself.

    >>> year, ever = Terms(date(2026, 1, 1), date(2026, 12, 31)), Terms(date(2026, 1, 1))
    >>> yearly, day = Terms(date(2025, 1, 1), date(2025, 12, 31), renewal_months=12), date(2026, 6, 1)
    >>> longer = Terms(day, date(2027, 12, 31))
    >>> [shortens(*both, day) for both in ((year, longer), (year, ever), (year, year), (yearly, yearly))]
    [False, False, False, False]
    >>> [shortens(*both, day) for both in ((longer, year), (ever, longer), (yearly, longer))]
    [True, True, True]
    """
    last, then = term_on(before, day), term_on(after, day)
    if then is None:
        return False
    return last is None or then < last or (before.is_renewed and not after.is_renewed)


def standing(terms: Terms, last: date | None, in_mediation: bool, day: date) -> State:
    """Where a signed agreement is that day. `last`: its last day, when somebody ended it.

    >>> terms = Terms(date(2025, 1, 1), date(2025, 12, 31))
    >>> [standing(terms, None, False, day).name for day in (date(2024, 12, 31), date(2025, 12, 31), date(2026, 1, 1))]
    ['SIGNED', 'IN_FORCE', 'ENDED']
    >>> [standing(terms, date(2025, 6, 30), True, day).name for day in (date(2025, 6, 30), date(2025, 7, 1))]
    ['LEAVING', 'TERMINATED']
    """
    if day < terms.starts_on:
        return State.SIGNED
    if last is not None and last < day:
        return State.TERMINATED
    term = term_on(terms, day)
    if term is not None and term < day:
        return State.ENDED
    if last is not None:
        return State.LEAVING
    return State.MEDIATION if in_mediation else State.IN_FORCE


def filled(text: str, blanks: Mapping[str, str]) -> str:
    """A clause of the model with what was typed in its blanks; a blank that nobody filled stays a line of dots.

    >>> filled("Sous {delai} jours, au {lieu}.", {"delai": "30", "lieu": ""})
    'Sous 30 jours, au ………….'
    >>> filled("{a}, {b}", {"a": "{b}", "b": "{a}"})
    '{b}, {a}'
    """

    def value(found: re.Match[str]) -> str:
        name = found.group(1)
        return (blanks[name].strip() or "…………") if name in blanks else found.group()

    return re.sub(r"\{([a-z_]+)\}", value, text)


def unfilled(blanks: Mapping[str, str]) -> list[str]:
    return [name for name, value in blanks.items() if not value.strip()]


@dataclass(frozen=True, slots=True)
class Written:
    """A clause as one instrument writes it: the initial text, or an amendment that changes or removes it."""

    slug: str
    title: str
    text: str
    rank: int
    number: int  # of the instrument
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """What one instrument writes of the days, and from which day it counts: the first text, or an amendment."""

    since: date
    said: Mapping[str, object]


def days_in_force(texts: Sequence[Days]) -> dict[str, object]:
    """Of texts in force, in the order in which they were signed, the days: an amendment says all of them, and counts for those
    that it changes of what was in force on the day from which it counts. One that says again what an earlier one changes later
    leaves it that change.

    >>> first = Days(date(2026, 1, 1), {"ends": 2028, "notice": 3})
    >>> longer = Days(date(2027, 1, 1), {"ends": 2030, "notice": 3})
    >>> sooner = Days(date(2026, 6, 1), {"ends": 2028, "notice": 6})
    >>> days_in_force([first, longer, sooner])
    {'ends': 2030, 'notice': 6}
    >>> days_in_force([first, longer, Days(date(2027, 2, 1), {"ends": 2028, "notice": 6})])
    {'ends': 2028, 'notice': 6}
    """
    changes: list[Days] = []

    def on(day: date) -> dict[str, object]:
        found = dict(texts[0].said)
        for one in changes:
            if one.since <= day:
                found |= one.said
        return found

    for one in texts[1:]:
        before = on(one.since)
        changes.append(Days(one.since, {name: value for name, value in one.said.items() if value != before[name]}))
    return on(date.max)


def consolidated(written: Iterable[Written]) -> list[Written]:
    """The text in force: of each clause, what the last instrument says of it; in the order of the text.

    >>> first, then = Written("objet", "Objet", "A", 1, 0), Written("objet", "Objet", "B", 1, 2)
    >>> gone = Written("marque", "Marque", "", 2, 1, is_removed=True)
    >>> [one.text for one in consolidated([then, first, Written("marque", "Marque", "C", 2, 0), gone])]
    ['B']
    """
    last: dict[str, Written] = {}
    for one in sorted(written, key=lambda one: one.number):
        last[one.slug] = one
    return sorted((one for one in last.values() if not one.is_removed), key=lambda one: (one.rank, one.slug))
