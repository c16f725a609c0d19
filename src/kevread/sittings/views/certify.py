"""The certified extract of a decision."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from kevread.decisions.page import decision_of, page_of
from kevread.decisions.rules import key_of
from kevread.directory.models import Person
from kevread.sittings.operations.certifying import certify_extract
from kevread.ui.access import may
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("record_decision")
@require_POST
def certify(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An extract to be signed: its page is that of the document."""
    found = decision_of(request, key)
    signer = Person.objects.filter(pk=key_of(request.POST.get("signer"))).first()
    if signer is None:
        raise Http404("Cette personne n’est pas à l’annuaire.")

    def prepare() -> Done:
        version = certify_extract(actor=request.actor, decision=found, signer=signer, now=request.now)
        said = f"L’extrait est prêt : {signer} peut le signer."
        return Done(said, "documents:document", scale=scale, key=version.document_id)

    gesture = perform(request, None, prepare)
    return gesture.done or page_of(gesture, found)
