"""What a file says along the axes, and the full cost of an action, each figure down to its lines."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.ledgers.exports import ACTIONS
from kevread.ledgers.loader import ACTION, framework
from kevread.ledgers.models import KEEPS_LEDGERS, Key
from kevread.ledgers.queries.codes import codes_of
from kevread.ledgers.queries.costs import actions_of, along_axes, analysed, posted_in
from kevread.ledgers.queries.times import effort_of
from kevread.ledgers.scene import book_of
from kevread.ui.access import may, today_only
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(KEEPS_LEDGERS)
@today_only
def analytics(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What each action costs in all, what each axis says, and the accounts of which nothing is said."""
    found = analysed(book_of(request, key))
    effort = effort_of(found.book, request.today)
    rows = actions_of(found, effort)
    context = {
        "effort": effort,
        "book": found.book,
        "found": found,
        "rows": rows,
        "totals": {
            name: sum(getattr(one, name) or 0 for one in rows) for name in ("direct", "received", "full", "products")
        },
        "unshared": [found.labels.get(code) or code for code in found.unshared],
        "axes": along_axes(found),
        "has_axes": bool(framework().axes),
    }
    return render(request, "ledgers/analytics.html", context)


@may(KEEPS_LEDGERS)
@today_only
def analytics_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    found = analysed(book_of(request, key))
    rows = actions_of(found, effort_of(found.book, request.today))
    return table_file(request, ACTIONS, rows, form, about=found.book.last.isoformat())


@may(KEEPS_LEDGERS)
@today_only
def action(request: Request, scale: str, key: UUID, code: str) -> HttpResponse:
    """The full cost of one action: its own expenses, account by account; what supports bring it, and by which key."""
    found = analysed(book_of(request, key))
    code = code.upper()
    if code not in found.codes:
        raise Http404("Ce fichier ne dit rien de cette action.")
    effort = effort_of(found.book, request.today)
    row = next(one for one in actions_of(found, effort) if one.code == code)
    keys = {one.source: one for one in Key.objects.filter(organisation=request.scale, year=found.book.last.year)}
    names = codes_of(request.scale, ACTION, found.book.last)
    context = {
        "book": found.book,
        "row": row,
        "effort": effort,
        "unshared": [names.get(one, one) for one in found.unshared],
        "expenses": posted_in(found, code, "6"),
        "products": posted_in(found, code, "7"),
        "received": [(one, names.get(one.source, one.source), keys[one.source]) for one in found.received(code)],
        "given": [(one, names.get(one.target, one.target), keys[one.source]) for one in found.given(code)],
    }
    return render(request, "ledgers/action.html", context)
