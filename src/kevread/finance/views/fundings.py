"""What an organisation was granted and waits for; the page of a funding, and what is done with it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from kevread.agreements.models import Agreement
from kevread.common.words import file_name
from kevread.decisions.queries.register import OFFERED
from kevread.finance import operations
from kevread.finance.exports import ACCOUNTS, FUNDINGS
from kevread.finance.forms import (
    ConditionsForm,
    FundingForm,
    PlanForm,
    ReasonForm,
    ReceiveForm,
    conditions_typed,
)
from kevread.finance.forms_funders import KindForm, SpellForm
from kevread.finance.forms_indicators import IndicatorForm
from kevread.finance.models import KEEPS, READS, Funding, GrantRequest, Instalment
from kevread.finance.queries.awaited import asked, calendar, granted, with_instalments
from kevread.finance.queries.dedicated import story_of
from kevread.finance.queries.indicators import indicators_of
from kevread.finance.queries.pack import Asked, pack, pieces_of
from kevread.finance.queries.passing import passed_to
from kevread.finance.scene import funding_of, instalment_of, keeps
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, change
from kevread.ui.files import under_name
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(READS)
def fundings(request: Request, scale: str) -> HttpResponse:
    """What is awaited, day by day; what is asked for; what was granted."""
    rows, wanted = granted(request.scale, request.actor, request.on), asked(request.scale, request.actor)
    standing = [one for one in rows if one.funding.undone_on is None]
    context = {
        "rows": rows,
        "asked": wanted,
        "calendar": calendar(rows, wanted),
        "total": sum(one.funding.cents for one in standing),
        "received": sum(one.received for one in standing),
        "passed": passed_to(request.scale, request.on),
        "keeps": keeps(request),
    }
    return render(request, "finance/fundings.html", context)


@may(READS)
def fundings_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, FUNDINGS, granted(request.scale, request.actor, request.on), form)


@may(READS)
def pack_page(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What is in it, and what is missing, before it is taken away."""
    found = funding_of(request, key)
    pieces = list(pieces_of(Asked(found, request.actor, request.on, request.now, ACCOUNTS)))
    context = {
        "funding": found,
        "there": [one for one in pieces if one.make],
        "lacking": [one for one in pieces if not one.make],
    }
    return render(request, "finance/pack.html", context)


@may(READS)
def pack_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the funder asks for beside, in one file."""
    found = funding_of(request, key)
    content = pack(Asked(found, request.actor, request.on, request.now, ACCOUNTS))
    name = f"dossier-{file_name(found.purpose)}.zip"
    return under_name(HttpResponse(content, content_type="application/zip"), name)


def agreements_of(request: Request, row: Funding | None = None) -> Any:
    """The last that a form offers, and the one that a funding says. Named by its keys: of a list that is cut, each choice would
    be refused."""
    rows = Agreement.objects.visible_to(request.actor).of(request.scale).filter(annulled_on=None)
    last = list(rows.order_by("-pk").values_list("pk", flat=True)[:OFFERED])
    if row is not None and row.agreement_id is not None:
        last.append(row.agreement_id)
    return rows.filter(pk__in=last).order_by("title", "pk")


@may(KEEPS)
@today_only
def record(request: Request, scale: str) -> HttpResponse:
    """A funding that no request here asked for."""
    initial = {"onward": Funding.Onward.UNSAID, "notified_on": request.today}
    return recorded(request, FundingForm(agreements_of(request), request.POST or None, initial=initial), None)


def recorded(request: Request, form: FundingForm, answers: GrantRequest | None) -> HttpResponse:
    def write() -> Done:
        said = form.cleaned_data
        told = {name: said[name] for name in ("purpose", "cents", "notified_on", "first", "last")}
        made = operations.record_funding(
            actor=request.actor,
            organisation=request.scale,
            funder=form.named,
            conditions=form.conditions,
            request=answers,
            now=request.now,
            **told,
        )
        where = {"scale": request.scale.slug, "key": made.pk}
        return Done("Le financement est inscrit : dites quand il se verse.", "finance:funding", **where)

    gesture = perform(request, form, write)
    context = {"answers": answers, "passed": passed_to(request.scale, request.today)}
    return gesture.done or gesture.page("finance/record.html", context)


@may(READS)
def funding(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was granted, on what conditions, what came of it."""
    found = funding_of(request, key)
    (row,) = with_instalments([found], request.on)
    context = {
        "row": row,
        "funding": found,
        "instalments": [(one, row.state(one)) for one in row.instalments],
        "reads_agreement": found.agreement_id is not None
        and Agreement.objects.visible_to(request.actor).filter(pk=found.agreement_id).exists(),
        "story": None if found.earmarked == Funding.Earmarked.NO else story_of(found, request.on),
        "indicators": indicators_of(found, request.on),
        "keeps": keeps(request) and found.undone_on is None,
    }
    return render(request, "finance/funding.html", context)


def describe(request: Request, row: Funding, form: Any) -> object:
    return operations.describe_funding(actor=request.actor, funding=row, conditions=form.conditions, now=request.now)


def undo(request: Request, row: Funding, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.undo_funding(actor=request.actor, funding=row, reason=reason, now=request.now)


def spell(request: Request, row: Funding, form: Any) -> object:
    return operations.spell_funder(
        actor=request.actor, organisation=row.organisation, funder=row.funder, now=request.now, **form.cleaned_data
    )


def say_kind(request: Request, row: Funding, form: Any) -> object:
    return operations.say_funder_kind(
        actor=request.actor, organisation=row.organisation, funder=row.funder, now=request.now, **form.cleaned_data
    )


def plan(request: Request, row: Funding, form: Any) -> object:
    return operations.plan_instalment(actor=request.actor, funding=row, now=request.now, **form.cleaned_data)


def ask(request: Request, row: Funding, form: Any) -> object:
    return operations.ask_indicator(actor=request.actor, funding=row, now=request.now, **form.cleaned_data)


CHANGES = {
    "indicateur": Change(
        "Inscrire un indicateur",
        "Ce que le financeur demande de mesurer. Ce qui est atteint se dit ensuite, et se reprend au compte rendu.",
        "Inscrire cet indicateur",
        lambda request, row: IndicatorForm(request.POST or None),
        ask,
        "L’indicateur est inscrit.",
    ),
    "preciser": Change(
        "Ce que dit la convention",
        "Échelle, dépenses éligibles, taux, reversement, projet défini ou non.",
        "Enregistrer",
        lambda request, row: ConditionsForm(
            agreements_of(request, row), request.POST or None, initial=conditions_typed(row)
        ),
        describe,
        "Le financement est précisé.",
    ),
    "prevoir": Change(
        "Prévoir un versement",
        "Tous ensemble, ils font au plus le montant accordé.",
        "Prévoir ce versement",
        lambda request, row: PlanForm(request.POST or None),
        plan,
        "Le versement est prévu.",
    ),
    "financeur": Change(
        "Corriger le nom du financeur",
        "Il est le même pour toutes les structures qu’il finance : son nom se corrige pour toutes.",
        "Corriger",
        lambda request, row: SpellForm(request.POST or None, initial={"name": row.funder.name}),
        spell,
        "Le nom du financeur est corrigé.",
    ),
    "nature": Change(
        "Corriger la nature du financeur",
        "Elle est la même pour toutes les structures qu’il finance : les seuils, les conventions et les comptes rendus de "
        "chacune la suivent.",
        "Corriger",
        lambda request, row: KindForm(request.POST or None, initial={"kind": row.funder.kind}),
        say_kind,
        "La nature du financeur est corrigée.",
    ),
    "annuler": Change(
        "Ce financement est à annuler",
        "Il reste inscrit, avec le motif ; la demande dont il vient attend de nouveau.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        undo,
        "Le financement est annulé.",
    ),
}


@may(KEEPS)
@today_only
def change_funding(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = funding_of(request, key)
    return change(request, CHANGES, gesture, found, found.purpose, "finance:funding", scale=scale, key=found.pk)


def receive(request: Request, row: Instalment, form: Any) -> object:
    return operations.receive_instalment(actor=request.actor, instalment=row, now=request.now, **form.cleaned_data)


def unreceive(request: Request, row: Instalment, form: Any) -> object:
    reason = form.cleaned_data["reason"]
    return operations.unreceive_instalment(actor=request.actor, instalment=row, reason=reason, now=request.now)


def drop(request: Request, row: Instalment, form: Any) -> object:
    operations.drop_instalment(actor=request.actor, instalment=row, now=request.now)
    return None


def receive_form(request: Request, row: Instalment) -> forms.Form:
    return ReceiveForm(request.POST or None, initial={"received_on": request.today, "cents": typed_euros(row.cents)})


OF_INSTALMENT = {
    "recu": Change(
        "Le versement est reçu",
        "En entier, ou moins que prévu.",
        "Le constater",
        receive_form,
        receive,
        "Le versement est constaté.",
    ),
    "pas-recu": Change(
        "Ce versement n’est pas reçu",
        "Il est de nouveau attendu.",
        "Corriger",
        lambda request, row: ReasonForm(request.POST or None),
        unreceive,
        "Le versement est de nouveau attendu.",
    ),
    "retirer": Change(
        "Retirer ce versement",
        "Il n’est plus prévu ; le journal garde qu’il l’a été.",
        "Le retirer",
        lambda request, row: forms.Form(request.POST if request.method == "POST" else None),
        drop,
        "Le versement n’est plus prévu.",
    ),
}


@may(KEEPS)
@today_only
def change_instalment(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = instalment_of(request, key)
    what, back = found.funding.purpose, "finance:funding"
    return change(request, OF_INSTALMENT, gesture, found, what, back, scale=scale, key=found.funding_id)
