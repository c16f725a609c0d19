"""How long documents are kept: what of them is past its term, for whoever decides that it goes; as what a file is kept."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.documents import operations, permissions
from kevread.documents.exports import PAST
from kevread.documents.forms import EraseForm, SortForm
from kevread.documents.models import Document, Removal
from kevread.documents.operations.erasing import COMPOSED
from kevread.documents.queries.keeping import past, term_of
from kevread.documents.terms import keeping_on, sorts_on
from kevread.documents.views.documents import document_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file

AT_ONCE = 100  # documents that one page offers to erase, the longest past first


def asked_sort(request: Request) -> str:
    sort = request.GET.get("sorte", "")
    return sort if sort in keeping_on(request.today) else ""


@may("read")
@today_only
def past_documents(request: Request, scale: str) -> HttpResponse:
    """What is past its term, what holds some of it; whoever may decide it erases. GET shows, POST erases."""
    grounds = permissions.may_erase(request.actor, request.scale)
    if request.method == "POST":
        grounds.or_raise()
    sort = asked_sort(request)
    rows = past(request.scale, request.actor, request.today, sort=sort)
    free, held = [one for one in rows if not one.why][:AT_ONCE], [one for one in rows if one.why]
    form = EraseForm(
        request.POST or None,
        documents=[(str(one.term.document.pk), one.term.document.title) for one in free],
    )

    def erase() -> Done:
        asked = form.cleaned_data
        done = operations.erase_documents(
            actor=request.actor,
            organisation=request.scale,
            documents=[UUID(one) for one in asked["documents"]],
            why=asked["why"],
            now=request.now,
        )
        many = f"{len(done)} documents sont effacés" if len(done) > 1 else f"« {done[0].document.title} » est effacé"
        return Done(f"{many}. Titres, empreintes et signatures restent.", "documents:past", scale=scale)

    gesture = perform(request, form, erase)
    read = Document.objects.visible_to(request.actor).filter(organisation=request.scale)
    gone = Removal.objects.filter(document__in=read).select_related("document", "erased_by")
    page = {
        "free": free,
        "held": held,
        "terms": keeping_on(request.today).values(),
        "sort": sort,
        "grounds": grounds,
        "chosen": request.POST.getlist("documents"),
        "removals": gone.order_by("-erased_on", "-pk")[:50],
    }
    return gesture.done or gesture.page("documents/past.html", page)


@may("read")
def past_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, all of them, for a spreadsheet."""
    return table_file(request, PAST, past(request.scale, request.actor, request.today, sort=asked_sort(request)), form)


@may("keep_document")
@today_only
def sort(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Say as what a file is kept."""
    found = document_of(request, key)
    if found.kind != "file":
        raise Http404(COMPOSED)
    initial = {"sort": found.sort, "dated_on": found.dated_on}
    form = SortForm(request.POST or None, sorts=sorts_on(request.today), initial=initial)

    def say() -> Done:
        operations.say_sort(actor=request.actor, document=found, now=request.now, **form.cleaned_data)
        return Done("C’est inscrit.", "documents:document", scale=scale, key=key)

    gesture = perform(request, form, say, Shown(found))
    return gesture.done or gesture.page(
        "documents/sort.html", {"document": found, "term": term_of(found, request.today)}
    )
