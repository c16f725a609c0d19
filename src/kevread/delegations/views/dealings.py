"""Agreements with those who direct: declared, listed by year, printed for the assembly, told."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.delegations import operations, permissions
from kevread.delegations.exports import DEALINGS
from kevread.delegations.forms import AnnulForm, DealingForm, ReportForm
from kevread.delegations.models import RECORDS, Dealing
from kevread.delegations.queries.papers import dealings_paper
from kevread.delegations.queries.register import LEADING, post_in_words
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.seats.models import Body, Mandate
from kevread.ui.access import may, seen, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request, number
from kevread.ui.spreadsheet import table_file


def rows_of(request: Request) -> list[Dealing]:
    rows = Dealing.objects.visible_to(request.actor).filter(organisation=request.scale, concluded_on__lte=request.on)
    return list(rows.select_related("officer").order_by("-concluded_on", "pk"))


def year_of(request: Request) -> int:
    """That of the report: of the address, else last year."""
    return number(request.GET.get("annee", ""), 1901, 2100) or request.on.year - 1


@may("read")
def dealings(request: Request, scale: str) -> HttpResponse:
    rows = rows_of(request)
    years = sorted({one.concluded_on.year for one in rows} | {request.on.year - 1}, reverse=True)
    writes = bool(permissions.may_declare(request.actor, request.scale)) and not request.is_past
    return render(request, "delegations/dealings.html", {"rows": rows, "years": years, "writes": writes})


@may("read")
def dealings_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, DEALINGS, rows_of(request), form)


@may("read")
def dealings_pdf(request: Request, scale: str) -> HttpResponse:
    """The report of a year to the assembly."""
    paper = dealings_paper(request.scale, year_of(request), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), f"{scale}-conventions-{paper.year}.pdf")


@may(RECORDS)
@today_only
def declare(request: Request, scale: str) -> HttpResponse:
    """With whom, about what, for how much."""
    leading = Mandate.objects.filter(seat__body__organisation=request.scale, seat__body__kind__in=LEADING)
    rows = leading.exclude(end_reason=Mandate.EndReason.MISTAKE).select_related("person", "seat__body__organisation")
    found = {
        str(one.pk): one
        for one in rows.order_by("person__search", "pk")
        if one.seat.body.kind != Body.Kind.TEAM or one.seat.title == "direction"
    }
    form = DealingForm([(key, post_in_words(one)) for key, one in found.items()], request.POST or None)

    def write() -> Done:
        typed = form.cleaned_data | {"officer": found[form.cleaned_data["officer"]]}
        operations.declare(actor=request.actor, organisation=request.scale, now=request.now, **typed)
        return Done("La convention est déclarée.", "delegations:dealings", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("delegations/declare.html")


@may(RECORDS)
@today_only
def report(request: Request, scale: str) -> HttpResponse:
    """The assembly was told those of a year."""
    year = year_of(request)
    form = ReportForm(request.POST or None, initial={"on": request.today})

    def write() -> Done:
        told = operations.report(
            actor=request.actor, organisation=request.scale, year=year, on=form.cleaned_data["on"], now=request.now
        )
        return Done(f"C’est inscrit pour {len(told)} de {year}.", "delegations:dealings", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("delegations/report.html", {"year": year})


@may(RECORDS)
@today_only
def annul_dealing(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was declared by mistake."""
    rows = Dealing.objects.visible_to(request.actor).select_related("organisation", "officer")
    found: Dealing = seen(rows.filter(pk=key, organisation=request.scale).first(), lambda _: True)
    form = AnnulForm(request.POST or None)

    def undo() -> Done:
        operations.annul_dealing(actor=request.actor, dealing=found, now=request.now, **form.cleaned_data)
        return Done("La convention est annulée.", "delegations:dealings", scale=scale)

    gesture = perform(request, form, undo)
    return gesture.done or gesture.page("delegations/annul_dealing.html", {"dealing": found})
