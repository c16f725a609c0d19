"""The trial of a contract beside the longest that its agreement gives to the group in which somebody was hired."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kevread.common.periods import Period
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Terms
from kevread.staff.rules.trials import Longest, longest

from .interviews import first_days
from .register import Hired, Line


class TooLong(NamedTuple):
    """A contract whose trial goes past the longest that may be."""

    contract: Hired
    longest: Longest


def longest_of(kind: str, period: Period, agreement: str, group: str) -> Longest | None:
    """For somebody hired so. `agreement`: that which somebody said, or nothing."""
    followed = framework().agreements.get(agreement)
    given = followed.groups.get(group) if followed else None
    months = given.trial if given else 0
    return longest(kind, period, months, f"la convention {followed.label}" if followed else "")


def longest_trials(contracts: Collection[Hired | Contract]) -> dict[UUID, Longest]:
    """Of those of which it is known: by the group in which each was hired, from the day on which it began, with whichever
    employer. A query for the groups, and one each time that some were taken over."""
    days = first_days(contracts)
    rows = Terms.objects.filter(contract__in=[one.pk for one in contracts]).order_by("contract", "-period", "-pk")
    groups: dict[UUID, str] = dict(rows.values_list("contract", "group"))
    found = {}
    for one in contracts:
        said = one.agreement if one.agreement_said_on else ""
        if known := longest_of(one.kind, Period(days[one.pk], one.dates.end), said, groups.get(one.pk, "")):
            found[one.pk] = known
    return found


def too_long(lines: Collection[Line], on: date) -> list[TooLong]:
    """Those whose trial is under way, or to come, and goes past the longest. No query where there is none."""
    tried = [
        one.contract
        for one in lines
        if not (one.is_over or one.is_annulled) and one.contract.trial_end and one.contract.trial_end >= on
    ]
    known = longest_trials(tried) if tried else {}
    return [TooLong(one, known[one.pk]) for one in tried if one.pk in known and is_past(one, known[one.pk])]


def is_past(contract: Hired | Contract, known: Longest) -> bool:
    return contract.trial_end is not None and contract.trial_end > known.last
