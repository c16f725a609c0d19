"""What a beneficiary does from the page of its share: contest it, take that back, say that a sum is given back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.common.actor import Grounds
from kevread.equalisation import operations
from kevread.equalisation.forms import ContestForm, OwnReturnForm
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.permissions import may_appeal, may_receive, may_send
from kevread.equalisation.queries.due import is_corrected
from kevread.equalisation.queries.settings import may_contest_on
from kevread.equalisation.rules.terms import euros
from kevread.equalisation.scene import shared_with
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown


def share_shown(request: Request, campaign: Campaign) -> Shown:
    """What the page of a share shows of what is paid, given back or contested: what is done is done of that very payment, of
    that very appeal."""

    def tells(one: Campaign) -> list[object]:
        rows = (one.payments.standing(), one.appeals.standing())
        return [row.as_written() for some in rows for row in some.filter(beneficiary=request.scale).order_by("pk")]

    return Shown(campaign, tells)


def contesting(request: Request, campaign: Campaign) -> dict[str, Any]:
    """The appeal of the organisation of the address, and what may be done of it today."""
    rows = campaign.appeals.standing().filter(beneficiary=request.scale)
    found = rows.select_related("filed_by", "answered_in").first()
    may_do = not request.is_past and may_appeal(request.actor, request.scale)
    in_time = may_contest_on(campaign, request.on) and not is_corrected(campaign)
    return {
        "appeal": found,
        "contests": bool(may_do and in_time and found is None),
        "takes_back": bool(may_do and found and not found.answered_on),
    }


def contest(request: Request, campaign: Campaign, form: ContestForm) -> str:
    operations.appeal(
        actor=request.actor, campaign=campaign, beneficiary=request.scale, now=request.now, **form.cleaned_data
    )
    return "Le recours est déposé. La structure qui porte le fonds y répond par une ligne de son registre."


def take_back(request: Request, campaign: Campaign, form: None) -> str:
    found = campaign.appeals.standing().filter(beneficiary=request.scale)
    appeal = found.select_related("campaign__carrier", "beneficiary").first()
    if appeal is None:
        raise Http404("Aucun recours n’est déposé ici.")
    operations.withdraw_appeal(actor=request.actor, appeal=appeal, now=request.now)
    return "Le recours est retiré."


def give_back(request: Request, campaign: Campaign, form: None) -> str:
    rows = campaign.payments.standing().filter(beneficiary=request.scale, is_back=True)
    payment = rows.select_related("campaign__carrier", "beneficiary", "prepared_by").first()
    if payment is None:
        raise Http404("Rien n’est à rendre ici.")
    operations.post_payment(actor=request.actor, payment=payment, now=request.now)
    return "C’est inscrit. La structure qui porte le fonds dira que la somme est arrivée."


def asked_back(request: Request, campaign: Campaign) -> tuple[Grounds, str]:
    payment = campaign.payments.standing().filter(beneficiary=request.scale, is_back=True).first()
    if payment is None:
        raise Http404("Rien n’est à rendre ici.")
    return may_send(request.actor, payment), f"{euros(payment.amount)}, à dire une fois l’argent parti."


def own_payment(request: Request, campaign: Campaign, **where: Any) -> Payment:
    """Raises Http404."""
    rows = campaign.payments.standing().filter(beneficiary=request.scale, **where)
    payment: Payment | None = rows.select_related(
        "campaign__carrier", "beneficiary", "prepared_by", "posted_by"
    ).first()
    if payment is None:
        raise Http404("Aucun versement d’ici n’en est là.")
    return payment


RECEIVED = {"is_back": False, "received_on__isnull": False}
GIVEN = {"is_back": True, "posted_on__isnull": False}


def unreceive(request: Request, campaign: Campaign, form: OwnReturnForm) -> str:
    payment = own_payment(request, campaign, **RECEIVED)
    operations.take_back_receipt(actor=request.actor, payment=payment, now=request.now, **form.cleaned_data)
    return "Le constat est repris : le versement attend de nouveau d’être constaté, ou dit non arrivé par qui l’a fait."


def received_before(request: Request, campaign: Campaign) -> tuple[Grounds, str]:
    payment = own_payment(request, campaign, **RECEIVED)
    return may_receive(request.actor, payment), f"{euros(payment.amount)}, constatés par erreur."


def not_given(request: Request, campaign: Campaign, form: OwnReturnForm) -> str:
    payment = own_payment(request, campaign, **GIVEN)
    operations.return_payment(actor=request.actor, payment=payment, now=request.now, **form.cleaned_data)
    return "C’est inscrit : la somme est de nouveau à rendre, et le fonds la redemande."


def given_before(request: Request, campaign: Campaign) -> tuple[Grounds, str]:
    payment = own_payment(request, campaign, **GIVEN)
    lede = f"{euros(payment.amount)}, rejetés par la banque ou jamais partis. Une autre personne que celle qui l’a dit le dit."
    return may_send(request.actor, payment), lede


def appealed(request: Request, campaign: Campaign) -> tuple[Grounds, str]:
    return may_appeal(request.actor, request.scale), "Dites ce qui est faux : une donnée, une règle, un calcul."


def appealed_before(request: Request, campaign: Campaign) -> tuple[Grounds, str]:
    return may_appeal(request.actor, request.scale), "Il reste au journal ; un autre peut se déposer dans le délai."


type Asks = Callable[[Request, Campaign], tuple[Grounds, str]]
type Does = Callable[[Request, Campaign, Any], str]
OWN: dict[str, tuple[str, str, Asks, type[ContestForm | OwnReturnForm] | None, Does]] = {
    "contester": ("Contester cette part", "Déposer le recours", appealed, ContestForm, contest),
    "retirer-recours": ("Retirer le recours", "Retirer le recours", appealed_before, None, take_back),
    "rendre": ("Dire que la somme est rendue", "La somme est partie", asked_back, None, give_back),
    "non-rendue": ("La somme n’est pas partie", "Elle n’est pas partie", given_before, OwnReturnForm, not_given),
    "pas-recue": ("La somme n’est pas arrivée", "Reprendre le constat", received_before, OwnReturnForm, unreceive),
}


@may("read")
@today_only
def own(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """One gesture of a beneficiary on its share."""
    found, _ = shared_with(request, key)
    if gesture not in OWN:
        raise Http404("Ce geste n’existe pas.")
    title, button, asks, kind, does = OWN[gesture]
    grounds, lede = asks(request, found)
    grounds.or_raise()
    form = kind(request.POST or None) if kind else None
    made = perform(
        request,
        form,
        lambda: Done(does(request, found, form), "equalisation:share", scale=scale, key=key),
        share_shown(request, found),
    )
    said = {"title": title, "lede": lede, "button": button}
    return made.done or made.page("equalisation/receive.html", {"campaign": found, "said": said})
