"""Tax receipts: what the organisation says of itself, those to make, those that were."""

from uuid import UUID

from django.http import HttpResponse

from kevread.common.periods import year_typed
from kevread.decisions.models import Decision
from kevread.documents.models import Version
from kevread.documents.scene import handed
from kevread.dues import operations
from kevread.dues.exports import RECEIPTS
from kevread.dues.forms import EligibilityForm, ReasonForm
from kevread.dues.models import KEEPS_DUES
from kevread.dues.queries.receipts import identifier_of, issued, said_of, to_issue, unfounded
from kevread.dues.scene import eligibility_of, receipt_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

RULE = "L7.2"


def year_of(request: Request) -> int:
    """The civil year of the address, of the last ten; else that of the day."""
    typed = year_typed(request.GET.get("annee", ""))
    return typed if request.today.year - 10 <= typed <= request.today.year else request.today.year


@may(KEEPS_DUES)
@today_only
def receipts(request: Request, scale: str) -> HttpResponse:
    """Those given for a year; those that may be, which a press of a button makes, and no other."""
    year = year_of(request)
    found = to_issue(request.scale, year, request.today)

    def issue() -> Done:
        chosen = {one.payment.pk for one in found.ready if str(one.payment.pk) in request.POST.getlist("garder")}
        made = operations.issue_receipts(
            actor=request.actor,
            organisation=request.scale,
            year=year,
            chosen=chosen,
            seen=request.POST.get("vu", "")[:64],
            now=request.now,
        )
        page = screen_address("dues:receipts", scale=scale)
        return Done("Le reçu est fait." if len(made) == 1 else f"Reçus faits : {len(made)}.", f"{page}?annee={year}")

    gesture = perform(request, None, issue)
    if gesture.done:
        return gesture.done
    given, said = issued(request.scale, year, request.actor, request.today), said_of(request.scale)
    standing = [one for one in given if one.undone_on is None]
    context = {
        "year": year,
        "years": range(request.today.year, request.today.year - 4, -1),
        "found": found,
        "given": given,
        "many": len(standing),
        "total": sum(one.cents for one in standing),
        "unfounded": unfounded(given, said),
        "said": said,
        "current": next((one for one in said if request.today in one.dates), None),
        "identifier": identifier_of(request.scale),
        "rule": RULE,
    }
    return gesture.page("dues/receipts.html", context)


@may(KEEPS_DUES)
@today_only
def receipts_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Those given for a year, for a spreadsheet: what the organisation declares each year is their number and their total."""
    year = year_of(request)
    return table_file(
        request, RECEIPTS, issued(request.scale, year, request.actor, request.today), form, about=str(year)
    )


@may(KEEPS_DUES)
def receipt_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A receipt, as it was given, to the byte."""
    found = receipt_of(request, key)
    version = Version.objects.select_related("content", "document__removal").get(pk=found.version_id)
    named = f"{request.scale.slug}-recu-fiscal-{found.number}{'-annule' if found.undone_on else ''}.pdf"
    return handed(version, named)


@may(KEEPS_DUES)
@today_only
def say(request: Request, scale: str) -> HttpResponse:
    """Whether dues open a tax reduction: the organisation says it, and what it rests on."""
    decisions = Decision.objects.visible_to(request.actor).standing()
    decisions = decisions.filter(organisation=request.scale, outcome=Decision.Outcome.ADOPTED)
    last = next(iter(said_of(request.scale)), None)
    initial = {"since": request.today, "seat": last.seat if last else "", "purpose": last.purpose if last else ""}
    form = EligibilityForm(
        decisions.select_related("body").order_by("-decided_on", "-number"),
        request.POST or None,
        initial=initial,
    )

    def do() -> Done:
        operations.say_eligibility(actor=request.actor, organisation=request.scale, said=form.said, now=request.now)
        return Done("C’est dit : les reçus qui peuvent se faire sont dans la liste.", "dues:receipts", scale=scale)

    return asked_by(
        request,
        form,
        do,
        title="Dire si la cotisation ouvre droit à un reçu fiscal",
        lede="C’est à l’organisation de le dire, par une décision : Kevread ne le déduit de rien. Un reçu donné à tort "
        "l’expose à une amende.",
        button="Le dire",
        back=screen_address("dues:receipts", scale=scale),
        what="Reçus fiscaux",
    )


@may(KEEPS_DUES)
@today_only
def undo_eligibility(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake."""
    found = eligibility_of(request, key)
    form = ReasonForm(request.POST or None)

    def do() -> Done:
        operations.undo_eligibility(actor=request.actor, eligibility=found, now=request.now, **form.cleaned_data)
        return Done("C’est annulé.", "dues:receipts", scale=scale)

    return asked_by(
        request,
        form,
        do,
        title="Annuler ce que dit l’organisation de ses reçus",
        lede="Ce qui était dit avant vaut de nouveau. Les reçus déjà faits restent : ceux qui ne reposent plus sur rien se "
        "montrent, à annuler un par un.",
        button="L’annuler",
        back=screen_address("dues:receipts", scale=scale),
        what="Reçus fiscaux",
    )


@may(KEEPS_DUES)
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A receipt no longer holds."""
    found = receipt_of(request, key)
    page = f"{screen_address('dues:receipts', scale=scale)}?annee={found.payment.paid_on.year}"
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = "Pourquoi ce reçu ne vaut plus ?"

    def do() -> Done:
        operations.annul_receipt(actor=request.actor, receipt=found, now=request.now, **form.cleaned_data)
        return Done(f"Le reçu {found} est annulé.", page)

    return asked_by(
        request,
        form,
        do,
        title=f"Annuler le reçu {found}",
        lede="Il garde son numéro, et se lit encore, annulé. Dites-le à qui l’a reçu : Kevread ne le lui écrit pas.",
        button="Annuler ce reçu",
        back=page,
        what="Reçus fiscaux",
    )
