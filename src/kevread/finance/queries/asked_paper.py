"""A request on paper: what its form asks, prepared to be copied out or enclosed."""

from collections.abc import Iterable
from datetime import date

from kevread.common.money import euros
from kevread.documents.queries import letterhead
from kevread.finance.papers import GrantForm, PlanRow, PlanSide, Said, SaidPart
from kevread.ledgers.rules.budget import SIDES

from .asking import Asking, Datum, Plan


def form_paper(told: Asking, on: date) -> GrantForm:
    """What is known. What is missing, or does not balance, is told to who prepares it, on the screen: this goes to a funder."""
    request = told.request
    return GrantForm(
        letterhead=letterhead(request.organisation, on),
        purpose=request.purpose,
        funder=request.funder.called,
        asked=euros(request.cents),
        on=on,
        parts=tuple(SaidPart(name=name, data=those) for name, data in told.parts if (those := known(data))),
        sides=planned_sides(told.plan),
    )


def known(data: Iterable[Datum]) -> tuple[Said, ...]:
    return tuple(
        Said(label=one.label, lines=tuple(filter(str.strip, one.value.splitlines())), origin=one.origin)
        for one in data
        if one.value
    )


def planned_sides(plan: Plan) -> tuple[PlanSide, ...]:
    """The sides of a budget where something is foreseen, family by family."""
    return tuple(side_of(plan, side, name) for side, name in SIDES.items() if plan.side(side))


def side_of(plan: Plan, side: str, name: str) -> PlanSide:
    rows = tuple(PlanRow(account=one.account, label=one.label, amount=euros(one.cents)) for one in plan.side(side))
    return PlanSide(name=name, rows=rows, total=euros(plan.sum(side)))
