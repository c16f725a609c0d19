"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.agreements.models import Agreement, Approval, Clause, Event, Kept, Obligation, Postponement
from kevread.agreements.queries.register import agreements_of
from kevread.ui.request import Request


def agreement_of(request: Request, key: UUID) -> Agreement:
    """An agreement to which the organisation of the address is party. Raises Http404."""
    rows = Agreement.objects.visible_to(request.actor).of(request.scale).select_related("organisation")
    found: Agreement | None = rows.filter(pk=key).first()
    if found is None or (request.is_past and found not in agreements_of(request.scale, request.actor, request.on)):
        raise Http404("Aucune convention que vous pouvez lire n’est à cette adresse.")
    return found


def approval_of(request: Request, key: UUID) -> Approval:
    rows = Approval.objects.select_related("party__organisation", "party__agreement__organisation", "instrument")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    agreement_of(request, found.party.agreement_id)
    return found


def clause_of(request: Request, key: UUID) -> Clause:
    found = Clause.objects.select_related("instrument__agreement__organisation").filter(pk=key).first()
    if found is None:
        raise Http404
    agreement_of(request, found.instrument.agreement_id)
    return found


def event_of(request: Request, key: UUID) -> Event:
    found = Event.objects.select_related("agreement__organisation", "by__organisation").filter(pk=key).first()
    if found is None:
        raise Http404
    agreement_of(request, found.agreement_id)
    return found


def obligation_of(request: Request, key: UUID) -> Obligation:
    rows = Obligation.objects.select_related(
        "agreement__organisation",
        "debtor__organisation",
        "debtor__agreement__organisation",
        "creditor__organisation",
        "creditor__agreement__organisation",
    )
    found: Obligation | None = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    agreement_of(request, found.agreement_id)
    return found


def kept_of(request: Request, key: UUID) -> Kept:
    found = Kept.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    found.obligation = obligation_of(request, found.obligation_id)
    return found


def postponement_of(request: Request, key: UUID) -> Postponement:
    found = Postponement.objects.select_related("asked_by").filter(pk=key).first()
    if found is None:
        raise Http404
    found.obligation = obligation_of(request, found.obligation_id)
    return found
