"""The variables of a month for the payroll office of an employer: who entered, who left, what changed, which days were taken,
which expenses were validated and wait to be reimbursed.
Read by the employer’s line alone. The number of queries does not grow with the people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
    changed; `taken`: the granted days of leave that it holds, `remote`: those of remote work, of its days from `begins` to
    `ends`, which no other contract of that person tells."""

    contract: Contract
    first: date
    terms: Terms | None
    changed_on: date | None
    begins: date
    ends: date
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
        return working_days((one.halves for one in self.taken), self.begins, self.ends)

    @property
    def remote_days(self) -> float:
        return working_days((one.halves for one in self.remote), self.begins, self.ends)

    @property
    def spans(self) -> str:
        """The days of leave, in words of a spreadsheet."""
        return " ; ".join(self.span(one) for one in self.taken)

    def span(self, leave: Leave) -> str:
        """The part of it that this month of the contract holds, from or until noon where it is so."""
        begins = "" if leave.first < self.begins else " midi" if leave.from_noon else ""
        ends = "" if leave.last > self.ends else " midi" if leave.until_noon else ""
        return f"{max(leave.first, self.begins):%d/%m/%Y}{begins} - {min(leave.last, self.ends):%d/%m/%Y}{ends}"


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
    spent, told = expenses_of(employer, first), days_told(contracts, first)
    return [month_of(one, first, terms[one.pk], days, spent, told[one.pk]) for one in contracts]


def days_told(contracts: Sequence[Contract], first: date) -> dict[UUID, tuple[date, date]]:
    """Of each contract, the days of the month whose leave it tells, both included: its own, but those that one of the same
    person which began before it tells already. None, where the first comes after the last."""
    found: dict[UUID, tuple[date, date]] = {}
    told: dict[UUID, date] = {}
    for one in sorted(contracts, key=lambda one: (one.dates.start or first, str(one.pk))):
        begins = max(first, one.dates.start or first, told.get(one.person_id, first))
        ends = min(month_days(first), one.dates.last or month_days(first))
        found[one.pk] = begins, ends
        told[one.person_id] = max(told.get(one.person_id, first), ends + timedelta(days=1))
    return found


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


def month_of(
    contract: Contract, first: date, terms: list[Terms], days: Days, spent: dict[str, int], told: tuple[date, date]
) -> Month:
    last = terms[-1] if terms else None
    began = last.dates.start if last else None
    changed = began if began and began >= first and len(terms) > 1 else None
    who = str(contract.person_id)  # of two contracts of somebody in one month, the first tells what was spent
    taken, remote = (within(days[who, kind], *told) for kind in (Leave.Kind.LEAVE, Leave.Kind.REMOTE))
    return Month(contract, first, last, changed, *told, taken, remote, spent.pop(who, 0))


def within(leaves: Sequence[Leave], begins: date, ends: date) -> list[Leave]:
    return [one for one in leaves if begins <= ends and one.first <= ends and one.last >= begins]
