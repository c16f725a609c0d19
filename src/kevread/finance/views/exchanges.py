"""What passes between an organisation and the others of the network: written once, answered by the other side."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render

from kevread.agreements.models import Agreement, Instrument
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision
from kevread.decisions.queries.register import last_adopted
from kevread.finance import operations
from kevread.finance.exports import EXCHANGED
from kevread.finance.forms import ContestForm, GroundForm, ReasonForm, SayForm, SettleForm
from kevread.finance.models import KEEPS, READS, Exchange, Funding, Settlement
from kevread.finance.operations.exchanges import like_said, mark_of_those
from kevread.finance.permissions import may_answer
from kevread.finance.queries.exchanges import balances, exchanged, with_settlements
from kevread.finance.scene import exchange_of, keeps, settlement_of
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, ask, known
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(READS)
def exchanges(request: Request, scale: str) -> HttpResponse:
    """What waits for an answer here, what is said otherwise, all of it, and what is left between each two."""
    rows = exchanged(request.scale, request.actor, request.on)
    context = {
        "rows": rows,
        "waiting": [one for one in rows if one.waits_for_us],
        "contested": [one for one in rows if one.state == "contested" and one.exchange.undone_on is None],
        "balances": balances(rows),
        "keeps": keeps(request),
    }
    return render(request, "finance/exchanges.html", context)


@may(READS)
def exchanges_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, EXCHANGED, exchanged(request.scale, request.actor, request.on), form)


@may(READS)
def exchange(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What one side says, what the other says, what it rests on as far as one may read it, what is settled."""
    found = exchange_of(request, key)
    (row,) = with_settlements([found], request.scale, request.on)
    acts = keeps(request) and found.undone_on is None
    here = request.scale.pk
    context = {
        "row": row,
        "exchange": found,
        "reads_agreement": found.agreement_id is not None
        and Agreement.objects.visible_to(request.actor).filter(pk=found.agreement_id).exists(),
        "reads_decision": found.decision_id is not None
        and Decision.objects.visible_to(request.actor).filter(pk=found.decision_id).exists(),
        "reads_funding": found.funding_id is not None
        and Funding.objects.visible_to(request.actor).filter(pk=found.funding_id, organisation=here).exists(),
        "answers": acts and found.answers.pk == here and may_answer(request.actor, found),
        "is_other": acts and found.answers.pk == here,
        "is_teller": acts and found.said_by_id == here,
        "settles": acts and found.collects.pk == here,
    }
    return render(request, "finance/exchange.html", context)


def agreements_between(request: Request, other: Any = None) -> Any:
    """Those that are signed: nothing rests on one that is prepared."""
    rows = Agreement.objects.visible_to(request.actor).of(request.scale).filter(annulled_on=None)
    rows = rows.filter(Exists(Instrument.objects.signed().filter(agreement=OuterRef("pk"), number=0)))
    return (rows.of(other) if other else rows).order_by("title")


def own_fundings(request: Request) -> Any:
    rows = Funding.objects.visible_to(request.actor).standing().filter(organisation=request.scale)
    return rows.order_by("-notified_on", "-pk")


@may(KEEPS)
@today_only
def say(request: Request, scale: str) -> HttpResponse:
    """One side says what passes; the other will answer."""
    form = SayForm(
        request.scale,
        agreements_between(request),
        last_adopted(request.actor, request.scale),
        own_fundings(request),
        request.POST or None,
        initial={"day": request.today},
    )
    typed = form.told if form.is_tellable else None

    def write() -> Done:
        made = operations.say_exchange(
            actor=request.actor,
            organisation=request.scale,
            told=form.told,
            now=request.now,
            apart_from=request.POST.get("autre", ""),
        )
        return Done(
            f"C’est inscrit : {made.answers.name} le lit aussi, et répond.",
            "finance:exchange",
            scale=scale,
            key=made.pk,
        )

    gesture = perform(request, form, write)
    if gesture.done:
        return gesture.done
    # Read once the verb refused: what the other side wrote meanwhile is shown with it.
    theirs = like_said(typed, request.scale) if typed else []
    those = mark_of_those(theirs)
    asked = {"theirs": theirs, "those": those, "is_apart": request.POST.get("autre") == those}
    return gesture.page("finance/say.html", asked)


def agree_form(request: Request, row: Exchange) -> forms.Form:
    """Who pays says what it rests on; who receives has nothing to add."""
    data = request.POST if request.method == "POST" else None
    if row.payer_id != request.scale.pk:
        return forms.Form(data)
    fundings = own_fundings(request) if row.kind == Exchange.Kind.ONWARD else None
    return GroundForm(
        agreements_between(request, row.payee),
        last_adopted(request.actor, request.scale),
        fundings,
        data,
        initial={"agreement": row.agreement_id},
    )


def agree(request: Request, row: Exchange, form: Any) -> object:
    ground = form.ground if isinstance(form, GroundForm) else None
    return operations.agree_exchange(actor=request.actor, exchange=row, ground=ground, now=request.now)


def contest(request: Request, row: Exchange, form: Any) -> object:
    said = form.cleaned_data
    return operations.contest_exchange(
        actor=request.actor, exchange=row, answer=said["answer"], cents=said["other_cents"], now=request.now
    )


def withdraw(request: Request, row: Exchange, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.withdraw_answer(actor=request.actor, exchange=row, reason=reason, now=request.now)


def undo(request: Request, row: Exchange, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.undo_exchange(actor=request.actor, exchange=row, reason=reason, now=request.now)


def settle_form(request: Request, row: Exchange) -> forms.Form:
    (passed,) = with_settlements([row], request.scale, request.today)
    return SettleForm(request.POST or None, initial={"day": request.today, "cents": typed_euros(passed.left)})


def settle(request: Request, row: Exchange, form: Any) -> object:
    return operations.settle_exchange(actor=request.actor, exchange=row, now=request.now, **form.cleaned_data)


CHANGES = {
    "confirmer": Change(
        "Confirmer",
        "Vous dites de même : la somme et le jour sont ceux-là.",
        "Confirmer",
        agree_form,
        agree,
        "Les deux le disent.",
    ),
    "dire-autrement": Change(
        "Dire autrement",
        "Ce que vous dites se lit des deux côtés, à côté de ce qui est inscrit.",
        "Le dire",
        lambda request, row: ContestForm(request.POST or None),
        contest,
        "Votre réponse se lit des deux côtés.",
    ),
    "reprendre": Change(
        "Reprendre votre réponse",
        "Vous pourrez répondre de nouveau.",
        "La reprendre",
        lambda request, row: ReasonForm(request.POST or None),
        withdraw,
        "Une réponse est de nouveau attendue.",
    ),
    "annuler": Change(
        "C’était une erreur",
        "Cela reste inscrit, annulé, et se lit des deux côtés.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        undo,
        "C’est annulé.",
    ),
    "recu": Change(
        "De l’argent est reçu",
        "En entier, ou en partie : le reste demeure attendu.",
        "Le constater",
        settle_form,
        settle,
        "Le règlement est constaté.",
    ),
}


@may(KEEPS)
@today_only
def change_exchange(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = exchange_of(request, key)
    asked = known(CHANGES, gesture)
    if gesture == "confirmer":
        sides = f"de {found.payer.name} à {found.payee.name}"
        asked = replace(
            asked, lede=f"Vous dites de même : {euros(found.cents)}, {sides}, le {day_in_words(found.day)}."
        )
    return ask(request, asked, found, found.purpose, "finance:exchange", scale=scale, key=found.pk)


UNDO = Change(
    "Ce règlement n’est pas reçu",
    "Il reste inscrit, annulé.",
    "Corriger",
    lambda request, row: ReasonForm(request.POST or None),
    lambda request, row, form: operations.undo_settlement(
        actor=request.actor, settlement=row, reason=form.cleaned_data["reason"], now=request.now
    ),
    "Le règlement est annulé.",
)


@may(KEEPS)
@today_only
def undo_settlement(request: Request, scale: str, key: UUID) -> HttpResponse:
    found: Settlement = settlement_of(request, key)
    what, back = found.exchange.purpose, "finance:exchange"
    return ask(request, UNDO, found, what, back, scale=scale, key=found.exchange_id)
