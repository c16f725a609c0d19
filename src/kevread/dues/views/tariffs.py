"""What members owe by the tariff, and the decision that fixes it."""

from dataclasses import asdict
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.competence.queries import matrix
from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import decision_of
from kevread.dues import operations
from kevread.dues.forms import ReasonForm, TariffForm
from kevread.dues.models import KEEPS_DUES, Tariff
from kevread.dues.queries.preview import brackets_of, tariff_on
from kevread.dues.rules import SETTING_TARIFF
from kevread.dues.scene import keeps, tariff_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@may("read")
def tariffs(request: Request, scale: str) -> HttpResponse:
    """The tariff in force, those before and after it, and what decision fixed each."""
    now = tariff_on(request.scale, request.on)
    rows = Tariff.objects.filter(organisation=request.scale).select_related("decided_by__decision")
    context = {
        "now": now,
        "brackets": brackets_of(now) if now else [],
        "tariffs": list(rows.order_by("-period__startswith", "-pk")),
        "types": [one.label for one in matrix().types.values() if one.executes == SETTING_TARIFF],
        "keeps": keeps(request),
    }
    return render(request, "dues/tariffs.html", context)


@may(KEEPS_DUES)
@today_only
def undo_tariff(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake."""
    found = tariff_of(request, key)
    form = ReasonForm(request.POST or None)

    def undo() -> Done:
        operations.undo_tariff(actor=request.actor, tariff=found, now=request.now, **form.cleaned_data)
        return Done("Le barème est annulé.", "dues:tariffs", scale=scale)

    return asked_by(
        request,
        form,
        undo,
        title="Annuler ce barème",
        lede="Celui d’avant vaudra de nouveau. La décision du registre reste ce qu’elle est.",
        button="Annuler ce barème",
        back=screen_address("dues:tariffs", scale=scale),
        what="Barème",
    )


@may("record_decision")
@today_only
def propose(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which tariff a decision of the register fixes. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    basis = request.GET.get("selon", "")
    chosen = basis if basis in Tariff.Basis.values else ""
    form = TariffForm(chosen, request.POST or None, initial={"since": found.decided_on}) if chosen else None

    def propose_it() -> Done | None:
        if form is None:
            return None
        asked = {
            "since": form.cleaned_data["since"],
            "basis": chosen,
            "brackets": [asdict(one) for one in form.cleaned_data["brackets"]],
        }
        propose_application(actor=request.actor, decision=found, kind=SETTING_TARIFF, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    gesture = perform(request, form, propose_it)
    context = {"decision": found, "bases": Tariff.Basis.choices, "chosen": chosen}
    return gesture.done or gesture.page("dues/propose.html", context)
