"""Breaches of people’s data: opened, written on, closed, set on paper."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.privacy import operations
from kevread.privacy.forms import BreachForm, OpenBreachForm
from kevread.privacy.models import BREACHES, Breach
from kevread.privacy.operations.breaches import TEXTS, mark_of
from kevread.privacy.queries.breaches import Sheet, register, sheets
from kevread.privacy.queries.delays import hours_to_notify
from kevread.privacy.queries.papers import breach_paper
from kevread.ui.access import may, seen, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

WRITTEN = (*TEXTS, "risk", "notified_at", "people_told_on")


@may(BREACHES)
@today_only
def breaches(request: Request, scale: str) -> HttpResponse:
    """Those of the organisation, and the form by which one is opened."""
    start = {"known_at": timezone.localtime(request.now), "risk": Breach.Risk.UNKNOWN}
    form = OpenBreachForm(request.POST or None, initial=start)

    def open_it() -> Done:
        made = operations.open_breach(
            actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data
        )
        return Done("La fiche est ouverte. Complétez-la à mesure.", "privacy:breach", scale=scale, key=made.pk)

    gesture = perform(request, form, open_it)
    context = {
        "rows": register(request.actor, request.scale.pk, request.now),
        "hours": hours_to_notify(request.today),
    }
    return gesture.done or gesture.page("privacy/breaches.html", context)


def sheet_of(request: Request, key: UUID) -> Sheet:
    rows = Breach.objects.select_related("organisation", "opened_by").filter(organisation=request.scale)
    found = seen(
        rows.filter(pk=key).first(), lambda row: Breach.objects.visible_to(request.actor).filter(pk=row.pk).exists()
    )
    return sheets([found], request.now)[0]


@may(BREACHES)
@today_only
def breach(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One sheet, written on until it is closed."""
    sheet = sheet_of(request, key)
    found = sheet.breach
    writes = found.closed_at is None
    form = BreachForm(request.POST or None, initial={name: getattr(found, name) for name in WRITTEN})

    def amend() -> Done:
        seen_then = request.POST.get("vu", "")
        operations.amend_breach(actor=request.actor, breach=found, seen=seen_then, now=request.now, **form.cleaned_data)
        return Done("C’est noté.", "privacy:breach", scale=scale, key=key)

    gesture = perform(request, form if writes else None, amend)
    # What was typed stays tied to the sheet that was read when it was.
    mark = request.POST.get("vu") or mark_of(found)
    context = {"breach": found, "sheet": sheet, "form": form, "mark": mark}
    return gesture.done or gesture.page("privacy/breach.html", context)


@may(BREACHES)
@require_POST
def close_breach(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Nothing is left to do. Refused, the page of the sheet says what is missing."""
    sheet = sheet_of(request, key)
    found = sheet.breach

    def close() -> Done:
        operations.close_breach(actor=request.actor, breach=found, now=request.now)
        return Done("La fiche est close.", "privacy:breach", scale=scale, key=key)

    gesture = perform(request, None, close)
    form = BreachForm(initial={name: getattr(found, name) for name in WRITTEN})
    context = {"breach": found, "sheet": sheet, "form": form, "mark": mark_of(found)}
    return gesture.done or gesture.page("privacy/breach.html", context)


@may(BREACHES)
def breach_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    paper = breach_paper(sheet_of(request, key), request.now)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), f"violation-{scale}-{key}.pdf")
