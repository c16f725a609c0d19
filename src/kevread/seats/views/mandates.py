"""Mandates: the list, one of them with its story, its end with what it entails, its correction."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.seats import operations, permissions
from kevread.seats.conditions import refuses_nobody_in_particular
from kevread.seats.exports import ENDINGS, MANDATES, endings_to_take, mandates_to_take
from kevread.seats.forms import AnnulForm, CorrectForm, EndForm
from kevread.seats.loader import families
from kevread.seats.models import Body, Mandate, Seat, Substitution
from kevread.seats.queries.candidates import candidates
from kevread.seats.queries.ending import is_ended_for
from kevread.seats.queries.forecast import by_organisation, with_assemblies
from kevread.seats.queries.forecast import forecast as forecast_of
from kevread.seats.queries.forecast import within as within_one
from kevread.seats.queries.places import offered
from kevread.seats.queries.records import Sought, mandates_of_scale
from kevread.seats.rules import dates
from kevread.seats.views.choice import person_of
from kevread.seats.views.scene import mandate_of, within
from kevread.ui.access import may, signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_of_ours
from kevread.ui.request import Request, is_wide
from kevread.ui.spreadsheet import table_file, wide_name


@may("read")
def mandates(request: Request, scale: str) -> HttpResponse:
    """The mandates in force in the bodies of the organisation; where it has members, also in theirs."""
    sought = sought_in(request)
    page = Paginator(asked(request), 50).get_page(request.GET.get("page"))
    bodies = Body.objects.visible_to(request.actor).on(request.on).filter(organisation=request.scale)
    context = {"page": page, "bodies": bodies.order_by("rank", "name"), "sought": sought}
    return render(request, "seats/mandates.html", context)


def sought_in(request: Request) -> Sought:
    return Sought(
        body=request.GET.get("instance", "")[:80],
        text=request.GET.get("nom", "")[:120],
        wide=is_wide(request),
        officers="dirigeants" in request.GET,
        boards="conseils" in request.GET,
        soon="bientot" in request.GET,
    )


def asked(request: Request) -> Any:
    return mandates_of_scale(request.scale, request.actor, request.on, sought_in(request))


@may("read")
def mandates_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same list, for a spreadsheet."""
    rows = mandates_to_take(asked(request), request.actor, request.today)
    return table_file(request, MANDATES, rows, form, about=told_in_name(request))


def told_in_name(request: Request) -> str:
    """What the name of the file says of a list of less or of more than the mandates of the organisation."""
    sought = sought_in(request)
    told = (
        wide_name(request),
        "dirigeants" if sought.officers else "",
        "conseils" if sought.boards else "",
    )
    return "-".join(filter(None, told))


@may("read")
def forecast(request: Request, scale: str) -> HttpResponse:
    """The mandates that end within twelve months: in one plan, by day and organisation; then one by one, all of them or those
    of one organisation (`?organisation=`), with what follows."""
    every = forecast_of(request.scale, request.actor, request.on)
    plan = with_assemblies(by_organisation(every), request.actor, request.on)
    asked = request.GET.get("organisation", "")
    chosen = next((one.organisation for one in plan if one.organisation.slug == asked), None)
    context = {
        "months": every,
        "shown": within_one(every, asked) if chosen else every,
        "count": sum(month.count for month in every),
        "elected": sum(one.elected for one in plan),
        "elsewhere": sum(one.count for one in plan if one.organisation != request.scale),
        "plan": plan,
        "plans": not request.is_past and any(one.assembly and one.assembly.may_plan for one in plan),
        "chosen": chosen,
    }
    return render(request, "seats/forecast.html", context)


@may("read")
def forecast_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: one row for each mandate."""
    months = forecast_of(request.scale, request.actor, request.on)
    return table_file(request, ENDINGS, endings_to_take(months), form)


@may("read")
def mandate(request: Request, scale: str, key: str) -> HttpResponse:
    """A mandate: its dates, its origin, its story in the journal."""
    found = mandate_of(request, key)
    real = is_real(found)
    over = bool(found.dates.end and found.dates.end <= request.today)
    context = {
        "mandate": found,
        "real": real,
        "within": within(request),
        "may_end": real and not over and bool(permissions.may_end(request.actor, found)),
        "may_correct": real and bool(permissions.may_correct(request.actor, found)),
        "may_be_replaced": real and not over and bool(permissions.may_ask_substitute(request.actor, found)),
        "substitutions": Substitution.objects.visible_to(request.actor)
        .filter(mandate=found)
        .select_related("substitute")
        .order_by("-period", "pk"),
        "may_annul": real and bool(permissions.may_annul(request.actor, found)),
    }
    return render(request, "seats/mandate.html", context)


@signed_in
def end(request: Request, scale: str, key: str) -> HttpResponse:
    """The end of a mandate, in two steps: what it entails is shown, then confirmed by the person, proposal by proposal."""
    found = mandate_of(request, key)
    grounds = permissions.may_end(request.actor, found)
    if not within(request):
        grounds.or_raise()
    revokes = bool(permissions.may_revoke_mandate(request.actor, found))
    told = {"revokes": revokes, "for_another": is_ended_for(request.actor, found)}
    form = EndForm(request.POST or None, initial={"last": request.today}, **told)
    context: dict[str, Any] = {"mandate": found, "grounds": grounds, "real": is_real(found)}
    if request.method == "POST":
        grounds.or_raise()

    def show_or_confirm() -> Done | None:
        last, reason = form.cleaned_data["last"], form.cleaned_data["reason"]
        note = operations.require_ground(request.actor, found, reason, form.cleaned_data.get("note", ""))
        if request.POST.get("etape") == "confirmer":
            return Done(f"C’est fait. {confirm(request, found, last, reason, note)}", body_of(found))
        context["cascade"] = operations.cascade_of(
            actor=request.actor, mandate=found, last=last, reason=reason, now=request.now
        )
        return None

    gesture = perform(request, form, show_or_confirm)
    return gesture.done or gesture.page("seats/end.html", context)


def confirm(request: Request, mandate: Mandate, last: date, reason: str, note: str) -> str:
    """End it, and the mandates that were ticked among those that rest on it: two acts, both or none."""
    told = f"Le mandat de {mandate.person} finit le {day_in_words(last)}."
    ticked = [key for key in request.POST.getlist("avec") if is_key(key)]
    with transaction.atomic():
        operations.end_mandate(
            actor=request.actor, mandate=mandate, last=last, reason=reason, note=note, now=request.now
        )
        if not ticked:
            return told
        others = Mandate.objects.filter(pk__in=ticked, person=mandate.person).select_related(
            "seat__body__organisation", "represents", "person"
        )
        done = operations.end_consequences(
            actor=request.actor, cause=mandate, mandates=list(others), last=last, now=request.now
        )
    number = (
        f"{len(done)} mandats qui en dépendaient finissent" if len(done) > 1 else "Un mandat qui en dépendait finit"
    )
    return f"{told} {number} le même jour."


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def is_real(mandate: Mandate) -> bool:
    """Neither annulled nor corrected: a mandate that never was is read, and no page offers to change it."""
    return mandate.end_reason != Mandate.EndReason.MISTAKE


def body_of(mandate: Mandate) -> str:
    body = mandate.seat.body
    where = reverse("seats:body", kwargs={"scale": body.organisation.slug, "body": body.slug})
    return f"{where}#siege-{mandate.seat.title}"


@may("correct_mandate")
def correct(request: Request, scale: str, key: str) -> HttpResponse:
    """A mistyped mandate: marked as a mistake, and the right one opened in its place, by a further act."""
    wrong = mandate_of(request, key)
    person = person_of(request.GET["personne"]) if request.GET.get("personne") else wrong.person
    shares = shares_for(wrong.seat, wrong, request.today)
    initial = {
        "first": wrong.dates.start,
        "last": wrong.dates.last,
        "represents": wrong.represents.slug if wrong.represents else wrong.family,
    }
    form = CorrectForm(shares, request.POST or None, initial=initial)

    def put_right() -> Done:
        typed = form.cleaned_data
        family = typed["represents"] if typed["represents"] in families() else ""
        right = operations.correct_mandate(
            actor=request.actor,
            mandate=wrong,
            person=person,
            represents=None if family else Organisation.objects.filter(slug=typed["represents"]).first(),
            family=family,
            period=dates(typed["first"], typed["last"]),
            reason=typed["reason"],
            now=request.now,
        )
        return Done("C’est corrigé. L’erreur reste lisible au journal.", "seats:mandate", scale=scale, key=right.pk)

    gesture = perform(request, form, put_right)
    search = request.GET.get("q", "")[:120]
    found = candidates(wrong.seat, wrong.represents, request.on, search) if search and not gesture.done else None
    context = {"mandate": wrong, "person": person, "real": is_real(wrong), "search": search, "found": found}
    return gesture.done or gesture.page("seats/correct.html", context)


@may("correct_mandate")
def annul(request: Request, scale: str, key: str) -> HttpResponse:
    """A mandate that never was, and that nothing replaces: taken back by a further act, with the reason."""
    wrong = mandate_of(request, key)
    permissions.may_annul(request.actor, wrong).or_raise()
    form = AnnulForm(request.POST or None)
    leads = wrong.zone_leads.select_related("zone").order_by("zone__search", "pk")
    start = wrong.dates.start or request.today
    resting = operations.resting_on(wrong, request.today if wrong.in_force(request.today) else start)
    back = page_of_ours(request.GET.get("retour", ""))
    context = {"mandate": wrong, "leads": leads, "resting": resting, "real": is_real(wrong), "back": back}

    def take_back() -> Done:
        operations.annul_mandate(
            actor=request.actor, mandate=wrong, reason=form.cleaned_data["reason"], now=request.now
        )
        said = "C’est annulé : ce mandat n’a jamais eu cours. Son histoire reste lisible"
        if back:
            return Done(f"{said} à la page du mandat.", back)
        return Done(f"{said} ici.", "seats:mandate", scale=scale, key=wrong.pk)

    gesture = perform(request, form, take_back)
    return gesture.done or gesture.page("seats/annul.html", context)


def shares_for(seat: Seat, mandate: Mandate, on: date) -> list[tuple[str, str]]:
    """Whom the mandate may represent, as choices: nobody too, where the seat admits it, or where it was so."""
    if seat.one_per == Seat.OnePer.FAMILY:
        return list(families().items())
    rows = {row.slug: row.name for row in offered(seat, on)}
    if mandate.represents:
        rows.setdefault(mandate.represents.slug, mandate.represents.name)
    for_somebody = mandate.represents and (seat.one_per or refuses_nobody_in_particular(seat))
    return [*rows.items()] if for_somebody else [("", "Personne en particulier"), *rows.items()]
