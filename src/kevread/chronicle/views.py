"""The journal of an organisation: what was done, by whom, under which hat; each row before and after, on demand."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.chronicle.exports import JOURNAL
from kevread.chronicle.queries.story import journal_of, tell, tell_whole, whole_journal
from kevread.journal.models import Act
from kevread.journal.queries import sealed_here
from kevread.ui.access import may
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def journal(request: Request, scale: str) -> HttpResponse:
    """Acts about the organisation, newest first. It says what was known; the date of the page does not change it."""
    letters = request.actor.hat_for("prepare_meeting", request.scale.pk)
    page, told = journal_of(request.scale, request.actor, request.on, request.GET.get("page", "1"))
    head, unsealed = sealed_here(request.scale.pk)
    context = {"page": page, "acts": told, "letters": letters, "head": head, "unsealed": unsealed}
    return render(request, "chronicle/journal.html", context)


@may("read")
def journal_file(request: Request, scale: str, form: str) -> HttpResponse:
    """All of them, for a spreadsheet: no row of what one does not read elsewhere."""
    return table_file(request, JOURNAL, whole_journal(request.scale, request.actor), form)


@may("read")
def act(request: Request, scale: str, key: str) -> HttpResponse:
    """An act: every row that it wrote, before and after."""
    found = Act.objects.filter(pk=key, organisation=request.scale.pk).first()
    if found is None:
        raise Http404("Le journal de cette organisation n’a pas d’acte à cette adresse.")
    details, more, unread = tell_whole(found, request.actor)
    template = "chronicle/act.html#details" if request.htmx else "chronicle/act.html"
    told = tell([found], request.actor)[0]
    return render(request, template, {"told": told, "details": details, "more": more, "unread": unread})
