"""The year of every body at once: on one screen, and on one landscape sheet."""

from django.http import HttpResponse
from django.shortcuts import render

from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.meetings.permissions import may_prepare
from kevread.rhythm.exports import YEAR
from kevread.rhythm.queries.calendar import years_of
from kevread.rhythm.queries.drawing import bands, drawn
from kevread.rhythm.queries.pauses import school_zone
from kevread.rhythm.queries.year import year_of_circle, year_sheet
from kevread.rhythm.views.rhythm import year_of
from kevread.ui.access import may
from kevread.ui.files import under_name
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def whole_year(request: Request, scale: str) -> HttpResponse:
    """Bodies and months; what misses leads to the planner of that body, at that year, for those who may."""
    found = year_of_circle(request.scale, request.actor, year_of(request), request.on)
    plannable = found.year >= request.today.year and not request.is_past
    groups = [
        (owner, [(one, drawn(one)) for one in some], plannable and bool(may_prepare(request.actor, some[0].body)))
        for owner, some in found.groups
    ]
    context = {
        "year": found.year,
        "years": years_of(request.scale, request.on),
        "groups": groups,
        "next_year": found.year + 1,
        "prepares_next": found.year == request.today.year and any(prepares for _, _, prepares in groups),
        "bands": bands(found.holidays),
        "zone": school_zone(),
        "unknown": sum(1 for one in found.every if one.undecided or not one.kept),
        "known": any(one.kept and not one.undecided for one in found.every),
        "to_plan": sum(one.to_plan for one in found.every),
        "missing": sum(one.tally.missing for one in found.every if one.kept and not one.undecided),
    }
    return render(request, "rhythm/whole_year.html", context)


@may("read")
def whole_year_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same bodies, for a spreadsheet."""
    found = year_of_circle(request.scale, request.actor, year_of(request), request.on)
    return table_file(request, YEAR, found.every, form, about=str(found.year))


@may("read")
def whole_year_pdf(request: Request, scale: str) -> HttpResponse:
    """The same on paper: A4, landscape."""
    found = year_of_circle(request.scale, request.actor, year_of(request), request.on)
    paper = year_sheet(request.scale, found, request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    answer = HttpResponse(content, content_type="application/pdf")
    return under_name(answer, f"annee-{scale}-{found.year}.pdf", shown=True)
