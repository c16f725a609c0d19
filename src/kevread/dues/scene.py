"""What the addresses of these screens name, among what this request may see."""

from typing import Any
from uuid import UUID

from django.http import Http404

from kevread.directory.models import Affiliation, Organisation
from kevread.dues.models import KEEPS_DUES, Call, Due, Eligibility, Payment, Receipt, Tariff
from kevread.ui.request import Request


def found_or_404(rows: Any, key: UUID, what: str) -> Any:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404(f"{what} que vous pouvez lire n’est à cette adresse.")
    return found


def due_of(request: Request, key: UUID) -> Due:
    rows = Due.objects.visible_to(request.actor).filter(organisation=request.scale)
    rows = rows.select_related("affiliation__member", "affiliation__of", "organisation", "call", "bracket__tariff")
    due: Due = found_or_404(rows, key, "Aucune cotisation")
    return due


def payment_of(request: Request, key: UUID) -> Payment:
    rows = Payment.objects.visible_to(request.actor).filter(organisation=request.scale)
    payment: Payment = found_or_404(rows.select_related("organisation", "due"), key, "Aucun paiement")
    return payment


def call_of(request: Request, key: UUID) -> Call:
    rows = Call.objects.visible_to(request.actor).filter(organisation=request.scale)
    call: Call = found_or_404(rows.select_related("organisation"), key, "Aucun appel")
    return call


def tariff_of(request: Request, key: UUID) -> Tariff:
    rows = Tariff.objects.filter(organisation=request.scale).select_related("organisation")
    tariff: Tariff = found_or_404(rows, key, "Aucun barème")
    return tariff


def eligibility_of(request: Request, key: UUID) -> Eligibility:
    rows = Eligibility.objects.filter(organisation=request.scale).select_related("organisation")
    found: Eligibility = found_or_404(rows, key, "Rien")
    return found


def receipt_of(request: Request, key: UUID) -> Receipt:
    rows = Receipt.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Receipt = found_or_404(rows.select_related("organisation", "payment"), key, "Aucun reçu")
    return found


def affiliation_of(request: Request, key: UUID) -> Affiliation:
    rows = Affiliation.objects.filter(of=request.scale, member__in=Organisation.objects.visible_to(request.actor))
    affiliation: Affiliation = found_or_404(rows.select_related("member", "of"), key, "Aucune adhésion")
    return affiliation


def keeps(request: Request) -> bool:
    """Whether this request may act on the dues of the organisation of the address, today."""
    return request.actor.hat_for(KEEPS_DUES, request.scale.pk) is not None and not request.is_past
