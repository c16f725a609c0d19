"""What those who speak for a member read of its membership, from their own access; what they say of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.actor import SYSTEM
from kevread.directory.models import Affiliation
from kevread.dues import operations
from kevread.dues.forms import BudgetForm, SizeForm
from kevread.dues.models import Measure
from kevread.dues.permissions import spoken_for
from kevread.dues.queries.ours import ours
from kevread.dues.queries.preview import tariff_on
from kevread.membership.queries.life import members_on, state_of
from kevread.membership.rules import STANDINGS
from kevread.ui.access import signed_in, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request

from .letters import certificate_of, receipt_answer, receipts_of


@signed_in
@today_only
def our_memberships(request: Request, scale: str) -> HttpResponse:
    """The memberships here of those for whom one speaks: how each stands, what is owed and paid, who represents it."""
    rows = {row.affiliation.pk: row for row in members_on(request.scale, request.today, SYSTEM)}
    tariff = tariff_on(request.scale, request.today)
    shown = []
    for one in ours(request.actor, request.today, request.scale):
        row = rows.get(one.affiliation.pk)
        shown.append(
            {
                "affiliation": one.affiliation,
                "word": STANDINGS[state_of(one.affiliation, one.affiliation.steps.standing(), request.today)],
                "lines": one.lines,
                "voters": row.voters if row else "",
                "stand_ins": row.stand_ins if row else "",
                "receipts": receipts_of(one.affiliation),
                "measure": told_last(one.affiliation, tariff.basis) if tariff else None,
            }
        )
    context = {"ours": shown, "tariff": tariff, "measured": tariff is not None and tariff.basis in MEASURED}
    return render(request, "dues/ours.html", context)


MEASURED = ("budget", "size")


def told_last(affiliation: Affiliation, basis: str) -> Measure | None:
    found: Measure | None = affiliation.measures.filter(kind=basis).order_by("-year").first()
    return found


def spoken_or_404(request: Request, key: UUID) -> Affiliation:
    """A membership for which one speaks. Raises Http404."""
    found = next((row for row in spoken_for(request.actor, request.today, request.scale) if row.pk == key), None)
    if found is None:
        raise Http404("Aucune adhésion au nom de laquelle vous parlez n’est à cette adresse.")
    return found


@signed_in
@today_only
def our_certificate(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    return certificate_of(spoken_or_404(request, key), number, request)


@signed_in
@today_only
def our_receipt(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    return receipt_answer(spoken_or_404(request, key), number)


@signed_in
@today_only
def tell_measure(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the member says of itself for the coming call: its membership goes on by it, without anybody asking."""
    found, tariff = spoken_or_404(request, key), tariff_on(request.scale, request.today)
    if tariff is None or tariff.basis not in MEASURED:
        raise Http404("Le barème de cette organisation ne se mesure ni au budget ni à l’effectif.")
    form = (BudgetForm if tariff.basis == "budget" else SizeForm)(
        request.POST or None, initial={"year": request.today.year}
    )

    def do() -> Done:
        operations.tell_measure(
            actor=request.actor, affiliation=found, kind=tariff.basis, now=request.now, **form.cleaned_data
        )
        return Done("C’est dit : la prochaine cotisation en tiendra compte.", "dues:ours", scale=scale)

    return asked_by(
        request,
        form,
        do,
        title="Dire notre budget" if tariff.basis == "budget" else "Dire notre effectif",
        lede=f"La cotisation à {request.scale.name} en dépend. Ce qui est déjà appelé ne change pas.",
        button="Le dire",
        back=screen_address("dues:ours", scale=scale),
        what=found.member.name,
    )
