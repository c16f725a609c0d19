"""A request on paper: what its form asks, prepared to be copied out or enclosed."""

from datetime import date

from kevread.common.money import euros
from kevread.documents.queries import letterhead
from kevread.finance.papers import GrantForm, PlanRow, PlanSide, Said, SaidPart
from kevread.ledgers.rules.budget import SIDES

from .asking import Asking, Datum


def form_paper(told: Asking, on: date) -> GrantForm:
    """Nothing that nobody wrote: what is missing is said in its place."""
    request = told.request
    return GrantForm(
        letterhead=letterhead(request.organisation, on),
        purpose=request.purpose,
        funder=request.funder.called,
        asked=euros(request.cents),
        on=on,
        known=told.known,
        many=len(told.data),
        parts=tuple(SaidPart(name=name, data=tuple(said(one) for one in data)) for name, data in told.parts),
        sides=tuple(side_of(told, side, name) for side, name in SIDES.items() if told.plan.side(side)),
        apart=euros(abs(told.plan.apart)) if told.plan.apart else "",
    )


def said(one: Datum) -> Said:
    lines = tuple(line for line in one.value.splitlines() if line.strip())
    return Said(label=one.label, lines=lines, origin=one.origin if lines else "", lacks=one.lacks)


def side_of(told: Asking, side: str, name: str) -> PlanSide:
    rows = tuple(PlanRow(account=one.account, label=one.label, amount=euros(one.cents)) for one in told.plan.side(side))
    return PlanSide(name=name, rows=rows, total=euros(told.plan.sum(side)))
