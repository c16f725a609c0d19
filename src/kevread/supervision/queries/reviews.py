"""Whose annual review is due."""

from datetime import date

from kevread.directory.models import Organisation, Person
from kevread.staff.models import Contract
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.rules import due_on


def reviews_late(employer: Organisation, code: str, on: date) -> list[Person]:
    """Those employed there whose review is past its day, and for whom none is open; by name. Two queries."""
    spec = acts().acts[code]
    rows = Matter.objects.standing().filter(organisation=employer, act=code, raised_at__date__lte=on)
    last: dict[object, date] = {}
    under_way = set()
    for person, closed, held in rows.values_list("person_id", "closed_at", "held_on"):
        if closed is None:
            under_way.add(person)
        elif held and held <= on:
            last[person] = max(held, last.get(person, held))
    late = {}
    contracts = Contract.objects.on(on).standing().filter(employer=employer).select_related("person")
    for contract in contracts.order_by("person__search", "pk"):
        first = contract.dates.start
        waits = contract.person_id not in under_way
        if waits and first and due_on(spec.every_months, first, last.get(contract.person_id)) < on:
            late[contract.person_id] = contract.person
    return list(late.values())
