"""What is spent of a funding, year by year, and what is left of those given for a defined project."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.finance import operations
from kevread.finance.exports import DEDICATED
from kevread.finance.forms import ReasonForm, SpentForm
from kevread.finance.models import KEEPS, READS, Funding, Spending
from kevread.finance.queries.dedicated import closed_years, dedicated, proposed
from kevread.finance.scene import funding_of, keeps, spending_of
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, ask
from kevread.ui.forms import typed_euros
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(READS)
def funds(request: Request, scale: str) -> HttpResponse:
    """Those of the last closed year, and nothing else."""
    found = dedicated(request.scale, request.actor, request.on, KEEPS_LEDGERS)
    return render(request, "finance/dedicated.html", {"dedicated": found, "keeps": keeps(request)})


@may(READS)
def dedicated_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The table of dedicated funds of the last closed year."""
    found = dedicated(request.scale, request.actor, request.on, KEEPS_LEDGERS)
    return table_file(request, DEDICATED, found.lines if found else [], form)


def spent_form(request: Request, row: tuple[Funding, date]) -> SpentForm:
    cents = proposed(*row)
    return SpentForm(request.POST or None, initial={} if cents is None else {"cents": typed_euros(cents)})


SAY = Change(
    "Dire ce qui est dépensé",
    "De ce financement seul : ce que d’autres paient de l’action n’en est pas.",
    "L’inscrire",
    spent_form,
    lambda request, row, form: operations.say_spent(
        actor=request.actor, funding=row[0], closed_on=row[1], now=request.now, **form.cleaned_data
    ),
    "C’est inscrit : ce qui reste est reporté à l’exercice suivant.",
)


@may(KEEPS)
@today_only
def say_spent(request: Request, scale: str, key: UUID, day: str) -> HttpResponse:
    found = funding_of(request, key)
    closed_on = next((one for one in closed_years(found, request.today) if one.isoformat() == day), None)
    if closed_on is None:
        raise Http404("Aucun exercice clos de ce financement n’est à cette adresse.")
    row = found, closed_on
    return ask(request, SAY, row, found.purpose, "finance:funding", scale=scale, key=found.pk)


UNDO = Change(
    "Ce n’est pas ce qui est dépensé",
    "Cela reste inscrit, annulé ; le bon chiffre se dit de nouveau.",
    "L’annuler",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_spent(
        actor=request.actor, spending=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "C’est annulé.",
)


@may(KEEPS)
@today_only
def undo_spent(request: Request, scale: str, key: UUID) -> HttpResponse:
    found: Spending = spending_of(request, key)
    what, back = found.funding.purpose, "finance:funding"
    return ask(request, UNDO, found, what, back, scale=scale, key=found.funding_id)
