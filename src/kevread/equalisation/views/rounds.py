"""The rounds of the fund, and one of them: its money, its data, what prepares it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.facts import HEAD
from kevread.common.marks import mark_of
from kevread.common.percents import percent
from kevread.competence.queries import matrix
from kevread.directory.models import Organisation
from kevread.directory.permissions import may_cover_zone
from kevread.equalisation import operations
from kevread.equalisation.exports import MEASURES, YEARS
from kevread.equalisation.forms import (
    AbandonForm,
    AddCriterionForm,
    AnswerForm,
    CorrectForm,
    DropCriterionForm,
    ForgetForm,
    MeasureForm,
    OpenForm,
    ProposeForm,
    WithdrawForm,
    first_year,
)
from kevread.equalisation.models import PREPARES, Campaign
from kevread.equalisation.permissions import may_set_weights
from kevread.equalisation.queries.balances import balances, to_bring
from kevread.equalisation.queries.collecting import (
    DOUBTED,
    beneficiaries,
    criteria,
    criteria_of,
    decided_terms,
    envelopes_of,
    fund_specs,
    left_aside,
    year_before,
)
from kevread.equalisation.queries.due import correction_of
from kevread.equalisation.queries.path import WEIGHS, apart_from_decided, lines_on_the_fund, rounds_on
from kevread.equalisation.queries.settings import contested_until
from kevread.equalisation.queries.stage import next_step
from kevread.equalisation.queries.steps import path_of
from kevread.equalisation.queries.table import measured_table
from kevread.equalisation.queries.telling import to_tell
from kevread.equalisation.rules.rounds import WHOLE
from kevread.equalisation.rules.terms import RATES, RATES_SAID, Terms, euros, naming, read_terms, said_apart
from kevread.equalisation.scene import address_of, as_today, campaign_of, overwritten, reader_of, rounds_read
from kevread.equalisation.views.feeding import (
    bring,
    bring_form,
    remove_form,
    remove_resource,
    reserve_form,
    resource_form,
)
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def fund(request: Request, scale: str) -> HttpResponse:
    """The rounds of the fund, the last first; and what was decided of its rules."""
    rows = rounds_read(request)
    shared = Campaign.objects.visible_to(request.actor).filter(notified_on__lte=request.on).order_by("-year", "-pk")
    mine = [(one, (one.shares or {})[scale]) for one in shared if scale in (one.shares or {})]
    rounds = rounds_on(rows, request.on, is_past=request.is_past)
    envelopes = envelopes_of([one for one, _ in rounds])
    terms = decided_terms(request.scale, request.on)
    weights = [(naming(code).name, terms.weights.get(code)) for code in criteria()]
    rates = [(RATES_SAID[name], terms.rates.get(name)) for name in RATES]
    context = {
        "mine": [(one, euros(cents)) for one, cents in mine],
        "campaigns": [(one, said, euros(envelopes[one.pk])) for one, said in rounds],
        "years": [] if request.is_past else balances(rows),
        "rules": [(label, "" if points is None else percent(points)) for label, points in [*weights, *rates]],
        "article": next((spec.name.rpartition(".")[0] for spec in fund_specs().values()), ""),
        "carries": request.scale.scale == HEAD,
        "off": off_whole(terms),
        "weighed": bool(terms.weights),
        "sets_weights": not request.is_past
        and request.scale.scale == HEAD
        and bool(may_set_weights(request.actor, request.scale)),
        "weighing": [one.label for one in matrix().types.values() if one.executes == WEIGHS],
        "prepares": not request.is_past
        and request.scale.scale == HEAD
        and request.actor.hat_for(PREPARES, request.scale.pk),
    }
    return render(request, "equalisation/fund.html", context)


def off_whole(terms: Terms) -> str:
    """What the weights that were decided make together, when they are all there and do not make the whole."""
    total = sum(terms.weights.values())
    return percent(total) if len(terms.weights) == len(criteria()) and total != WHOLE else ""


@may(PREPARES)
@today_only
def open_round(request: Request, scale: str) -> HttpResponse:
    form = OpenForm(request.POST or None, initial=first_year(request.today))

    def open_it() -> Done:
        made = operations.open_round(actor=request.actor, carrier=request.scale, now=request.now, **form.cleaned_data)
        return Done(f"La campagne {made.year} est ouverte.", "equalisation:campaign", scale=scale, key=made.pk)

    gesture = perform(request, form, open_it)
    return gesture.done or gesture.page("equalisation/gesture.html", {"said": OPENING})


@may("read")
@as_today
def campaign(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One round: where its money comes from, what is measured of each, and by whom it was frozen."""
    found = campaign_of(request, key)
    resources = list(found.resources.select_related("funding").order_by("pk"))
    total = sum(one.amount for one in resources)
    path = path_of(found, request.on) if found.terms else None
    data = measured_table(found)
    correction = correction_of(found)
    may_close = path is not None and (path.is_settled or bool(correction and correction.notified_on))
    reader, doubted = reader_of(request, found), any(DOUBTED in source for _, source in data.sources)
    step = next_step(found, data, path, reader, is_fed=bool(total), may_close=may_close)
    context = {
        "campaign": found,
        "step": step and (step, address_of(step, found)),
        "resources": [(one, euros(one.amount)) for one in resources],
        "total": euros(total),
        "reserve": euros(found.reserve),
        "envelope": euros(max(0, total - found.reserve)),
        "left": [(one, euros(left)) for one, left in to_bring(found)] if found.is_open else [],
        "data": data,
        "may_confirm": doubted and bool(may_cover_zone(request.actor, request.scale)),
        "added": found.added.select_related("added_by").order_by("added_on", "pk"),
        "path": path,
        "apart": apart_from_decided(found, request.on),
        "before": year_before(found),
        "correction": correction,
        "may_close": may_close,
        "opened_appeals": path is not None and any(one.answered_on is None for one in path.appeals),
        "until": contested_until(found.carrier, found.notified_on),
        "reads": {one.who.pk for one in path.shares if request.actor.hat_for("read", one.who.pk)} if path else (),
        "opines": reader.opines,
        "pays": reader.pays,
        "prepares": reader.prepares,
    }
    return render(request, "equalisation/campaign.html", context)


@may("read")
@as_today
def years_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, YEARS, balances(rounds_read(request)), form)


@may("read")
@as_today
def measures_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    found = campaign_of(request, key)
    rows = found.measures.select_related("beneficiary").order_by("criterion", "beneficiary__search")
    return table_file(request, MEASURES, rows, form, about=str(found.year))


@dataclass(frozen=True, slots=True)
class Gesture:
    """What one does to a round: what its page says, what is typed, what the verb is told."""

    title: str
    lede: str
    button: str
    done: str
    form: Callable[[Request, Campaign], forms.Form | None]
    verb: Callable[..., Any]


OPENING = Gesture(
    "Ouvrir une campagne",
    "Les ressources et les données se rassemblent d’abord. Rien n’est décidé en l’ouvrant.",
    "Ouvrir la campagne",
    "",
    lambda request, found: None,
    operations.open_round,
)


def measure_form(request: Request, found: Campaign) -> MeasureForm:
    codes = [(code, naming(code).name) for code in criteria_of(found)]
    initial = {"as_of": found.as_of, "criterion": request.GET.get("critere", "")[:40]}
    initial["beneficiary"] = request.GET.get("groupement", "")[:80]
    last = found.measures.filter(criterion=initial["criterion"], collected=False).order_by("pk").last()
    initial["source"] = last.source if last else ""
    return MeasureForm(beneficiaries(found.as_of), codes, request.POST or None, initial=initial)


def enter_measure(*, beneficiary: str, **asked: Any) -> Any:
    who = Organisation.objects.get(slug=beneficiary)
    return operations.enter_measure(beneficiary=who, **asked)


def drop_criterion_form(request: Request, found: Campaign) -> DropCriterionForm:
    offered = [(str(one.pk), naming(one.name).name) for one in found.added.order_by("added_on", "pk")]
    return DropCriterionForm(offered, request.POST or None)


def remove_criterion(*, campaign: Campaign, criterion: str, **who: Any) -> Any:
    found = campaign.added.select_related("campaign__carrier").filter(pk=criterion).first()
    if found is None:
        raise Http404("Ce critère n’est plus là.")
    return operations.remove_criterion(criterion=found, **who)


def forget_form(request: Request, found: Campaign) -> ForgetForm:
    return ForgetForm([(str(one.pk), one.name) for one in found.scenarios.order_by("name")], request.POST or None)


def drop_scenario(*, campaign: Campaign, scenario: str, **who: Any) -> Any:
    found = campaign.scenarios.select_related("campaign__carrier").filter(pk=scenario).first()
    if found is None:
        raise Http404("Ce scénario n’est plus là.")
    return operations.drop_scenario(scenario=found, **who)


def propose_form(request: Request, found: Campaign) -> ProposeForm:
    lines = [(str(one.pk), one.quoted) for one in lines_on_the_fund(found.carrier, found.frozen_on)]
    decided = decided_terms(found.carrier, request.today)
    scenarios = [
        (f"{one.pk} {mark_of(one.terms)}", f"{one.name}{said_apart(read_terms(one.terms), decided)}")
        for one in found.scenarios.order_by("name")
    ]
    return ProposeForm(scenarios, lines, request.POST or None)


def propose(*, campaign: Campaign, scenario: str, proposed_in: str, **who: Any) -> Any:
    """Both were offered by the form, a moment ago: a scenario, as long as it says the same rules."""
    rules = campaign.scenarios.filter(pk=scenario.partition(" ")[0]).first()
    line = next((one for one in lines_on_the_fund(campaign.carrier, None) if str(one.pk) == proposed_in), None)
    if rules is None or line is None:
        raise Http404("Ce scénario, ou cette ligne du registre, n’est plus là.")
    return operations.propose(campaign=campaign, scenario=rules, proposed_in=line, **who)


def answer_form(request: Request, found: Campaign) -> AnswerForm:
    rows = found.appeals.open().select_related("beneficiary").order_by("filed_on", "pk")
    appeals = [(str(one.pk), f"{one.beneficiary.name} : {one.text}"[:200]) for one in rows]
    lines = [(str(one.pk), one.quoted) for one in lines_on_the_fund(found.carrier, found.notified_on)]
    return AnswerForm(appeals, lines, request.POST or None)


def answer_appeal(*, campaign: Campaign, appeal: str, is_heard: str, answered_in: str, **asked: Any) -> Any:
    """Both were offered by the form, a moment ago."""
    rows = campaign.appeals.select_related("campaign__carrier", "beneficiary")
    found = rows.filter(pk=appeal).first()
    line = next((one for one in lines_on_the_fund(campaign.carrier, None) if str(one.pk) == answered_in), None)
    if found is None or line is None:
        raise Http404("Ce recours, ou cette ligne du registre, n’est plus là.")
    return operations.answer_appeal(appeal=found, is_heard=is_heard == "yes", answered_in=line, **asked)


GESTURES = {
    "ressource": Gesture(
        "Ajouter une ressource", "Une subvention n’entre au fonds que si sa convention permet de la reverser.",
        "Ajouter la ressource", "La ressource est ajoutée.", resource_form, operations.add_resource,
    ),
    "reporter": Gesture(
        "Reporter ce qui reste d’une année",
        "Rien ne se reporte de soi-même : le document ne dit pas ce que devient ce qui reste. Ce qui vient d’une subvention "
        "reste sous sa clause, que l’on relit d’abord.",
        "Reporter cette somme", "La somme est reportée.", bring_form, bring,
    ),
    "retirer": Gesture(
        "Retirer une ressource", "Ce qui fut saisi par erreur, tant que les données ne sont pas figées.",
        "Retirer la ressource", "La ressource est retirée.", remove_form, remove_resource,
    ),
    "reserve": Gesture(
        "Fixer la réserve", "Elle se retire des ressources : l’enveloppe à partager est ce qui reste.",
        "Fixer la réserve", "La réserve est fixée.", reserve_form, operations.set_reserve,
    ),
    "relever": Gesture(
        "Relever ce que Kevread sait",
        "Le territoire, les membres et les postes de chacune, au jour des données. Ce qui fut saisi à la main reste tel quel.",
        "Relever", "C’est relevé.", lambda request, found: None, operations.collect,
    ),
    "valeur": Gesture(
        "Dire une valeur", "Une seule, avec sa source et son jour.",
        "Inscrire la valeur", "La valeur est inscrite.", measure_form, enter_measure,
    ),
    "critere": Gesture(
        "Ajouter un critère",
        "Le document laisse ouverte la liste des critères. Celui-ci vaut pour cette campagne : il se décide avec les règles "
        "qui lui donnent un poids.",
        "Ajouter le critère", "Le critère est ajouté : sa valeur se relève ou se saisit pour chaque organisation.",
        lambda request, found: AddCriterionForm(left_aside(), request.POST or None), operations.add_criterion,
    ),
    "retirer-critere": Gesture(
        "Retirer un critère ajouté", "Ce qui en fut saisi part avec lui.", "Retirer le critère", "Le critère est retiré.",
        drop_criterion_form, remove_criterion,
    ),
    "figer": Gesture(
        "Figer les données",
        "Plus rien n’en changera, et votre nom y reste. Une erreur vue ensuite demande d’abandonner la campagne et d’en "
        "ouvrir une autre, qui en reprend la saisie.",
        "Figer les données", "Les données sont figées.", lambda request, found: None, operations.freeze,
    ),
    "proposer": Gesture(
        "Proposer des règles", "Un scénario, par la ligne du registre où il est proposé. Proposer n’est pas décider.",
        "Proposer ces règles", "Les règles sont proposées : les vice-présidences donnent leur avis.", propose_form, propose,
    ),
    "retirer-proposition": Gesture(
        "Retirer la proposition", "Les avis donnés sur elle partent avec elle.", "Retirer la proposition",
        "La proposition est retirée.", lambda request, found: WithdrawForm(request.POST or None), operations.withdraw,
    ),
    "notifier": Gesture(
        "Notifier les parts",
        "Chaque organisation lira ce qu’elle reçoit, et pourquoi. Rien de la campagne ne se réécrit ensuite.",
        "Notifier les parts, et écrire ces courriels",
        "Les parts sont notifiées.",
        lambda request, found: None,
        operations.notify,
    ),
    "corriger": Gesture(
        "Ouvrir une campagne corrective",
        "Rien de ce qui est notifié ne se réécrit. Une autre campagne part des mêmes ressources, des mêmes données et des "
        "mêmes règles : corrigez-y ce qui est faux, puis proposez, décidez, notifiez. Seules les différences se versent, ou "
        "se rendent.",
        "Ouvrir la campagne corrective", "La campagne corrective est ouverte : corrigez-y ce qui est faux.",
        lambda request, found: CorrectForm(request.POST or None), operations.open_correction,
    ),
    "repondre": Gesture(
        "Répondre à un recours", "Par une ligne du registre, sur le fonds. Qui a déposé le recours reçoit la réponse.",
        "Inscrire la réponse", "La réponse est inscrite, et envoyée.", answer_form, answer_appeal,
    ),
    "clore": Gesture(
        "Clore la campagne", "Chaque part est versée, et constatée des deux côtés.", "Clore la campagne",
        "La campagne est close.", lambda request, found: None, operations.close,
    ),
    "oublier": Gesture(
        "Retirer un scénario", "Ce qui fut gardé pour comparer, et ne sert plus.",
        "Retirer le scénario", "Le scénario est retiré.", forget_form, drop_scenario,
    ),
    "abandonner": Gesture(
        "Abandonner la campagne", "Elle reste, avec son motif. Une autre pourra s’ouvrir pour la même année.",
        "Abandonner la campagne", "La campagne est abandonnée.",
        lambda request, found: AbandonForm(request.POST or None), operations.abandon,
    ),
}  # fmt: skip


@may(PREPARES)
@today_only
def change(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """One gesture on a round, said before it is done."""
    found, said = campaign_of(request, key), GESTURES.get(gesture)
    if said is None:
        raise Http404("Ce geste n’existe pas.")
    form = said.form(request, found)

    def do_it() -> Done:
        asked = dict(form.cleaned_data) if form is not None else {}
        if gesture == "notifier":  # the mark of the preview that was read
            asked["seen"] = request.POST.get("vu", "")[:64]
        made = said.verb(actor=request.actor, campaign=found, now=request.now, **asked)
        there = made.pk if gesture == "corriger" else key
        return Done(said.done, "equalisation:campaign", scale=scale, key=there)

    made = perform(request, form, do_it, overwritten(request, found, gesture))
    telling = to_tell(found, request.today) if gesture == "notifier" and found.state == "decided" else None
    context = {
        "campaign": found,
        "said": said,
        "telling": telling,
        "until": contested_until(found.carrier, request.today),
    }
    return made.done or made.page("equalisation/gesture.html", context)
