"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.directory.models import Affiliation, Organisation
from kevread.membership import links
from kevread.membership.models import Admission, Unconfirmed
from kevread.ui.request import Request


def admission_of(request: Request, key: UUID) -> Admission:
    """An application to the organisation of the address. Raises Http404."""
    rows = Admission.objects.visible_to(request.actor).select_related(
        "of", "member", "commune", "affiliation", "decided_by__decision__body"
    )
    found: Admission | None = rows.filter(pk=key, of=request.scale).first()
    if found is None:
        raise Http404("Aucune demande d’adhésion que vous pouvez lire n’est à cette adresse.")
    return found


def affiliation_of(request: Request, key: UUID) -> Affiliation:
    """A membership of the organisation of the address. Raises Http404."""
    rows = Affiliation.objects.filter(of=request.scale, member__in=Organisation.objects.visible_to(request.actor))
    found: Affiliation | None = rows.select_related("member", "of").filter(pk=key).first()
    if found is None:
        raise Http404("Aucune adhésion que vous pouvez lire n’est à cette adresse.")
    return found


def admission_known(request: Request, found: Affiliation) -> Admission | None:
    """The application by which a membership began, for those who may read it."""
    return Admission.objects.visible_to(request.actor).filter(affiliation=found).first()


def mine(token: str) -> tuple[Unconfirmed | None, bytes, Admission | None]:
    """What the link of a letter names: what waits to be confirmed, with the digest of what was typed, or what was received;
    neither, once it is forgotten. Raises Http404 when the link is none of ours."""
    named = links.read(token)
    if named is None:
        raise Http404("Ce lien n’est pas de ceux que Kevread envoie.")
    key, typed = named
    received = Admission.objects.select_related("of", "decided_by__decision__body").filter(pk=key).first()
    waiting = None if received else Unconfirmed.objects.select_related("of").filter(pk=key).first()
    return waiting, typed, received
