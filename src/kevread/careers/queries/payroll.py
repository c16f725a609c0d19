"""The variables of a month for the payroll office of an employer: who entered, who left, what changed, which days were taken,
which expenses were validated and wait to be reimbursed.
Read by the employer’s line alone. The number of queries does not grow with the people."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.careers.rules.payroll import month_days, working_days
from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.staff.models import Contract, Terms
from kevread.staff.permissions import employers
from kevread.supervision.models import Expense, Leave

type Days = dict[tuple[str, str], list[Leave]]


@dataclass(frozen=True, slots=True)
class Month:
    """A contract over a month. `terms`: what was last agreed by its last day; `changed_on`: from which day of it, where it
    changed; `taken`: the granted days of leave that it holds, `remote`: those of remote work."""

    contract: Contract
    first: date
    terms: Terms | None
    changed_on: date | None
    taken: list[Leave]
    remote: list[Leave]
    expenses: int = 0  # cents, of what was validated over the month, and not reimbursed

    @property
    def last(self) -> date:
        return month_days(self.first)

    @property
    def entered_on(self) -> date | None:
        start = self.contract.dates.start
        return start if start and self.first <= start <= self.last else None

    @property
    def left_on(self) -> date | None:
        end = self.contract.dates.last
        return end if end and self.first <= end <= self.last else None

    @property
    def has_variables(self) -> bool:
        return bool(self.entered_on or self.left_on or self.changed_on or self.taken or self.remote or self.expenses)

    @property
    def leave_days(self) -> float:
        return working_days((one.halves for one in self.taken), self.first, self.last)

    @property
    def remote_days(self) -> float:
        return working_days((one.halves for one in self.remote), self.first, self.last)

    @property
    def spans(self) -> str:
        """The days of leave, in words of a spreadsheet."""
        return " ; ".join(self.span(one) for one in self.taken)

    def span(self, leave: Leave) -> str:
        """The part of it that this month holds, from or until noon where it is so."""
        begins = "" if leave.first < self.first else " midi" if leave.from_noon else ""
        ends = "" if leave.last > self.last else " midi" if leave.until_noon else ""
        return f"{max(leave.first, self.first):%d/%m/%Y}{begins} - {min(leave.last, self.last):%d/%m/%Y}{ends}"


def months_of(employer: Organisation, actor: Actor, on: date, first: date) -> list[Month]:
    """Every contract of this employer that holds a day of the month, by name. Four queries, and one for who is entrusted."""
    within = Period.through(first, month_days(first))
    rows = (
        Contract.objects.visible_to(actor, employers(actor, on)).standing().touching(within).filter(employer=employer)
    )
    contracts = list(rows.select_related("person").order_by("person__search", "pk"))
    keys = [one.pk for one in contracts]
    terms: dict[UUID, list[Terms]] = defaultdict(list)
    for one in Terms.objects.filter(contract__in=keys, period__startswith__lte=month_days(first)).order_by("period"):
        terms[one.contract_id].append(one)
    days: Days = defaultdict(list)
    granted = Leave.objects.standing().filter(answer=Leave.Answer.GRANTED, matter__organisation=employer)
    for leave in granted.over(first, month_days(first)).select_related("matter").order_by("first", "pk"):
        days[str(leave.matter.person_id), leave.kind].append(leave)
    spent = expenses_of(employer, first)
    return [month_of(one, first, terms[one.pk], days, spent) for one in contracts]


def expenses_of(employer: Organisation, first: date) -> dict[str, int]:
    """What was validated over the month and that nobody reimbursed, by person, in cents. A query."""
    within = (first, month_days(first))
    rows = Expense.objects.granted().filter(
        matter__organisation=employer, matter__closed_at__date__range=within, paid_on=None
    )
    found: dict[str, int] = defaultdict(int)
    for person, cents in rows.values_list("matter__person", "cents"):
        found[str(person)] += cents
    return found


def month_of(contract: Contract, first: date, terms: list[Terms], days: Days, spent: dict[str, int]) -> Month:
    last = terms[-1] if terms else None
    began = last.dates.start if last else None
    changed = began if began and began >= first and len(terms) > 1 else None
    who = str(contract.person_id)  # of two contracts of somebody in one month, the first tells what was spent
    taken, remote = days[who, Leave.Kind.LEAVE], days[who, Leave.Kind.REMOTE]
    return Month(contract, first, last, changed, taken, remote, spent.pop(who, 0))
