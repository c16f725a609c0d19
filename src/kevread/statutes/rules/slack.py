"""How much time is left before each milestone of a transfer, and which of them leave the least. Pure.

From a day on, a milestone cannot be reached before those that law wants over first, and the time that law puts between two of
them. What is left is the days from there to its latest day; what has the least, back from the assembly, is the critical path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kevread.common.periods import add_months
from kevread.statutes.rules.milestones import Bound, Milestone
from kevread.statutes.rules.transfer import BEFORE_PROTECTED, PUBLIC_DAYS, Transfer, calendar


@dataclass(frozen=True, slots=True)
class Placed:
    """A milestone, from the first day on which it may be reached, seen from a day. `slack`: the days left; None where nothing
    is late: a day that is chosen, or one before which nothing is due. Below zero: it is too late, or will be."""

    milestone: Milestone
    soonest: date
    slack: int | None
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The whole, seen from a day. `first_assembly`: the first day on which the assembly could be held."""

    placed: tuple[Placed, ...]
    first_assembly: date
    slack: int

    @property
    def is_held(self) -> bool:
        return self.slack >= 0

    @property
    def critical(self) -> tuple[Placed, ...]:
        return tuple(one for one in self.placed if one.is_critical)


def months_after(day: date, months: int) -> date:
    """The first day of which so many months before is not before `day`: what law counts back, counted forward.

    >>> months_after(date(2026, 12, 31), 2).isoformat(), months_after(date(2026, 11, 30), 2).isoformat()
    ('2027-03-01', '2027-01-30')
    """
    found = add_months(day, months)
    while add_months(found, -months) < day:
        found += timedelta(days=1)
    return found


def after(transfer: Transfer, code: str, previous: str, day: date) -> date:
    """The first day of a milestone, from that of one that it follows."""
    if (code, previous) == ("draft_adoption", "works_council"):
        return months_after(day, transfer.council_months)
    days = {
        ("assembly", "legal_notice"): PUBLIC_DAYS,
        ("assembly", "documents_available"): PUBLIC_DAYS,
        ("assembly", "assembly_notice"): transfer.notice_days,
        ("creditors", "legal_notice"): PUBLIC_DAYS,
        ("effective", "protected_staff"): BEFORE_PROTECTED,
    }
    return day + timedelta(days=days.get((code, previous), 0))


def soonest(transfer: Transfer, milestones: Sequence[Milestone], today: date) -> dict[str, date]:
    """The first day of each milestone. The assembly also waits for two months after the draft, which law counts between them;
    what comes after it waits for the day that is chosen, and is not brought forward."""
    found: dict[str, date] = {}
    for one in milestones:
        held = {code: max(day, transfer.first) if code == "assembly" else day for code, day in found.items()}
        days = [today, *(after(transfer, one.code, code, held[code]) for code in one.after if code in held)]
        if one.code == "assembly":
            days.append(months_after(found["draft_adoption"], 2))
        found[one.code] = max(days)
    return found


def board(transfer: Transfer, today: date) -> Board:
    """Each milestone where it stands on a day.

    >>> seen = board(Transfer(assembly=date(2027, 3, 31)), date(2026, 11, 27))
    >>> seen.slack, seen.first_assembly.isoformat(), [one.milestone.code for one in seen.critical]
    (63, '2027-01-27', ['draft_adoption', 'assembly'])
    """
    milestones = calendar(transfer)
    first = soonest(transfer, milestones, today)
    by_code = {one.code: one for one in milestones}
    path = critical_path(transfer, by_code, first, today)
    placed = []
    for one in milestones:
        is_due = one.kind.bound is Bound.LATEST or one.code == "assembly"
        slack = (one.date - first[one.code]).days if one.applies and is_due else None
        placed.append(Placed(one, first[one.code], slack, one.code in path))
    return Board(tuple(placed), first["assembly"], (transfer.first - first["assembly"]).days)


def critical_path(
    transfer: Transfer, by_code: Mapping[str, Milestone], first: Mapping[str, date], today: date
) -> set[str]:
    """Back from the assembly, the milestone on whose day the next one hangs: what is late there delays the assembly.

    What may be done today holds nothing back.
    """
    path, code = {"assembly"}, "assembly"
    while True:
        waits = [(after(transfer, code, one, first[one]), one) for one in by_code[code].after]
        if code == "assembly":
            waits.append((months_after(first["draft_adoption"], 2), "draft_adoption"))
        held = [one for day, one in waits if day == first[code]]
        if not held or first[code] <= today:
            return path
        code = held[-1]
        path.add(code)
