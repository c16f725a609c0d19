"""The accounts of each year, the thresholds of law over them, and the reports that fundings ask for."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.filings.queries import to_publish
from kevread.finance import operations
from kevread.finance.exports import REPORTS
from kevread.finance.forms import AccountsForm, PublishForm, ReasonForm, ReportForm
from kevread.finance.loader import in_sight
from kevread.finance.models import KEEPS, READS, Accounts, Report
from kevread.finance.queries.dedicated import dedicated
from kevread.finance.queries.proposed import last_book
from kevread.finance.queries.report_paper import report_paper
from kevread.finance.queries.reports import Due, of_subsidies, to_report
from kevread.finance.queries.thresholds import legal_limits, standing, thresholds
from kevread.finance.queries.volunteering import given_in
from kevread.finance.queries.years import years_back
from kevread.finance.scene import accounts_of, funding_of, keeps, report_of
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, ask, change
from kevread.ui.files import under_name
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(READS)
def accounts(request: Request, scale: str) -> HttpResponse:
    """The thresholds over the last closed year and the one under way; the reports due; the accounts that were typed."""
    here = request.scale.pk
    last, under_way = (one.get(here) for one in years_back(request.on, [here], 1, 0))
    rows = Accounts.objects.visible_to(request.actor).filter(organisation=request.scale, closed_on__lte=request.on)
    due, limit = to_report(request.on, [here]), legal_limits(request.on)
    shown = [(one, list(thresholds(one, limit))) for one in (last, under_way) if one]
    context = {
        "years": shown,
        "standing": standing(shown),
        "percent": in_sight() if any(line.is_near for _, lines in shown for line in lines) else None,
        "due": [(one, one.is_late(request.on)) for one in due if one.report is None],
        "sent": [one for one in due if one.report is not None],
        "accounts": rows.order_by("-closed_on", "-pk"),
        "publishing": to_publish([here], request.on),
        "dedicated": dedicated(request.scale, request.actor, request.on, KEEPS_LEDGERS),
        "keeps": keeps(request),
    }
    return render(request, "finance/accounts.html", context)


@may(READS)
def reports_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, REPORTS, to_report(request.on, [request.scale.pk]), form)


@may(KEEPS)
@today_only
def enter(request: Request, scale: str) -> HttpResponse:
    """The figures of a year: those that the file of the accountant makes are proposed, and a person says them."""
    found = last_book(request.scale, request.actor, request.today)
    initial: dict[str, Any] = {}
    if found:
        book, made = found
        initial = {"closed_on": book.last, "source": f"{book.name}, fichier du cabinet gardé ici"[:160]}
        sums = {"resources": made.products, "expenses": made.expenses}
        initial |= {name: typed_euros(cents) for name, cents in sums.items() if cents > 0}
    form = AccountsForm(request.POST or None, initial=initial)

    def write() -> Done:
        said = form.cleaned_data
        operations.enter_accounts(
            actor=request.actor,
            organisation=request.scale,
            closed_on=said["closed_on"],
            source=said["source"],
            figures=form.figures,
            now=request.now,
        )
        return Done("Les comptes de cet exercice sont inscrits.", "finance:accounts", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("finance/enter.html", {"book": found[0] if found else None})


def publish(request: Request, row: Accounts, form: Any) -> object:
    return operations.publish_accounts(actor=request.actor, accounts=row, now=request.now, **form.cleaned_data)


def undo(request: Request, row: Accounts, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.undo_accounts(actor=request.actor, accounts=row, reason=reason, now=request.now)


def publish_form(request: Request, row: Accounts) -> forms.Form:
    return PublishForm(request.POST if request.method == "POST" else None, initial={"pay_told_on": row.pay_told_on})


CHANGES = {
    "publier": Change(
        "Les rémunérations publiées",
        "Ce que touchent les trois plus hauts cadres dirigeants se publie avec les comptes.",
        "Enregistrer",
        publish_form,
        publish,
        "C’est inscrit.",
    ),
    "annuler": Change(
        "Ces comptes sont faux",
        "Ils restent inscrits, annulés ; d’autres chiffres prennent leur place.",
        "Les annuler",
        lambda request, row: ReasonForm(request.POST or None),
        undo,
        "Ces comptes sont annulés.",
    ),
}


@may(KEEPS)
@today_only
def change_accounts(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = accounts_of(request, key)
    return change(request, CHANGES, gesture, found, str(found), "finance:accounts", scale=scale)


def due_at(request: Request, key: UUID, day: str) -> Due:
    """The report of a funding for a year. Raises Http404."""
    found = funding_of(request, key)
    try:
        closed_on = date.fromisoformat(day)
    except ValueError:
        raise Http404("Aucun exercice n’est clos ce jour-là.") from None
    for one in of_subsidies(request.on, [request.scale.pk]):
        if (one.funding.pk, one.closed_on) == (found.pk, closed_on):
            return one
    raise Http404("Aucun compte rendu n’est attendu à cette adresse.")


@may(READS)
def report_pdf(request: Request, scale: str, key: UUID, day: str) -> HttpResponse:
    """What is known here of what the report asks: planned, spent, the difference."""
    due = due_at(request, key, day)
    paper = report_paper(due, request.on, given_in(due, request.actor, request.on))
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type="application/pdf"), f"{file_name(paper.title)}.pdf")


SEND = Change(
    "Le compte rendu est envoyé",
    "Il part hors de Kevread ; ce qui fut dépensé se lira avec lui.",
    "Inscrire l’envoi",
    lambda request, row: ReportForm(request.POST or None, initial={"sent_on": request.today}),
    lambda request, row, form: operations.send_report(
        actor=request.actor, funding=row.funding, closed_on=row.closed_on, now=request.now, **form.cleaned_data
    ),
    "L’envoi du compte rendu est inscrit.",
)


@may(KEEPS)
@today_only
def send_report(request: Request, scale: str, key: UUID, day: str) -> HttpResponse:
    found = due_at(request, key, day)
    return ask(request, SEND, found, found.funding.purpose, "finance:accounts", scale=scale)


UNDO = Change(
    "Ce compte rendu n’est pas envoyé",
    "Il est de nouveau attendu.",
    "Corriger",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_report(
        actor=request.actor, report=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Le compte rendu est de nouveau attendu.",
)


@may(KEEPS)
@today_only
def undo_report(request: Request, scale: str, key: UUID) -> HttpResponse:
    found: Report = report_of(request, key)
    return ask(request, UNDO, found, found.funding.purpose, "finance:accounts", scale=scale)
