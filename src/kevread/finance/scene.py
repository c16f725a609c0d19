"""What the addresses of these screens name, among what this request may see."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from kevread.finance.models import (
    KEEPS,
    Accounts,
    Exchange,
    Funder,
    Funding,
    GivenTime,
    GrantRequest,
    HourRate,
    Indicator,
    Instalment,
    LocalBalance,
    LocalLine,
    Report,
    Settlement,
    Spending,
)
from kevread.ui.request import Request


def found_or_404(rows: Any, key: UUID, what: str) -> Any:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404(f"{what} que vous pouvez lire n’est à cette adresse.")
    return found


def request_of(request: Request, key: UUID) -> GrantRequest:
    rows = GrantRequest.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: GrantRequest = found_or_404(
        rows.select_related("organisation", "funder__organisation", "decision"), key, "Aucune demande"
    )
    return found


def funding_of(request: Request, key: UUID) -> Funding:
    rows = Funding.objects.visible_to(request.actor).filter(organisation=request.scale)
    rows = rows.select_related("organisation", "funder__organisation", "request", "agreement")
    found: Funding = found_or_404(rows, key, "Aucun financement")
    return found


def indicator_of(request: Request, key: UUID) -> Indicator:
    """What is asked to be measured of a funding of the organisation of the address."""
    rows = Indicator.objects.visible_to(request.actor).standing().filter(funding__organisation=request.scale)
    found: Indicator = found_or_404(rows.select_related("funding__organisation"), key, "Aucun indicateur")
    return found


def funder_of(request: Request, key: UUID) -> Funder:
    """A funder that the organisation of the address asks, or that funds it."""
    fundings = Funding.objects.visible_to(request.actor).standing().filter(organisation=request.scale)
    asked = GrantRequest.objects.visible_to(request.actor).filter(organisation=request.scale)
    rows = Funder.objects.visible_to(request.actor).filter(
        Q(pk__in=fundings.values("funder")) | Q(pk__in=asked.values("funder"))
    )
    found: Funder = found_or_404(rows.select_related("organisation"), key, "Aucun financeur")
    return found


def instalment_of(request: Request, key: UUID) -> Instalment:
    rows = Instalment.objects.visible_to(request.actor).filter(funding__organisation=request.scale)
    rows = rows.select_related("funding__organisation", "funding__funder__organisation")
    found: Instalment = found_or_404(rows, key, "Aucun versement")
    return found


def accounts_of(request: Request, key: UUID) -> Accounts:
    rows = Accounts.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: Accounts = found_or_404(rows.select_related("organisation"), key, "Aucun compte d’exercice")
    return found


def report_of(request: Request, key: UUID) -> Report:
    rows = Report.objects.visible_to(request.actor).filter(funding__organisation=request.scale)
    found: Report = found_or_404(rows.select_related("funding__organisation"), key, "Aucun compte rendu")
    return found


def exchange_of(request: Request, key: UUID) -> Exchange:
    rows = (
        Exchange.objects.visible_to(request.actor)
        .of(request.scale)
        .select_related("payer", "payee", "said_by", "agreement", "decision__body", "funding")
    )
    found: Exchange = found_or_404(rows, key, "Aucun échange entre membres")
    return found


def settlement_of(request: Request, key: UUID) -> Settlement:
    rows = Settlement.objects.visible_to(request.actor).filter(exchange__in=Exchange.objects.of(request.scale))
    rows = rows.select_related("exchange__payer", "exchange__payee")
    found: Settlement = found_or_404(rows, key, "Aucun règlement")
    return found


def spending_of(request: Request, key: UUID) -> Spending:
    rows = Spending.objects.visible_to(request.actor).filter(funding__organisation=request.scale)
    found: Spending = found_or_404(rows.select_related("funding__organisation"), key, "Aucune dépense")
    return found


def local_balance_of(request: Request, key: UUID) -> LocalBalance:
    rows = LocalBalance.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: LocalBalance = found_or_404(rows.select_related("organisation"), key, "Aucun solde")
    return found


def local_line_of(request: Request, key: UUID) -> LocalLine:
    rows = LocalLine.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: LocalLine = found_or_404(rows.select_related("organisation"), key, "Aucune ligne")
    return found


def hour_rate_of(request: Request, key: UUID) -> HourRate:
    rows = HourRate.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: HourRate = found_or_404(rows.select_related("organisation"), key, "Aucun taux")
    return found


def given_time_of(request: Request, key: UUID) -> GivenTime:
    rows = GivenTime.objects.visible_to(request.actor).filter(organisation=request.scale)
    found: GivenTime = found_or_404(rows.select_related("organisation"), key, "Aucun temps donné")
    return found


def keeps(request: Request) -> bool:
    """Whether this request may act on the fundings of the organisation of the address, today."""
    return request.actor.hat_for(KEEPS, request.scale.pk) is not None and not request.is_past
