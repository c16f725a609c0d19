"""Keeping somebody’s data without using them; using them again."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.directory.models import Person
from kevread.privacy import operations
from kevread.privacy.forms import RestrictForm
from kevread.privacy.models import RESTRICT, Restriction
from kevread.privacy.permissions import may_restrict
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown


@may(RESTRICT)
@today_only
def restrict(request: Request, scale: str, key: UUID) -> HttpResponse:
    """GET shows, POST acts."""
    may_restrict(request.actor, request.scale).or_raise()
    found = Person.objects.visible_to(request.actor).filter(pk=key, erasure=None).first()
    if found is None:
        raise Http404("Cette personne n’est pas dans l’annuaire, ou elle est effacée.")
    standing = Restriction.objects.filter(person=found, lifted_at=None).first()
    form = RestrictForm(request.POST or None)

    def act() -> Done:
        asked = {"actor": request.actor, "person": found, "within": request.scale, "now": request.now}
        if standing:
            operations.lift(**asked, **form.cleaned_data)
            return Done("La limitation est levée.", "seats:person", scale=scale, key=key)
        operations.restrict(**asked, **form.cleaned_data)
        return Done("L’usage de ses données est limité.", "seats:person", scale=scale, key=key)

    def is_limited(person: Person) -> str:
        return str(Restriction.objects.filter(person=person, lifted_at=None).values_list("pk", flat=True).first())

    gesture = perform(request, form, act, Shown(found, is_limited))
    return gesture.done or gesture.page("privacy/restrict.html", {"person": found, "restriction": standing})
