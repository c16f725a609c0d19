"""The call of a year: shown line by line, then written."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.dues import operations
from kevread.dues.forms import BudgetForm, CallForm, ReasonForm, SizeForm
from kevread.dues.models import KEEPS_DUES, Call, Measure, Tariff
from kevread.dues.queries.preview import preview, tariff_on
from kevread.dues.scene import affiliation_of, call_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


def last_told(request: Request) -> str:
    """How to pay, as the last call said it."""
    rows = Call.objects.visible_to(request.actor).filter(organisation=request.scale).exclude(how="")
    return rows.order_by("-called_on", "-pk").values_list("how", flat=True).first() or ""


@may(KEEPS_DUES)
@today_only
def call(request: Request, scale: str) -> HttpResponse:
    """Who would owe what, and why, for a year; a press of a button writes those lines, and no other."""
    asked = request.GET if "annee" in request.GET else None
    year = request.today.year
    form = CallForm(asked, initial={"annee": year, "echeance": date(year, 12, 31), "payer": last_told(request)})
    chosen = form.cleaned_data if form.is_valid() else None
    found = preview(request.scale, chosen["annee"], request.today) if chosen else None

    def call_it() -> Done | None:
        if chosen is None or found is None:
            return None
        kept = set(request.POST.getlist("garder"))
        left_out = {line.affiliation.pk for line in found.lines if str(line.affiliation.pk) not in kept}
        made = operations.call(
            actor=request.actor,
            organisation=request.scale,
            year=chosen["annee"],
            due_on=chosen["echeance"],
            seen=request.POST.get("vu", "")[:64],
            left_out=left_out,
            how=chosen["payer"],
            now=request.now,
        )
        page = screen_address("dues:dues", scale=scale)
        return Done(f"L’appel de {made.year} est inscrit.", f"{page}?annee={made.year}")

    gesture = perform(request, None, call_it)
    context = {"form": form, "preview": found, "chosen": chosen, "tariff": tariff_on(request.scale, request.today)}
    return gesture.done or gesture.page("dues/call.html", context)


@may(KEEPS_DUES)
@today_only
def undo_call(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake."""
    found = call_of(request, key)
    form = ReasonForm(request.POST or None)

    def undo() -> Done:
        operations.undo_call(actor=request.actor, call=found, now=request.now, **form.cleaned_data)
        return Done("L’appel est annulé.", "dues:dues", scale=scale)

    return asked_by(
        request,
        form,
        undo,
        title=f"Annuler l’appel de {found.year}",
        lede="Plus personne ne devra ce qu’il demandait. Il reste au journal, et l’année peut être appelée de nouveau.",
        button="Annuler cet appel",
        back=f"{screen_address('dues:dues', scale=scale)}?annee={found.year}",
        what=f"Cotisations {found.year}",
    )


@may(KEEPS_DUES)
@today_only
def measure(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What a member said of its budget, or of how many people it employs."""
    found = affiliation_of(request, key)
    tariff = tariff_on(request.scale, request.today)
    if tariff is None or tariff.basis not in Measure.Kind.values:
        raise Http404("Le barème de cette organisation ne se mesure pas.")
    kind = BudgetForm if tariff.basis == Tariff.Basis.BUDGET else SizeForm
    form = kind(request.POST or None, initial={"year": request.today.year - 1})

    def declare() -> Done:
        operations.declare_measure(
            actor=request.actor, affiliation=found, kind=tariff.basis, now=request.now, **form.cleaned_data
        )
        return Done("C’est inscrit.", "dues:call", scale=scale)

    return asked_by(
        request,
        form,
        declare,
        title=tariff.get_basis_display().replace("Selon", "Dire"),
        lede="La tranche d’un appel se lit de la dernière année connue.",
        button="Inscrire",
        back=screen_address("dues:call", scale=scale),
        what=found.member.name,
    )
