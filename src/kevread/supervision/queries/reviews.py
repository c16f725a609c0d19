"""Whose annual review is due; whose career interview, and when the last was held."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.charter.queries.registers import kept_since
from kevread.directory.models import Organisation, Person
from kevread.staff.asks import Met
from kevread.staff.models import Contract
from kevread.staff.queries.interviews import first_days
from kevread.staff.queries.tenure import employments
from kevread.staff.rules.calendar import next_interview
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.rules import due_on


def reviews_late(employer: Organisation, code: str, on: date) -> list[Person]:
    """Those employed there whose review is past its day, and for whom none is open; by name. A first one is due from the first
    day of their employment, whatever the contracts that follow one another, as R6.7 counts it. Three queries."""
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
    began = employments(employer=employer)
    contracts = Contract.objects.on(on).standing().filter(employer=employer).select_related("person")
    for contract in contracts.order_by("person__search", "pk"):
        first = began[contract.pk].since
        waits = contract.person_id not in under_way
        if waits and due_on(spec.every_months, first, last.get(contract.person_id)) < on:
            late[contract.person_id] = contract.person
    return list(late.values())


def careers_met(employer: Organisation, people: Collection[UUID], on: date) -> dict[UUID, Met]:
    """The career interviews that were held with these by that day: here, and with those whose contracts it took over. One
    query."""
    code = acts().of_form("career")
    taken_over = Contract.objects.standing().filter(continued__employer=employer).values("employer")
    rows = Matter.objects.standing().filter(
        Q(organisation=employer) | Q(organisation__in=taken_over), act=code, person__in=people, raised_at__date__lte=on
    )
    found: dict[UUID, Met] = {}
    read = rows.order_by("held_on", "pk").values_list("person_id", "closed_at", "held_on", "takes_stock")
    for person, closed, held, takes_stock in read:
        before = found.get(person, Met())
        is_held = held is not None and held <= on
        found[person] = Met(
            held if is_held else before.held_on,
            held if is_held and takes_stock else before.took_stock_on,
            before.is_open or closed is None,
        )
    return found


def careers_since(employer: Organisation, on: date) -> date | None:
    """Since when its register of interviews is kept."""
    return kept_since("supervision", [employer.pk], on).get(employer.pk)


def careers_late(employer: Organisation, on: date) -> list[tuple[Person, date]]:
    """Those employed there whose career interview fell due since this register is kept, and was not held; by name, with its
    day. Four queries, and one for each time that contracts were taken over."""
    since = careers_since(employer, on)
    if since is None or not acts().of_form("career"):
        return []
    rows = Contract.objects.on(on).standing().filter(employer=employer).select_related("person")
    contracts = list(rows.order_by("person__search", "pk"))
    hired, known = first_days(contracts), careers_met(employer, {one.person_id for one in contracts}, on)
    late = {}
    for one in contracts:
        said = known.get(one.person_id, Met())
        due = next_interview(hired[one.pk], said.held_on, said.took_stock_on, since)
        if not said.is_open and due.by < on:
            late[one.person_id] = one.person, due.by
    return list(late.values())
