"""The legal calendar of a transfer, for the day that is in the address: on screen, on paper, in a spreadsheet. Nothing is
written."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.meetings.queries import settings_of
from kevread.statutes.exports import CALENDAR
from kevread.statutes.forms import CalendarForm
from kevread.statutes.queries.calendar import calendar_paper, headline
from kevread.statutes.queries.drawing import drawn, slack_words
from kevread.statutes.rules.slack import board
from kevread.statutes.rules.transfer import Council
from kevread.ui.access import may
from kevread.ui.files import under_name
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def asked(request: Request) -> CalendarForm:
    """What the address asks, bound as soon as it says a day. The notice is that of the articles in force, where they say it."""
    notice = settings_of(request.scale, request.on).get("L1.10.notice_days", 15)
    usual = {"convocation": str(notice), "cse": Council.UNTOLD.value}
    return CalendarForm(
        usual | request.GET.dict() if "assemblee" in request.GET else None, initial={"convocation": notice}
    )


@may("read")
def calendar(request: Request, scale: str) -> HttpResponse:
    """What must be done before which day, what is left, and the day that the assembly could be."""
    form = asked(request)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "statutes/calendar.html", {"form": form}, status=status)
    seen = board(form.transfer, request.on)
    context = {
        "form": form,
        "headline": headline(form.transfer, seen, request.on),
        "board": seen,
        "drawing": drawn(seen, request.on),
        "rows": [(one, slack_words(one)) for one in seen.placed if one.milestone.concerns != "non"],
        "left_out": [one.milestone for one in seen.placed if one.milestone.concerns == "non"],
        "is_coming": form.transfer.first >= request.on,
    }
    return render(request, "statutes/calendar.html", context)


@may("read")
def calendar_pdf(request: Request, scale: str) -> HttpResponse:
    """The same, on paper; without a day, or with one that does not hold, the page says what is missing."""
    form = asked(request)
    if not form.is_valid():
        return calendar(request, scale)
    paper = calendar_paper(request.scale, form.transfer, board(form.transfer, request.on), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    answer = HttpResponse(content, content_type="application/pdf")
    return under_name(answer, f"calendrier-apport-{scale}-{form.transfer.first.isoformat()}.pdf", shown=True)


@may("read")
def calendar_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    told = asked(request)
    if not told.is_valid():
        return calendar(request, scale)
    rows = board(told.transfer, request.on).placed
    return table_file(request, CALENDAR, rows, form, about=told.transfer.first.isoformat())
