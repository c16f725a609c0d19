"""The certified extract of a decision."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from kevread.decisions.page import decision_of, told
from kevread.decisions.rules import key_of
from kevread.directory.models import Person
from kevread.documents.models import Version
from kevread.sittings.operations.certifying import certify_extract
from kevread.ui.access import may
from kevread.ui.request import Request


@may("record_decision")
@require_POST
def certify(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An extract to be signed: its page is that of the document."""
    found = decision_of(request, key)
    signer = Person.objects.filter(pk=key_of(request.POST.get("signer"))).first()
    if signer is None:
        raise Http404("Cette personne n’est pas à l’annuaire.")
    verb = partial(certify_extract, actor=request.actor, decision=found, signer=signer, now=request.now)

    def to_sign(version: Version) -> str:
        return reverse("documents:document", args=[scale, version.document_id])

    return told(request, found, verb, f"L’extrait est prêt : {signer} peut le signer.", to_sign)
