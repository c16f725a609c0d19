"""What is owed and paid of a year, line by line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.dues.models import Due, Payment
from kevread.dues.rules import STATES, state_of


@dataclass(slots=True)
class Owed:
    """A line on a day: what was paid of it, what is left, how it stands."""

    due: Due
    on: date
    payments: list[Payment] = field(default_factory=list)

    @property
    def paid(self) -> int:
        return net(self.payments)

    @property
    def left(self) -> int:
        return max(0, self.due.cents - self.paid)

    @property
    def over(self) -> int:
        return max(0, self.paid - self.due.cents)

    @property
    def state(self) -> str:
        return state_of(self.due.cents, self.paid, self.due.call.due_on, self.on)

    @property
    def word(self) -> str:
        return STATES[self.state]


def net(payments: Iterable[Payment]) -> int:
    """What came in, less what was given back."""
    return sum(-one.cents if one.refunds_id else one.cents for one in payments)


def paid_of(due: Due) -> int:
    """What was paid of a line, all told."""
    return net(Payment.objects.standing().filter(due=due))


def owed(organisation: Organisation, year: int, actor: Actor, on: date) -> list[Owed]:
    """The lines of a year, by name, as they stood that day. Two queries, whatever their number."""
    rows = (
        Due.objects.visible_to(actor).standing().filter(organisation=organisation, year=year, call__called_on__lte=on)
    )
    rows = rows.select_related("affiliation__member", "call", "organisation", "bracket__tariff")
    return standing_of(rows.order_by("affiliation__member__search", "number"), on)


def standing_of(dues: Iterable[Due], on: date) -> list[Owed]:
    """These lines, with what was paid of them by that day. One query more."""
    found = [Owed(due, on) for due in dues]
    payments: dict[UUID, list[Payment]] = defaultdict(list)
    rows = Payment.objects.standing().filter(due__in=[one.due.pk for one in found], paid_on__lte=on)
    for row in rows.order_by("paid_on", "pk"):
        if row.due_id:
            payments[row.due_id].append(row)
    for one in found:
        one.payments = payments[one.due.pk]
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    asked: int
    paid: int
    left: int
    over: int


def totals(lines: list[Owed]) -> Totals:
    return Totals(
        sum(one.due.cents for one in lines),
        sum(one.paid for one in lines),
        sum(one.left for one in lines),
        sum(one.over for one in lines),
    )


def years_of(organisation: Organisation) -> list[int]:
    """The years that were called, the last first."""
    rows = Due.objects.standing().filter(organisation=organisation).values_list("year", flat=True)
    return list(rows.distinct().order_by("-year"))
