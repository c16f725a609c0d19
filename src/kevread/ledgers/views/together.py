"""The accounts of the head and of the groupings, together: sums for those who keep the money of one of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.periods import year_typed
from kevread.ledgers.exports import SIDES
from kevread.ledgers.loader import framework
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.queries.combined import (
    Together,
    along_read,
    kept_books,
    parties,
    readable,
    unheard_in_words,
    year_over,
    years_together,
)
from kevread.ledgers.queries.combined import together as all_together
from kevread.ui.access import may, today_only
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def is_counted(request: Request) -> bool:
    return request.scale.slug in framework().prefixes


def found_of(request: Request) -> tuple[Together, list[int]]:
    """Of the year of the address, or of the last one that is over: one under way is not whole. Http404
    where the common framework does not count the organisation."""
    if not is_counted(request):
        raise Http404(
            "Le cadre commun ne compte pas cette organisation parmi celles dont les comptes se lisent ensemble."
        )
    books = kept_books()
    years = years_together(books)
    typed = year_typed(request.GET.get("annee", ""))
    over = year_over(years, request.today) or next(iter(years), request.today.year)
    return all_together(typed if typed in years else over, books), years


@may(KEEPS_LEDGERS)
@today_only
def together(request: Request, scale: str) -> HttpResponse:
    """What all make, along each axis, and what two of them do not tell alike where one of them is here. From an organisation
    that they do not count, where changing scale leads, one goes to its own accounts."""
    if not is_counted(request):
        return redirect("ledgers:books", scale=scale)
    found, years = found_of(request)
    those = [one.organisation for one in found.sides]
    names = {one.slug: one.name for one in those}
    flows = [(flow, *parties(flow, names)) for flow in readable(found.apart, those, request.actor)]
    along = along_read(found, request.actor)
    unheard = [unheard_in_words(flow, *parties(flow, names)) for flow in readable(found.unheard, those, request.actor)]
    context = {"found": found, "years": years, "flows": flows, "unheard": unheard, "along": along}
    return render(request, "ledgers/together.html", context)


@may(KEEPS_LEDGERS)
@today_only
def together_file(request: Request, scale: str, form: str) -> HttpResponse:
    """What each makes, for a spreadsheet."""
    found, _ = found_of(request)
    return table_file(request, SIDES, found.present, form, about=str(found.year))
