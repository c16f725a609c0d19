"""What a contract makes due, and by which day: dates only, never what is said there. Pure.

Individual information, 7 days then a month after the first day (R1221-35); the end of the trial, told 15 days before; the
career interview within the first year, then every 4 years since the last, its review 8 years after the last (L6315-1); where
the agreement asks for it, the interview of mastery at each 4 years of seniority, and the points that come with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.periods import add_months

TRIAL, CAREER, REVIEW, MASTERY, POINTS = "trial", "career", "review", "mastery", "points"
LABELS = {
    TRIAL: "La période d’essai finit",
    CAREER: "L’entretien de parcours professionnel est à tenir",
    REVIEW: "L’état des lieux du parcours, à huit ans, est à faire",
    MASTERY: "L’entretien de maîtrise professionnelle est à tenir",
    POINTS: "Des points d’ancienneté s’ajoutent",
}
TOLD = {TRIAL: 15, CAREER: 60, REVIEW: 180, MASTERY: 60, POINTS: 31}  # days before

# Days after: of what nobody writes here that it was held, and that no other line tells once it is late.
TOLD_AFTER = {MASTERY: 60}
LATE_LABELS = {MASTERY: "L’entretien de maîtrise professionnelle était à tenir"}


@dataclass(frozen=True, slots=True)
class Due:
    kind: str
    by: date

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    def told_on(self, on: date) -> str:
        return LATE_LABELS.get(self.kind, self.label) if self.by < on else self.label


def days_of(
    start: date,
    seniority_from: date,
    trial_end: date | None,
    mastery: bool,
    until: date,
    *,
    held_on: date | None = None,
    took_stock_on: date | None = None,
    points_each: int = 0,
) -> Iterator[Due]:
    """Each in turn, until a day, of somebody hired on `start`. `held_on`, `took_stock_on`: the last career interview, and the
    last that took stock. `points_each`: after how many months points of seniority come; 0: none do.

    >>> [(one.kind, str(one.by)) for one in days_of(date(2026, 1, 15), date(2026, 1, 15), None, False, date(2027, 12, 31))]
    [('career', '2027-01-15')]
    >>> found = list(days_of(date(2018, 2, 1), date(2018, 2, 1), None, True, date(2026, 12, 31)))
    >>> [str(one.by) for one in found if one.kind == "career"], [str(one.by) for one in found if one.kind == "review"]
    (['2019-02-01', '2023-02-01'], ['2026-02-01'])
    >>> day, until = date(2018, 2, 1), date(2034, 12, 31)
    >>> found = list(days_of(day, day, None, False, until, held_on=date(2026, 1, 9), took_stock_on=date(2026, 1, 9)))
    >>> [(one.kind, str(one.by)) for one in found]
    [('career', '2030-01-09'), ('career', '2034-01-09'), ('review', '2034-01-09')]
    >>> found = list(days_of(date(2018, 2, 1), date(2018, 2, 1), None, True, date(2026, 12, 31)))
    >>> [str(one.by) for one in found if one.kind == "mastery"]
    ['2022-02-01', '2026-02-01']
    >>> found = list(days_of(date(2018, 2, 1), date(2024, 2, 29), None, False, date(2026, 12, 31), points_each=12))
    >>> [str(one.by) for one in found if one.kind == "points"]
    ['2025-03-01', '2026-03-01']
    """
    if trial_end is not None and trial_end <= until:
        yield Due(TRIAL, trial_end)
    months = 48 if held_on else 12
    while (day := add_months(held_on or start, months)) <= until:
        yield Due(CAREER, day)
        months += 48
    months = 96
    while (day := add_months(took_stock_on or start, months)) <= until:
        yield Due(REVIEW, day)
        months += 96
    months = 48
    while mastery and (day := add_months(seniority_from, months)) <= until:
        yield Due(MASTERY, day)
        months += 48
    months = points_each
    while points_each and (day := whole_months(seniority_from, months)) <= until:
        yield Due(POINTS, day)
        months += points_each


def whole_months(first: date, months: int) -> date:
    """The day on which so many whole months went by, as pay counts them (`pay.times_between`).

    >>> whole_months(date(2024, 2, 29), 12).isoformat(), whole_months(date(2024, 2, 29), 48).isoformat()
    ('2025-03-01', '2028-02-29')
    """
    day = add_months(first, months)
    return day if day.day == first.day else day + timedelta(days=1)


def next_interview(start: date, held_on: date | None, took_stock_on: date | None, since: date) -> Due:
    """The first career interview that falls due from a day on, or the review of eight years where it comes before.

    >>> hired = date(2018, 2, 1)
    >>> next_interview(hired, None, None, date(2026, 11, 24)) == Due(CAREER, date(2027, 2, 1))
    True
    >>> next_interview(hired, None, None, date(2025, 11, 24)) == Due(REVIEW, date(2026, 2, 1))
    True
    >>> next_interview(hired, date(2026, 11, 23), None, date(2026, 11, 24)) == Due(CAREER, date(2030, 11, 23))
    True

    One is found whatever came after that day: a contract, an interview, a review.

    >>> next_interview(date(2026, 3, 1), None, None, date(2018, 1, 1)) == Due(CAREER, date(2027, 3, 1))
    True
    >>> hired = date(2027, 1, 1)
    >>> next_interview(hired, date(2031, 1, 15), None, date(2026, 11, 24)) == Due(REVIEW, date(2035, 1, 1))
    True
    """
    last = max(day for day in (start, held_on, took_stock_on, since) if day)
    dues = days_of(start, start, None, False, add_months(last, 96), held_on=held_on, took_stock_on=took_stock_on)
    return min((one for one in dues if one.by >= since), key=lambda due: due.by)


def near(dues: Iterator[Due], on: date) -> list[Due]:
    """Those that are to be told that day: close enough for their kind, and not passed, or not for long; the first of each kind.

    >>> one = Due(TRIAL, date(2026, 5, 31))
    >>> near(iter([one]), date(2026, 5, 16)) == [one], near(iter([one]), date(2026, 5, 15)), near(iter([one]), date(2026, 6, 1))
    (True, [], [])
    >>> one = Due(MASTERY, date(2026, 5, 31))
    >>> [near(iter([one]), day) == [one] for day in (date(2026, 6, 1), date(2026, 7, 30), date(2026, 7, 31))]
    [True, True, False]
    """
    found: dict[str, Due] = {}
    for one in sorted(dues, key=lambda due: due.by):
        passed = timedelta(days=TOLD_AFTER.get(one.kind, 0))
        if on - passed <= one.by <= on + timedelta(days=TOLD[one.kind]):
            found.setdefault(one.kind, one)
    return list(found.values())


# The visit of information and prevention: within three months of the first day, then within five years of the last. Of what is
# shorter by the work or the person, nothing is known here.
FIRST_VISIT, NEXT_VISIT = 3, 60  # months


def next_visit(start: date, held_on: date | None) -> date:
    """By which day the next medical visit is to be held, at the latest. One that was held before the first day was of another
    contract, that this one does not continue.

    >>> str(next_visit(date(2026, 9, 1), None)), str(next_visit(date(2020, 1, 1), date(2024, 3, 5)))
    ('2026-12-01', '2029-03-05')
    >>> str(next_visit(date(2026, 9, 1), date(2026, 9, 1))), str(next_visit(date(2026, 9, 1), date(2026, 8, 31)))
    ('2031-09-01', '2026-12-01')
    """
    return add_months(held_on, NEXT_VISIT) if held_on and held_on >= start else add_months(start, FIRST_VISIT)


# What is to be told in writing to whoever is hired: what the law wants first, and the rest. Asked of contracts that begin since
# the decree of 30 October 2023 is in force; before, of none.
FIRST, REST = "first", "rest"
INFORMED_SINCE = date(2023, 11, 1)


def information_due(start: date) -> dict[str, date]:
    """By which day each part of it is handed over, at the latest (R1221-35): the seventh day after the first one for 1° to 5°,
    7°, 11° and 12° of R1221-34, a month after it for the others.

    >>> {part: str(day) for part, day in information_due(date(2026, 1, 31)).items()}
    {'first': '2026-02-07', 'rest': '2026-02-28'}
    >>> information_due(date(2023, 10, 31)), len(information_due(date(2023, 11, 1)))
    ({}, 2)
    """
    if start < INFORMED_SINCE:
        return {}
    return {FIRST: start + timedelta(days=7), REST: add_months(start, 1)}
