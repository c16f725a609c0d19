"""The skills plans of the network: what is asked, gathered, decided, followed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.careers import operations
from kevread.careers.exports import TRAININGS
from kevread.careers.forms import ConsolidateForm, FollowForm, GatherForm, NeedForm, PlanForm, ReasonForm
from kevread.careers.models import LEADS, Need, SkillsPlan, Training
from kevread.careers.permissions import may_lead
from kevread.careers.queries.plans import employs_for, plans, shown
from kevread.careers.scene import need_of, plan_of, training_of
from kevread.common.facts import HEAD
from kevread.decisions.queries.register import last_adopted
from kevread.seats.models import Body, Mandate
from kevread.staff.permissions import may_employ
from kevread.ui.access import may, today_only
from kevread.ui.changing import Change, asked_by, change
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def leads(request: Request) -> bool:
    return request.scale.scale == HEAD and bool(may_lead(request.actor, request.scale))


@may("read")
def skills(request: Request, scale: str) -> HttpResponse:
    """The plans, year by year, as they stand that day."""
    rows = plans(request.actor, request.on)
    told = [shown(one, request.actor, request.on, request.scale) for one in rows[:3]]
    context = {"plans": told, "older": rows[3:], "leads": leads(request) and not request.is_past}
    return render(request, "careers/skills.html", context)


@may("read")
def skills_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The trainings of these plans, for a spreadsheet."""
    keys = [one.pk for one in plans(request.actor, request.on)]
    rows = Training.objects.standing().filter(plan__in=keys, plan__undone_on=None).select_related("plan")
    return table_file(request, TRAININGS, rows.order_by("-plan__year", "title", "pk"), form)


@may("read")
def plan(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A plan: what this employer asks, what is gathered, what was decided and done."""
    found = plan_of(request, key)
    told = shown(found, request.actor, request.on, request.scale)
    acts = not request.is_past and found.undone_on is None
    asks = acts and employs_for(found, request.scale, request.on)
    context = {
        "shown": told,
        "plan": found,
        "is_open": found.consolidated_on is None and found.undone_on is None,
        "leads": acts and leads(request),
        "employs": asks and bool(may_employ(request.actor, request.scale, request.today)),
        "handed": told.has_handed(request.scale.pk),
    }
    return render(request, "careers/plan.html", context)


@may(LEADS)
@today_only
def open_plan(request: Request, scale: str) -> HttpResponse:
    """Ask every employer what it needs for a year."""
    if request.scale.scale != HEAD:
        return redirect(screen_address("careers:skills", scale=scale))  # it is opened at the head of network alone
    team = Mandate.objects.on(request.today).filter(
        seat__body__organisation=request.scale, seat__body__kind=Body.Kind.TEAM
    )
    team = team.select_related("person", "seat").order_by("person__search", "pk")
    form = PlanForm(team, request.POST or None, initial={"year": request.today.year + 1})

    def do() -> Done:
        made = operations.open_plan(actor=request.actor, head=request.scale, now=request.now, **form.cleaned_data)
        return Done(f"Le plan {made.year} est ouvert.", "careers:plan", scale=scale, key=made.pk)

    return asked_by(
        request,
        form,
        do,
        title="Ouvrir un plan",
        lede="Chaque employeur du réseau dira ce dont son équipe a besoin ; vous réunirez, le conseil décidera.",
        button="Ouvrir ce plan",
        what="Compétences",
        back=screen_address("careers:skills", scale=scale),
    )


@may("read")
@today_only
def tell_need(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An employer asks a training for some of its people."""
    found = asked_here(request, key)
    form = NeedForm(request.POST or None)

    def do() -> Done:
        told = form.measured | {"subject": form.cleaned_data["subject"]}
        operations.tell_need(actor=request.actor, plan=found, employer=request.scale, now=request.now, **told)
        return Done(
            "Le besoin est inscrit. Il reste à le retenir ou à l’écarter.", "careers:plan", scale=scale, key=key
        )

    return asked_by(
        request,
        form,
        do,
        title="Dire un besoin",
        lede="Combien de personnes, et à quoi : jamais qui.",
        button="Inscrire ce besoin",
        what=str(found),
        back=screen_address("careers:plan", scale=scale, key=key),
    )


def asked_here(request: Request, key: UUID) -> SkillsPlan:
    """A plan that asks something of the employer of the address, for its line. Raises Http404, Denied."""
    found = plan_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    if not employs_for(found, request.scale, request.today):
        raise Http404("Ce plan ne demande rien à cette organisation.")
    return found


def reason_form(request: Request, row: Any) -> ReasonForm:
    return ReasonForm(request.POST or None)


def empty_form(request: Request, row: Any) -> forms.Form:
    """Nothing is typed: the page shows what follows, and a button confirms."""
    return forms.Form(request.POST if request.method == "POST" else None)


def gather_form(request: Request, row: SkillsPlan) -> GatherForm:
    told = shown(row, request.actor, request.on, request.scale)
    needs = Need.objects.filter(pk__in=[one.pk for one in told.to_gather]).select_related("employer")
    return GatherForm(needs.order_by("subject", "employer__search"), request.POST or None)


def consolidate_form(request: Request, row: SkillsPlan) -> ConsolidateForm:
    return ConsolidateForm(last_adopted(request.actor, request.scale), request.POST or None)


def plan_shown(row: SkillsPlan) -> object:
    """The plan and its trainings, as they are decided together."""
    return [row.as_written(), [one.as_written() for one in row.trainings.order_by("pk")]]


OF_PLAN = {
    "remettre": Change(
        "Remettre nos besoins",
        "Les besoins retenus seront lus et réunis à la tête de réseau. Vous pourrez les reprendre tant qu’aucune formation "
        "ne les réunit. Un employeur sans besoin le dit ainsi.",
        "Remettre",
        empty_form,
        lambda request, row, form: operations.hand_in(
            actor=request.actor, plan=row, employer=request.scale, now=request.now
        ),
        "Vos besoins sont remis.",
    ),
    "reprendre": Change(
        "Reprendre nos besoins",
        "Ils ne seront plus lus à la tête de réseau, jusqu’à ce que vous les remettiez.",
        "Les reprendre",
        reason_form,
        lambda request, row, form: operations.take_back_needs(
            actor=request.actor, plan=row, employer=request.scale, now=request.now, **form.cleaned_data
        ),
        "Vos besoins sont repris.",
    ),
    "reunir": Change(
        "Réunir des besoins",
        "Une formation peut répondre à plusieurs employeurs à la fois.",
        "Inscrire cette formation",
        gather_form,
        lambda request, row, form: operations.gather(
            actor=request.actor,
            plan=row,
            title=form.cleaned_data["title"],
            needs=list(form.cleaned_data["needs"]),
            now=request.now,
            **form.measured,
        ),
        "La formation est au plan.",
    ),
    "consolider": Change(
        "Consolider le plan",
        "Chaque formation du plan sera à suivre. Les employeurs n’y changeront plus rien.",
        "Consolider",
        consolidate_form,
        lambda request, row, form: operations.consolidate(
            actor=request.actor, plan=row, now=request.now, **form.cleaned_data
        ),
        "Le plan est consolidé.",
        plan_shown,
    ),
    "rouvrir": Change(
        "Rouvrir le plan",
        "Il ne sera plus consolidé. Ce qui est suivi des formations reste.",
        "Rouvrir",
        reason_form,
        lambda request, row, form: operations.reopen_plan(
            actor=request.actor, plan=row, now=request.now, **form.cleaned_data
        ),
        "Le plan est rouvert.",
    ),
    "annuler": Change(
        "Ce plan est une erreur",
        "Il reste écrit, annulé.",
        "L’annuler",
        reason_form,
        lambda request, row, form: operations.undo_plan(
            actor=request.actor, plan=row, now=request.now, **form.cleaned_data
        ),
        "Le plan est annulé.",
    ),
}


@may("read")
@today_only
def change_plan(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Hand in, gather, consolidate, and what takes each back."""
    if gesture in ("remettre", "reprendre"):
        found = asked_here(request, key)
    else:
        found = plan_of(request, key)
        may_lead(request.actor, found.organisation).or_raise()
        if request.scale.pk != found.organisation_id:
            raise Http404
    return change(request, OF_PLAN, gesture, found, str(found), "careers:plan", scale=scale, key=key)


OF_NEED = {
    "retenir": Change(
        "Retenir ce besoin",
        "Il sera remis à la tête de réseau avec les autres.",
        "Le retenir",
        empty_form,
        lambda request, row, form: operations.settle_need(
            actor=request.actor, need=row, outcome="kept", now=request.now
        ),
        "Le besoin est retenu.",
    ),
    "ecarter": Change(
        "Écarter ce besoin",
        "Il reste écrit ici, et n’est pas remis.",
        "L’écarter",
        reason_form,
        lambda request, row, form: operations.settle_need(
            actor=request.actor, need=row, outcome="aside", now=request.now, **form.cleaned_data
        ),
        "Le besoin est écarté.",
    ),
    "retirer": Change(
        "Ce besoin est une erreur",
        "Il ne compte plus.",
        "Le retirer",
        reason_form,
        lambda request, row, form: operations.withdraw_need(
            actor=request.actor, need=row, now=request.now, **form.cleaned_data
        ),
        "Le besoin est retiré.",
    ),
}


@may("read")
@today_only
def change_need(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Keep it, set it aside, take it back."""
    found = need_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    return change(request, OF_NEED, gesture, found, found.subject, "careers:plan", scale=scale, key=found.plan_id)


def follow_form(request: Request, row: Training) -> FollowForm:
    told: dict[str, Any] = {"closed_on": row.closed_on or request.today, "outcome": row.outcome, "note": row.note}
    told["trained"] = row.trained or row.people
    return FollowForm(request.POST or None, initial=told)


def follow(request: Request, row: Training, form: FollowForm) -> object:
    return operations.follow(actor=request.actor, training=row, now=request.now, **form.cleaned_data)


OF_TRAINING = {
    "suivre": Change(
        "Cette formation a-t-elle eu lieu ?",
        "Combien de personnes l’ont suivie, et ce qu’elle a coûté.",
        "Inscrire",
        follow_form,
        follow,
        "C’est inscrit.",
    ),
    "retirer": Change(
        "Retirer cette formation",
        "Les besoins qu’elle réunit seront de nouveau à réunir.",
        "La retirer",
        reason_form,
        lambda request, row, form: operations.remove_training(
            actor=request.actor, training=row, now=request.now, **form.cleaned_data
        ),
        "La formation est retirée du plan.",
    ),
}


@may(LEADS)
@today_only
def change_training(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Say whether it was done, or take it out of the plan."""
    found = training_of(request, key)
    return change(request, OF_TRAINING, gesture, found, found.title, "careers:plan", scale=scale, key=found.plan_id)
