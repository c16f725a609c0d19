"""What rooms above know of the career interviews of people employed here."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.common.errors import Way
from kevread.directory.models import Organisation
from kevread.staff.asks import CAREERS, Met
from kevread.staff.models import Contract

from .register import Hired


def met(employer: Organisation, people: Collection[UUID], on: date) -> dict[UUID, Met]:
    found: dict[UUID, Met] = {}
    for one in CAREERS:
        found |= one.met(employer, people, on)
    return found


def known_since(employer: Organisation, on: date) -> date:
    """From which day on interviews are known there; that day itself where nobody keeps them."""
    return min((day for one in CAREERS if (day := one.since(employer, on))), default=on)


def where_opened(employer: Organisation) -> Way | None:
    return next((way for one in CAREERS if (way := one.way(employer))), None)


def first_days(contracts: Collection[Hired | Contract]) -> dict[UUID, date]:
    """Of each, its first day, with whichever employer it began. A query for each time that some were taken over."""
    found = {one.pk: (one.continues_id, one.dates.start) for one in contracts}
    while asked := {before for before, _ in found.values() if before} - found.keys():
        rows = Contract.objects.filter(pk__in=asked).values_list("pk", "continues_id", "period__startswith")
        found |= {key: (before, start) for key, before, start in rows}
    days: dict[UUID, date] = {}
    for one in contracts:
        before, start = found[one.pk]
        while before:
            before, start = found[before]
        assert start is not None
        days[one.pk] = start
    return days
