"""What the form of a request asks: how much of it is known, what is missing, and what is taken away of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.errors import Refused
from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.finance import operations
from kevread.finance.exports import ASKED
from kevread.finance.forms_asking import AnswersForm, PlanTableForm
from kevread.finance.models import KEEPS, READS, GrantRequest
from kevread.finance.queries.asked_paper import form_paper
from kevread.finance.queries.asking import (
    PARTS,
    Asking,
    Datum,
    answers_of,
    asking,
    plan_of,
    proposals,
    request_shown,
    table_of,
)
from kevread.finance.queries.volunteering import ACCOUNTS, volunteering
from kevread.finance.scene import keeps, request_of
from kevread.ledgers.operations import FaultyTable
from kevread.ledgers.rules.budget import SIDES, Foreseen
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file

HOME = "finance:asking"


@may(READS)
def data(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Each thing that the form asks, and the budget, side by side."""
    found = request_of(request, key)
    told = asking(found, request.actor, request.on)
    context = {
        "asked": found,
        "told": told,
        "sides": [(name, told.plan.side(side), told.plan.sum(side)) for side, name in SIDES.items()],
        "keeps": keeps(request) and found.state == GrantRequest.State.DRAFT,
    }
    return render(request, "finance/asking.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the spreadsheet."""

    part: str
    label: str
    value: str
    cents: int | None
    origin: str
    lacks: str


def rows_of(told: Asking) -> Iterator[Row]:
    for one in told.data:
        yield row_of(one)
    for line in told.plan.lines:
        name = f"{line.account} {line.label}".strip()
        yield Row(PARTS["budget"], name, "", line.cents, "Budget de cette demande", "")


def row_of(one: Datum) -> Row:
    return Row(PARTS[one.part], one.label, one.value, None, one.origin if one.value else "", one.lacks)


@may(READS)
def data_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    found = request_of(request, key)
    rows = rows_of(asking(found, request.actor, request.on))
    return table_file(request, ASKED, rows, form, about=file_name(found.purpose))


@may(READS)
def data_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Prepared to be copied out or enclosed."""
    found = request_of(request, key)
    paper = form_paper(asking(found, request.actor, request.on), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    name = f"demande-{file_name(found.purpose)}.pdf"
    return under_name(HttpResponse(content, content_type="application/pdf"), name)


def draft_of(request: Request, key: UUID) -> GrantRequest:
    found = request_of(request, key)
    if found.state != GrantRequest.State.DRAFT:
        raise Http404("Cette demande n’est plus en préparation : ce qu’elle disait reste tel.")
    return found


@may(KEEPS)
@today_only
def complete(request: Request, scale: str, key: UUID) -> HttpResponse:
    """All that nothing else says, on one page."""
    found = draft_of(request, key)
    known = answers_of(found)
    proposed = proposals(found, request.today)
    form = AnswersForm(request.POST or None, initial=proposed | known)

    def do() -> Done:
        operations.complete_request(actor=request.actor, request=found, answers=form.cleaned_data, now=request.now)
        return Done("C’est inscrit.", HOME, scale=scale, key=key)

    gesture = perform(request, form, do, Shown(found, request_shown))
    context = {"asked": found, "proposed": bool(proposed.keys() - known.keys())}
    return gesture.done or gesture.page("finance/complete.html", context)


@may(KEEPS)
@today_only
def plan(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Its budget, as a table; with what volunteers give, where it is asked for (`?benevolat`)."""
    found = draft_of(request, key)
    lines = plan_of(found).foreseen
    given = volunteering(found.organisation, request.actor, request.today)
    gift = given.told if given else None
    with_gift = "benevolat" in request.GET and gift is not None
    if with_gift and gift is not None:
        lines = [one for one in lines if one.account not in ACCOUNTS]
        lines += [Foreseen(account, "", "Bénévolat", gift) for account in ACCOUNTS]
    form = PlanTableForm(request.POST or None, initial={"table": table_of(lines)})

    def do() -> Done:
        operations.write_plan(actor=request.actor, request=found, table=form.cleaned_data["table"], now=request.now)
        return Done("Le budget de la demande est écrit.", HOME, scale=scale, key=key)

    gesture = perform(request, form, do, Shown(found, request_shown))
    context = {
        "asked": found,
        "wrong": wrong_of(gesture.refusal),
        "gift": gift,
        "with_gift": with_gift,
        "given": given,
    }
    return gesture.done or gesture.page("finance/plan.html", context)


def wrong_of(refusal: Refused | None) -> list:
    return refusal.wrong if isinstance(refusal, FaultyTable) else []
