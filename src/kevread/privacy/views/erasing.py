"""Erasing somebody: what it would do, then the confirmation."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.directory.models import Person
from kevread.privacy import operations
from kevread.privacy.forms import EraseForm
from kevread.privacy.permissions import may_erase
from kevread.privacy.queries.erasing import preview
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("erase_person")
@today_only
def erase(request: Request, scale: str, key: UUID) -> HttpResponse:
    """GET shows, POST acts."""
    may_erase(request.actor, request.scale).or_raise()
    found = Person.objects.visible_to(request.actor).filter(pk=key, erasure=None).first()
    if found is None:
        raise Http404("Cette personne n’est pas dans l’annuaire, ou elle est déjà effacée.")
    form = EraseForm(request.POST or None)

    def act() -> Done:
        why = form.cleaned_data["why"]
        operations.erase(actor=request.actor, person=found, within=request.scale, why=why, now=request.now)
        return Done("Cette personne est effacée, ce que la loi garde excepté.", "directory:people", scale=scale)

    gesture = perform(request, form, act)
    if gesture.done:
        return gesture.done
    return gesture.page("privacy/erase.html", {"person": found, "shown": preview(found)})
