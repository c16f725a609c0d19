"""Preparing a meeting: what it is, its agenda with the order set by buttons, its date, or several to choose from."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kevread.meetings import operations, permissions
from kevread.meetings.asks import BRINGS, Brought
from kevread.meetings.forms import AmendForm, DatesForm, DraftForm, ItemForm, MoveForm, PostponeForm
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.convening import may_convene, way_to
from kevread.meetings.operations.dating import MOST_DATES
from kevread.meetings.operations.dating import SETTLED as DATE_SETTLED
from kevread.meetings.operations.drafting import AGENDA_MOVES, SETTLED, require_own_agenda
from kevread.meetings.operations.stages import BEFORE_NOTICE
from kevread.meetings.queries import terms
from kevread.meetings.queries.answers import dates_of
from kevread.meetings.queries.deadline import Deadline, deadline_of
from kevread.meetings.queries.forwarding import agendas_closed_to, agendas_open_to, ways_of
from kevread.meetings.queries.notices import changes_to_send, frozen_agenda
from kevread.meetings.rules.life import State
from kevread.meetings.scene import before_opening, item_of, local, meeting_of, still
from kevread.seats.models import Body
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown

EVENING = (time(18, 30), time(20, 30))  # proposed where nothing says better


def prepared(request: Request, key: UUID) -> Meeting:
    found = meeting_of(request, key)
    permissions.may_prepare(request.actor, found.body).or_raise()
    return found


@may("prepare_meeting")
@today_only
def draft(request: Request, scale: str) -> HttpResponse:
    """A draft with a date: the first gesture of a meeting."""
    bodies = Body.objects.on(request.today).filter(organisation=request.scale)
    by_slug = {body.slug: body for body in bodies.order_by("rank", "name")}
    asked = by_slug.get(request.GET.get("instance", ""))
    first = {"mode": Meeting.Mode.ON_SITE, "body": asked.slug if asked else "", **as_usual(asked)}
    brought = brought_by(request)
    form = DraftForm([(slug, body.name) for slug, body in by_slug.items()], request.POST or None, initial=first)

    def plan() -> Done:
        typed = form.cleaned_data
        starts_at, ends_at = form.moments()
        made = operations.plan_meeting_for(
            brought=brought,
            actor=request.actor,
            body=by_slug[typed["body"]],
            starts_at=starts_at,
            ends_at=ends_at,
            now=request.now,
            place=typed["place"],
            mode=typed["mode"],
            title=typed["title"],
        )
        if brought:
            said = f"La réunion est notée. À son ordre du jour : {brought.sentence}"
            return Done(said, "meetings:agenda_of", scale=scale, key=made.pk)
        said = "La réunion est notée. Écrivez maintenant le premier point de son ordre du jour."
        return Done(said, "meetings:add_item", scale=scale, key=made.pk)

    gesture = perform(request, form, plan)
    chosen = by_slug.get(str(form["body"].value())) or next(iter(by_slug.values()), None)
    said_by = deadline_typed(form, chosen, request.today) if chosen else None
    context = {"bodies": by_slug, "brought": brought, "deadline": said_by}
    return gesture.done or gesture.page("meetings/draft.html", context)


def as_usual(body: Body | None) -> dict[str, Any]:
    """The hours and the place of its last meeting; of an evening, where it never met."""
    held = Meeting.objects.filter(body=body).exclude(mode=Meeting.Mode.WRITTEN).order_by("-starts_at").first()
    if held is None:
        return {"start": EVENING[0], "end": EVENING[1]}
    return {
        "start": timezone.localtime(held.starts_at).time(),
        "end": timezone.localtime(held.ends_at).time(),
        "place": held.place,
    }


def brought_by(request: Request) -> Brought | None:
    """What the meeting is planned for, when one comes from its page."""
    if not (key := request.GET.get("porte")):
        return None
    found = next(filter(None, (brings(request.actor, key, request.now) for brings in BRINGS)), None)
    if found is None:
        raise Http404("Ce que cette réunion devait porter à son ordre du jour n’existe pas, ou plus.")
    return found


def deadline_typed(form: Form, body: Body, today: date) -> Deadline | None:
    """For the day that is typed, if it is one. A written consultation is sent as it opens: it has no such delay."""
    if "mode" in form.fields and form["mode"].value() == Meeting.Mode.WRITTEN:
        return None
    try:
        day = form.fields["day"].clean(form["day"].value())
    except ValidationError:
        day = None
    return deadline_of(body, day, today)


@may("prepare_meeting")
@today_only
def deadline(request: Request, scale: str) -> HttpResponse:
    """Until when the notice may leave: the part of the page that follows the day as it is chosen."""
    bodies = Body.objects.on(request.today).filter(organisation=request.scale)
    body = bodies.filter(slug=request.GET.get("body", "")).first()
    if body is None:
        raise Http404("Cette instance n’est pas ouverte ici.")
    form = DraftForm([(body.slug, body.name)], request.GET)
    return render(request, "meetings/deadline.html", {"deadline": deadline_typed(form, body, request.today)})


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

    def write() -> Done:
        typed = first | form.cleaned_data
        operations.amend_meeting(actor=request.actor, meeting=found, now=request.now, **typed)
        return Done("C’est enregistré.", "meeting", scale=scale, key=key)

    gesture = perform(request, form, write, Shown(found))
    return gesture.done or gesture.page("meetings/amend.html", {"meeting": found, "announced": announced})


@signed_in
@today_only
def agenda(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The agenda. Each button is a form of its own: no script is needed to order, withdraw or settle. Once it is settled, what
    comes next is the notice."""
    found = prepared(request, key)

    def pressed() -> Done:
        said = press(request, found)
        return Done(said, "meetings:convene" if said else "meetings:agenda_of", scale=scale, key=key)

    gesture = perform(request, None, pressed, Shown(found, agenda_shown))
    if gesture.done:
        return gesture.done
    items = frozen_agenda(found)
    context = {
        "meeting": found,
        "items": items,
        "has_point": any(item.kind != AgendaItem.Kind.MISCELLANEOUS for item in items),
        "withdrawn": list(found.items.filter(withdrawn=True).order_by("rank")),
        "moves": found.stage in AGENDA_MOVES and not found.second_call_of_id,
        "unsent": changes_to_send(found),
        "binds": terms(found).agenda_binds,
        "ways": ways_of(item.pk for item in found.items.all()),
    }
    return gesture.page("meetings/agenda.html", context)


def agenda_shown(found: Meeting) -> object:
    return [found.stage, [one.as_written() for one in frozen_agenda(found)]]


def press(request: Request, found: Meeting) -> str:
    """What the button that was pressed asks for: « monter:<key> », « arreter »… What is said once the agenda is settled."""
    who: dict[str, Any] = {"actor": request.actor, "now": request.now}
    gesture, _, key = request.POST.get("geste", "").partition(":")
    if gesture == "arreter":
        operations.set_agenda(meeting=found, **who)
        return "L’ordre du jour est arrêté."
    if gesture == "rouvrir":
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
    return ""


@signed_in
@today_only
def add(request: Request, scale: str, key: UUID) -> HttpResponse:
    """`titre`: of what another page asks to have decided."""
    found = prepared(request, key)
    agenda_moves(request, found)
    form = ItemForm(request.POST or None, initial={"kind": AgendaItem.Kind.DECISION, "title": title_asked(request)})

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


def title_asked(request: Request) -> str:
    return request.GET.get("titre", "")[:200]


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
    def write() -> Done:
        verb(operations.Point(**form.cleaned_data))
        return Done("", "meetings:agenda_of", scale=request.scale.slug, key=found.pk)

    gesture = perform(
        request, form, write, Shown(found, lambda _: item_of(found, one.pk).as_written()) if one else None
    )
    if gesture.done:
        return gesture.done
    way = ways_of([one.pk]).get(one.pk, "") if one else ""
    return gesture.page("meetings/item.html", {"meeting": found, "heading": heading, "item": one, "way": way})


@signed_in
@today_only
def forward(request: Request, scale: str, key: UUID, item: UUID) -> HttpResponse:
    """Carry an item to a meeting whose agenda one prepares, with where it comes from."""
    found = meeting_of(request, key)
    one = item_of(found, item)
    there = {found.pk, *AgendaItem.objects.filter(origin=one, withdrawn=False).values_list("meeting", flat=True)}
    possible = [meeting for meeting in agendas_open_to(request.actor, request.today) if meeting.pk not in there]
    closed = agendas_closed_to(request.actor, request.today, there - {found.pk})

    def carry() -> Done:
        to = next((meeting for meeting in possible if str(meeting.pk) == request.POST.get("vers")), None)
        if to is None:
            raise Http404("Cette réunion ne reçoit pas de point.")
        operations.forward_item(actor=request.actor, item=one, to=to, now=request.now)
        said = "Le point est porté à l’autre ordre du jour, avec son origine."
        return Done(said, "meetings:agenda_of", scale=to.organisation.slug, key=to.pk)

    gesture = perform(request, None, carry)
    context = {
        "meeting": found,
        "item": one,
        "possible": possible,
        "closed": [row for row in closed if row.meeting != found],
    }
    return gesture.done or gesture.page("meetings/forward.html", context)


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

    def change() -> Done:
        starts_at, ends_at = form.moments()
        asked: dict[str, Any] = {"actor": request.actor, "meeting": found, "now": request.now}
        asked |= {"starts_at": starts_at, "ends_at": ends_at, "place": form.cleaned_data["place"]}
        if announced:
            asked |= {"reason": form.cleaned_data["reason"]}
        verb = operations.postpone_meeting if announced else operations.move_meeting
        said = "La réunion est reportée : convoquez la nouvelle." if announced else "La date est changée."
        return Done(said, "meeting", scale=scale, key=verb(**asked).pk)

    gesture = perform(request, form, change)
    context = {"meeting": found, "announced": announced, "deadline": deadline_typed(form, found.body, request.today)}
    return gesture.done or gesture.page("meetings/move.html", context)


@signed_in
@today_only
def dates(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Several dates, and what each person says of them; the secretariat retains one."""
    found = prepared(request, key)
    if request.method == "GET":
        still(found, BEFORE_NOTICE, DATE_SETTLED)
    typed = "proposer" in request.POST
    form = DatesForm(request.POST if typed else None)

    def propose() -> Done:
        operations.propose_dates(actor=request.actor, meeting=found, starts=form.moments(), now=request.now)
        said = "Les dates sont proposées : chaque personne reçoit un lien pour répondre."
        return Done(said, "meetings:dates", scale=scale, key=key)

    def retain() -> Done:
        option = next((one for one in found.date_options.all() if str(one.pk) == request.POST.get("retenir")), None)
        if option is None:
            raise Http404("Cette date n’est pas proposée.")
        option.meeting = found
        operations.retain_date(actor=request.actor, option=option, now=request.now)
        return Done("La date est retenue.", "meeting", scale=scale, key=key)

    gesture = perform(request, form, propose) if typed else perform(request, None, retain)
    if gesture.done:
        return gesture.done
    proposed = dates_of(found, request.actor.person)
    full = len(proposed) >= MOST_DATES
    context = {"meeting": found, "form": form, "dates": proposed, "now": request.now, "full": full}
    return gesture.page("meetings/dates.html", context)
