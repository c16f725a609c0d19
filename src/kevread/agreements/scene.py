"""What the addresses of these screens name, among what this request may see."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404

from kevread.agreements.models import (
    KEEPS,
    Agreement,
    Approval,
    Clause,
    Event,
    Instrument,
    Kept,
    Obligation,
    Occasion,
    Party,
    Postponement,
)
from kevread.agreements.queries.register import agreements_of
from kevread.ui.request import Request


def agreement_of(request: Request, key: UUID) -> Agreement:
    """An agreement to which the organisation of the address is party. Raises Http404."""
    rows = Agreement.objects.visible_to(request.actor).of(request.scale).select_related("organisation")
    found: Agreement | None = rows.filter(pk=key).first()
    if found is None or (request.is_past and found not in agreements_of(request.scale, request.actor, request.on)):
        raise Http404("Aucune convention que vous pouvez lire n’est à cette adresse.")
    return found


def instrument_of(request: Request, key: UUID, number: int) -> Instrument:
    """A text of an agreement; an amendment that is not signed is read by those of a party alone. Raises Http404."""
    agreement = agreement_of(request, key)
    found = agreement.instruments.select_related("document", "prepared_by").filter(number=number).first()
    known = found is not None and found.signed_on is not None and found.signed_on <= request.on
    if found is None or (number and not known and (request.is_past or not is_near(request, agreement))):
        raise Http404("Cette convention n’a pas d’avenant de ce numéro que vous pouvez lire.")
    found.agreement = agreement
    return found


def is_near(request: Request, agreement: Agreement, parties: Sequence[Party] | None = None) -> bool:
    """Whether one reads what an agreement says before it is signed, and what goes on: those of a party, and those who keep it.
    One query, or none where its parties are known."""
    keys = [one.organisation_id for one in (agreement.parties.all() if parties is None else parties)]
    return any(request.actor.hat_for(right, key) for key in keys for right in ("read", KEEPS))


def approval_of(request: Request, key: UUID) -> Approval:
    rows = Approval.objects.select_related(
        "party__organisation", "party__agreement__organisation", "instrument__agreement"
    )
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
    rows = Event.objects.select_related("agreement__organisation", "by__organisation", "by__agreement__organisation")
    found = rows.filter(pk=key).first()
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


def occasion_of(request: Request, key: UUID) -> Occasion:
    found = Occasion.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    found.obligation = obligation_of(request, found.obligation_id)
    return found
