"""The accounts of the head and of the groupings, together: sums for those who keep the money of one of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.ledgers.exports import SIDES
from kevread.ledgers.loader import framework
from kevread.ledgers.models import KEEPS_LEDGERS
from kevread.ledgers.queries.combined import Together, kept_books, readable, years_together
from kevread.ledgers.queries.combined import together as all_together
from kevread.ui.access import may, today_only
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def found_of(request: Request) -> tuple[Together, list[int]]:
    """Of the year of the address, or of the last one that is over: one under way is not whole. Http404
    where the common framework does not count the organisation."""
    if request.scale.slug not in framework().prefixes:
        raise Http404(
            "Le cadre commun ne compte pas cette organisation parmi celles dont les comptes se lisent ensemble."
        )
    books, asked = kept_books(), request.GET.get("annee", "")
    years = years_together(books)
    typed = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
    over = [one for one in years if one < request.today.year] or years or [request.today.year]
    return all_together(typed if typed in years else over[0], books), years


@may(KEEPS_LEDGERS)
@today_only
def together(request: Request, scale: str) -> HttpResponse:
    """What all make, along each axis, and what two of them do not tell alike where one of them is here."""
    found, years = found_of(request)
    names = {one.organisation.slug: one.organisation.name for one in found.sides}

    def called(slugs: frozenset[str]) -> str:
        return ", ".join(sorted(names[slug] for slug in slugs))

    flows = []
    for flow in readable(found, request.actor):
        paid, received, record = flow.paid, flow.received, flow.record
        if record:
            flows.append((flow, names[record.payer], names[record.payee]))
            continue
        payer = names[paid.owner] if paid else called(received.names) if received else ""
        receiver = names[received.owner] if received else called(paid.names) if paid else ""
        flows.append((flow, payer, receiver))
    return render(request, "ledgers/together.html", {"found": found, "years": years, "flows": flows})


@may(KEEPS_LEDGERS)
@today_only
def together_file(request: Request, scale: str, form: str) -> HttpResponse:
    """What each makes, for a spreadsheet."""
    found, _ = found_of(request)
    return table_file(request, SIDES, found.present, form, about=str(found.year))
