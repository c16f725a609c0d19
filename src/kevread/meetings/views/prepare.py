"""Preparing a meeting: what it is, its agenda with the order set by buttons, its date, or several to choose from."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.errors import Denied, Invalid, NotDone
from kevread.meetings import operations, permissions
from kevread.meetings.forms import AmendForm, DatesForm, DraftForm, ItemForm, MoveForm, PostponeForm
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.convening import may_convene, way_to
from kevread.meetings.operations.dating import MOST_DATES
from kevread.meetings.operations.dating import SETTLED as DATE_SETTLED
from kevread.meetings.operations.drafting import AGENDA_MOVES, SETTLED, require_own_agenda
from kevread.meetings.operations.stages import BEFORE_NOTICE
from kevread.meetings.queries import terms
from kevread.meetings.queries.answers import dates_of
from kevread.meetings.queries.forwarding import agendas_open_to, ways_of
from kevread.meetings.queries.notices import changes_to_send, frozen_agenda
from kevread.meetings.rules.life import State
from kevread.meetings.scene import before_opening, item_of, local, meeting_of, status, still
from kevread.seats.models import Body
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.forms import put_back
from kevread.ui.places import place
from kevread.ui.request import Request


def prepared(request: Request, key: UUID) -> Meeting:
    found = meeting_of(request, key)
    permissions.may_prepare(request.actor, found.body).or_raise()
    return found


def attempt(form: Any, verb: Callable[[], Any]) -> tuple[Any, NotDone | None]:
    """The verb's answer; or its refusal, on the field it is about, or to show above the form."""
    try:
        return verb(), None
    except Denied:
        raise
    except Invalid as wrong:
        if hasattr(form, "put_back"):
            form.put_back(wrong)
        else:
            put_back(form, wrong)
        return None, None
    except NotDone as refusal:
        return None, refusal


@may("prepare_meeting")
@today_only
def draft(request: Request, scale: str) -> HttpResponse:
    """A draft with a date: the first gesture of a meeting."""
    bodies = Body.objects.on(request.today).filter(organisation=request.scale)
    by_slug = {body.slug: body for body in bodies.order_by("rank", "name")}
    first = {"mode": Meeting.Mode.ON_SITE, "body": request.GET.get("instance", "")}
    form = DraftForm([(slug, body.name) for slug, body in by_slug.items()], request.POST or None, initial=first)
    refusal = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        starts_at, ends_at = form.moments()
        made, refusal = attempt(
            form,
            lambda: operations.plan_meeting(
                actor=request.actor,
                body=by_slug[typed["body"]],
                starts_at=starts_at,
                ends_at=ends_at,
                now=request.now,
                place=typed["place"],
                mode=typed["mode"],
                title=typed["title"],
            ),
        )
        if made:
            messages.success(request, "La réunion est notée. Écrivez maintenant son ordre du jour.")
            return redirect("meetings:agenda_of", scale=scale, key=made.pk)
    context = {"form": form, "refusal": refusal, "bodies": by_slug}
    return render(request, "meetings/draft.html", context, status=status(form, refusal))


@signed_in
@today_only
def amend(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the meeting is and where. Once convened, only where one goes."""
    found = prepared(request, key)
    before_opening(found, "Cette fiche ne change plus")
    names = ("title", "session", "mode", "place", "link", "is_public")
    first = {name: getattr(found, name) for name in names}
    form = AmendForm(request.POST or None, initial=first)
    announced = found.stage is State.CONVENED
    if announced:
        for name in ("title", "session", "mode", "is_public"):
            del form.fields[name]
    elif found.body.kind != Body.Kind.ASSEMBLY:
        form.fields["session"].choices = [(found.session, found.get_session_display())]  # type: ignore[attr-defined]
    refusal = None
    if request.method == "POST" and form.is_valid():
        typed = first | form.cleaned_data
        done, refusal = attempt(
            form, lambda: operations.amend_meeting(actor=request.actor, meeting=found, now=request.now, **typed)
        )
        if done:
            messages.success(request, "C’est enregistré.")
            return redirect(place("meeting", scale=scale, key=key))
    context = {"meeting": found, "form": form, "refusal": refusal, "announced": announced}
    return render(request, "meetings/amend.html", context, status=status(form, refusal))


@signed_in
@today_only
def agenda(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The agenda. Each button is a form of its own: no script is needed to order, withdraw or settle."""
    found = prepared(request, key)
    refusal = None
    if request.method == "POST":
        try:
            press(request, found)
            return redirect("meetings:agenda_of", scale=scale, key=key)
        except Denied:
            raise
        except NotDone as said:
            refusal = said
    items = frozen_agenda(found)
    context = {
        "meeting": found,
        "items": items,
        "has_point": any(item.kind != AgendaItem.Kind.MISCELLANEOUS for item in items),
        "withdrawn": list(found.items.filter(withdrawn=True).order_by("rank")),
        "moves": found.stage in AGENDA_MOVES and not found.second_call_of_id,
        "unsent": changes_to_send(found),
        "binds": terms(found).agenda_binds,
        "refusal": refusal,
        "ways": ways_of(item.pk for item in found.items.all()),
    }
    return render(request, "meetings/agenda.html", context, status=409 if refusal else 200)


def press(request: Request, found: Meeting) -> None:
    """What the button that was pressed asks for: « monter:<key> », « arreter »…"""
    who: dict[str, Any] = {"actor": request.actor, "now": request.now}
    gesture, _, key = request.POST.get("geste", "").partition(":")
    if gesture == "arreter":
        operations.set_agenda(meeting=found, **who)
        messages.success(request, "L’ordre du jour est arrêté.")
    elif gesture == "rouvrir":
        operations.reopen_agenda(meeting=found, **who)
    elif gesture in ("monter", "descendre", "retirer"):
        try:
            item = item_of(found, UUID(key))
        except ValueError:
            raise Http404("Ce point n’existe pas.") from None
        if gesture == "retirer":
            operations.withdraw_item(item=item, **who)
        else:
            operations.move_item(item=item, up=gesture == "monter", **who)
    else:
        raise Http404("Ce geste n’existe pas.")


@signed_in
@today_only
def add(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = prepared(request, key)
    agenda_moves(request, found)
    form = ItemForm(request.POST or None, initial={"kind": AgendaItem.Kind.DECISION})

    def verb(point: operations.Point) -> AgendaItem:
        return operations.add_item(actor=request.actor, meeting=found, point=point, now=request.now)

    return answer_item(request, found, form, verb, "Ajouter un point")


@signed_in
@today_only
def item(request: Request, scale: str, key: UUID, item: UUID) -> HttpResponse:
    found = prepared(request, key)
    one = item_of(found, item)
    agenda_moves(request, found)
    names = ("kind", "title", "text", "decision_type", "resolution", "presenter", "minutes")
    form = ItemForm(request.POST or None, initial={name: getattr(one, name) for name in names})

    def verb(point: operations.Point) -> AgendaItem:
        return operations.amend_item(actor=request.actor, item=one, point=point, now=request.now)

    return answer_item(request, found, form, verb, "Modifier un point", one)


def agenda_moves(request: Request, found: Meeting) -> None:
    """No form for an agenda that is settled, nor for that of a second call. Raises Refused, with the way to the agenda."""
    if request.method == "GET":
        still(found, AGENDA_MOVES, SETTLED, way_to(found, "Voir l’ordre du jour", "meetings:agenda_of"))
        require_own_agenda(found)


def answer_item(
    request: Request,
    found: Meeting,
    form: ItemForm,
    verb: Callable[..., AgendaItem],
    heading: str,
    one: AgendaItem | None = None,
) -> HttpResponse:
    refusal = None
    if request.method == "POST" and form.is_valid():
        point = operations.Point(**form.cleaned_data)
        done, refusal = attempt(form, lambda: verb(point))
        if done:
            return redirect("meetings:agenda_of", scale=request.scale.slug, key=found.pk)
    context = {"meeting": found, "form": form, "refusal": refusal, "heading": heading, "item": one}
    context["way"] = ways_of([one.pk]).get(one.pk, "") if one else ""
    return render(request, "meetings/item.html", context, status=status(form, refusal))


@signed_in
@today_only
def forward(request: Request, scale: str, key: UUID, item: UUID) -> HttpResponse:
    """Carry an item to a meeting whose agenda one prepares, with where it comes from."""
    found = meeting_of(request, key)
    one = item_of(found, item)
    there = {found.pk, *AgendaItem.objects.filter(origin=one, withdrawn=False).values_list("meeting", flat=True)}
    possible = [meeting for meeting in agendas_open_to(request.actor, request.today) if meeting.pk not in there]
    refusal = None
    if request.method == "POST":
        to = next((meeting for meeting in possible if str(meeting.pk) == request.POST.get("vers")), None)
        if to is None:
            raise Http404("Cette réunion ne reçoit pas de point.")
        try:
            operations.forward_item(actor=request.actor, item=one, to=to, now=request.now)
        except Denied:
            raise
        except NotDone as said:
            refusal = said
        else:
            messages.success(request, "Le point est porté à l’autre ordre du jour, avec son origine.")
            return redirect("meetings:agenda_of", scale=to.organisation.slug, key=to.pk)
    context = {"meeting": found, "item": one, "possible": possible, "refusal": refusal}
    return render(request, "meetings/forward.html", context, status=409 if refusal else 200)


@signed_in
@today_only
def move(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Another date: before the notice the same meeting moves; after, it is postponed and another one follows."""
    found = prepared(request, key)
    before_opening(found, "Cette réunion ne change plus de date")
    announced = found.stage is State.CONVENED
    if announced:
        may_convene(request.actor, found, request.now).or_raise()
    first = {"start": local(found.starts_at)["start"], "end": local(found.ends_at)["start"], "place": found.place}
    first |= {} if announced else {"day": local(found.starts_at)["day"]}
    form = (PostponeForm if announced else MoveForm)(request.POST or None, initial=first)
    refusal = None
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.moments()
        asked: dict[str, Any] = {"actor": request.actor, "meeting": found, "now": request.now}
        asked |= {"starts_at": starts_at, "ends_at": ends_at, "place": form.cleaned_data["place"]}
        if announced:
            asked |= {"reason": form.cleaned_data["reason"]}
        verb = operations.postpone_meeting if announced else operations.move_meeting
        done, refusal = attempt(form, lambda: verb(**asked))
        if done:
            messages.success(
                request, "La réunion est reportée : convoquez la nouvelle." if announced else "La date est changée."
            )
            return redirect(place("meeting", scale=scale, key=done.pk))
    context = {"meeting": found, "form": form, "refusal": refusal, "announced": announced}
    return render(request, "meetings/move.html", context, status=status(form, refusal))


@signed_in
@today_only
def dates(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Several dates, and what each person says of them; the secretariat retains one."""
    found = prepared(request, key)
    if request.method == "GET":
        still(found, BEFORE_NOTICE, DATE_SETTLED)
    form = DatesForm(request.POST if "proposer" in request.POST else None)
    refusal = None
    if request.method == "POST" and "proposer" in request.POST:
        if form.is_valid():
            asked: dict[str, Any] = {"actor": request.actor, "meeting": found, "now": request.now}
            made, refusal = attempt(form, lambda: operations.propose_dates(starts=form.moments(), **asked))
            if made:
                messages.success(request, "Les dates sont proposées : chaque personne reçoit un lien pour répondre.")
                return redirect("meetings:dates", scale=scale, key=key)
    elif request.method == "POST":
        option = next((one for one in found.date_options.all() if str(one.pk) == request.POST.get("retenir")), None)
        if option is None:
            raise Http404("Cette date n’est pas proposée.")
        option.meeting = found
        kept, refusal = attempt(
            form, lambda: operations.retain_date(actor=request.actor, option=option, now=request.now)
        )
        if kept:
            messages.success(request, "La date est retenue.")
            return redirect(place("meeting", scale=scale, key=key))
    proposed = dates_of(found, request.actor.person)
    context = {
        "meeting": found,
        "form": form,
        "refusal": refusal,
        "dates": proposed,
        "now": request.now,
        "full": len(proposed) >= MOST_DATES,
    }
    return render(request, "meetings/dates.html", context, status=status(form, refusal))
