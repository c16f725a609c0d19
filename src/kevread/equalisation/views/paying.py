"""The shares of a round are paid by two people; the one who receives reads why, and says that it came."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from kevread.base.models import new_key
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.equalisation import operations
from kevread.equalisation.exports import PAYMENTS
from kevread.equalisation.forms import PaymentForm, PrepareForm, ReturnForm, TakeBackForm, VoidForm
from kevread.equalisation.models import PAYS, Campaign, Payment
from kevread.equalisation.permissions import may_receive, may_send
from kevread.equalisation.queries.collecting import measured
from kevread.equalisation.queries.due import correction_of
from kevread.equalisation.queries.steps import failed_of, path_of
from kevread.equalisation.rules.share import share_out
from kevread.equalisation.rules.terms import euros, read_terms, round_with
from kevread.equalisation.rules.told import certificate
from kevread.equalisation.scene import as_today, campaign_of, shared_with
from kevread.equalisation.views.contesting import contesting, share_shown
from kevread.equalisation.views.rounds import Gesture
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

BACK = " à rendre"


def prepare_form(request: Request, found: Campaign) -> PrepareForm:
    asked = request.POST.get("key", "")
    waiting = [
        one
        for one in path_of(found, request.on).shares
        if one.due
        and not one.is_gone
        and (one.payment is None or str(one.payment.pk) == asked)  # sent twice, it is the same payment
    ]
    offered = [(one.who.slug, f"{one.who.name}, {one.left}") for one in waiting]
    return PrepareForm(offered, request.POST or None, initial={"key": new_key()})


def waiting(kind: Callable[..., Any], **where: Any) -> Callable[[Request, Campaign], Any]:
    """The payments of a round that are so, to choose one."""

    def made(request: Request, found: Campaign) -> Any:
        rows = found.payments.standing().filter(**where).select_related("beneficiary", "prepared_by").order_by("pk")
        offered = [
            (
                str(one.pk),
                f"{one.beneficiary.name}, {euros(one.amount)}{BACK if one.is_back else ''}, préparé par {one.prepared_by}",
            )
            for one in rows
        ]
        return kind(offered, request.POST or None)

    return made


def prepare(*, beneficiary: str, **asked: Any) -> Any:
    return operations.prepare_payment(beneficiary=Organisation.objects.get(slug=beneficiary), **asked)


def on_payment(verb: Callable[..., Any]) -> Callable[..., Any]:
    def done(*, campaign: Campaign, payment: str, **asked: Any) -> Any:
        rows = Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by", "posted_by")
        found = rows.filter(pk=payment, campaign=campaign).first()
        if found is None:
            raise Http404("Ce versement n’est pas de cette campagne.")
        return verb(payment=found, **asked)

    return done


PAYING = {
    "preparer": Gesture(
        "Préparer un versement", "Une autre personne le versera : il faut être deux.", "Préparer le versement",
        "Le versement est préparé. Une autre personne le verse.", prepare_form, prepare,
    ),
    "verser": Gesture(
        "Dire qu’un versement est fait", "Celui qu’une autre personne a préparé, une fois l’argent parti.", "Il est fait",
        "C’est inscrit. Qui la reçoit le dira.", waiting(PaymentForm, posted_on=None, is_back=False),
        on_payment(operations.post_payment),
    ),
    "recue": Gesture(
        "Constater une somme rendue", "Ce qu’une organisation a rendu au fonds, une fois l’argent arrivé.", "Elle est arrivée",
        "C’est constaté.", waiting(PaymentForm, posted_on__isnull=False, received_on=None, is_back=True),
        on_payment(operations.confirm_receipt),
    ),
    "annuler": Gesture(
        "Annuler un versement préparé", "Tant qu’il n’est pas fait.", "Annuler le versement", "Le versement est annulé.",
        waiting(VoidForm, posted_on=None), on_payment(operations.void_payment),
    ),
    "non-arrive": Gesture(
        "Un versement n’est pas arrivé",
        "Rejeté par la banque, ou jamais parti. Une autre personne que celle qui l’a fait le dit : la part est due de nouveau.",
        "Il n’est pas arrivé", "C’est inscrit : la part est due de nouveau, et son versement se prépare.",
        waiting(ReturnForm, posted_on__isnull=False, received_on=None, is_back=False),
        on_payment(operations.return_payment),
    ),
    "pas-recue": Gesture(
        "Une somme rendue n’est pas arrivée", "Constatée par erreur : elle attend de nouveau.", "Elle n’est pas arrivée",
        "Le constat est repris.", waiting(TakeBackForm, received_on__isnull=False, is_back=True),
        on_payment(operations.take_back_receipt),
    ),
}  # fmt: skip


@may(PAYS)
@today_only
def pay(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """One gesture on the payments of a round."""
    found, said = campaign_of(request, key), PAYING.get(gesture)
    if said is None:
        raise Http404("Ce geste n’existe pas.")
    form = said.form(request, found)

    def do_it() -> Done:
        said.verb(actor=request.actor, campaign=found, now=request.now, **(form.cleaned_data if form else {}))
        return Done(said.done, "equalisation:campaign", scale=scale, key=key)

    made = perform(request, form, do_it)
    return made.done or made.page("equalisation/gesture.html", {"campaign": found, "said": said})


@may("read")
@as_today
def payments_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    found = campaign_of(request, key)
    rows = found.payments.select_related("beneficiary").order_by("pk")
    return table_file(request, PAYMENTS, rows, form, about=str(found.year))


@may("read")
@as_today
def share(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the organisation of the address receives of a round, and why, on one page."""
    found, sheet = shared_with(request, key)
    rows = found.payments.standing().filter(beneficiary=request.scale)
    payment = rows.select_related("campaign__carrier", "beneficiary").first()
    acts, sent = not request.is_past, payment and payment.posted_on and not payment.received_on
    context = {
        "campaign": found,
        "sheet": sheet,
        "payment": payment,
        "failed": None if payment else failed_of(found).get(request.scale.pk),
        "correction": correction_of(found),
        "receives": bool(acts and payment and sent and not payment.is_back and may_receive(request.actor, payment)),
        "unreceives": bool(
            acts
            and payment
            and payment.received_on
            and not payment.is_back
            and found.state == Campaign.State.NOTIFIED
            and may_receive(request.actor, payment)
        ),
        "ungives": bool(acts and payment and payment.is_back and sent and may_send(request.actor, payment)),
        "gives_back": bool(
            acts and payment and payment.is_back and not payment.posted_on and may_send(request.actor, payment)
        ),
        **contesting(request, found),
    }
    return render(request, "equalisation/share.html", context)


@may("read")
@as_today
def share_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The same, on paper."""
    found, sheet = shared_with(request, key)
    content = set_paper(sheet.template, as_data(sheet), made_at=request.now)
    return under_name(HttpResponse(content, content_type="application/pdf"), f"{scale}-perequation-{found.year}.pdf")


@may("read")
@as_today
def share_certificate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the round started from and what came of it, for everybody: anyone finds the amounts again."""
    found, _ = shared_with(request, key)
    one = round_with(measured(found), read_terms(found.terms or {}))
    answer = JsonResponse(certificate(one, share_out(one)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return under_name(answer, f"perequation-{found.year}-certificat.json")


@may(PAYS)
@today_only
def receive(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The money came."""
    found, _ = shared_with(request, key)
    rows = found.payments.standing().filter(beneficiary=request.scale, posted_on__isnull=False, is_back=False)
    payment = rows.select_related("campaign__carrier", "beneficiary").first()
    if payment is None or payment.posted_on is None:
        raise Http404("Aucun versement de cette campagne n’est encore fait ici.")
    said = Gesture(
        "Constater le versement",
        f"{euros(payment.amount)}, versés le {day_in_words(payment.posted_on)} : dites-le quand la somme est au compte. Si "
        f"elle n’y vient pas, ne constatez rien et prévenez {found.carrier.name} : ce versement se dit non arrivé, et se "
        "refait.",
        "La somme est arrivée", "C’est constaté.", lambda request, found: None, operations.confirm_receipt,
    )  # fmt: skip

    def do_it() -> Done:
        operations.confirm_receipt(actor=request.actor, payment=payment, now=request.now)
        return Done(said.done, "equalisation:share", scale=scale, key=key)

    made = perform(request, None, do_it, share_shown(request, found))
    return made.done or made.page("equalisation/receive.html", {"campaign": found, "said": said})
