"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from kevread.careers.models import Handover, Need, Occasion, SkillsPlan, Training
from kevread.careers.queries.pathways import newcomers, read_by
from kevread.seats.models import Mandate
from kevread.staff.models import Contract
from kevread.staff.permissions import employers
from kevread.ui.access import read_by_right, seen
from kevread.ui.request import Request


def plan_of(request: Request, key: UUID) -> SkillsPlan:
    """A plan, for whoever reads its head of network, at whatever organisation they stand. Raises Http404."""
    rows = SkillsPlan.objects.visible_to(request.actor).filter(pk=key)
    rows = rows.select_related("organisation", "adviser__person", "adviser__seat", "decision__body__organisation")
    return seen(rows.first(), lambda _: True)


def need_of(request: Request, key: UUID) -> Need:
    rows = Need.objects.visible_to(request.actor, employers(request.actor, request.on)).filter(employer=request.scale)
    return seen(rows.filter(pk=key).select_related("plan__organisation", "employer").first(), lambda _: True)


def training_of(request: Request, key: UUID) -> Training:
    rows = Training.objects.filter(pk=key, plan__organisation=request.scale).select_related("plan__organisation")
    return seen(rows.first(), lambda one: SkillsPlan.objects.visible_to(request.actor).filter(pk=one.plan_id).exists())


def occasion_of(request: Request, key: UUID) -> Occasion:
    rows = Occasion.objects.visible_to(request.actor).filter(organisation=request.scale, pk=key)
    return seen(rows.select_related("organisation").first(), lambda _: True)


def contract_of(request: Request, key: UUID) -> Contract:
    rows = Contract.objects.visible_to(request.actor, employers(request.actor, request.on)).standing()
    rows = rows.filter(employer=request.scale, pk=key).select_related("employer", "person")
    return read_by_right(request, seen(rows.first(), lambda _: True))


def handover_of(request: Request, key: UUID) -> Handover:
    rows = Handover.objects.visible_to(request.actor).filter(employer=request.scale, pk=key)
    return read_by_right(request, seen(rows.select_related("employer", "contract__person").first(), lambda _: True))


def newcomer_of(request: Request, key: UUID) -> Mandate:
    """The mandate of somebody new here, for who may read their pathway. Raises Http404."""
    rows = [one for one in newcomers(request.on, [request.scale.pk]) if one.pk == key]
    return seen(next(iter(read_by(request.actor, rows)), None), lambda _: True)
