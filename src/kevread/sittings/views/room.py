"""The meeting room: the agenda as a rail, the current point, who is there, the minutes that are being written.

Everything works with plain forms. With the script of the room, texts are sent as they are typed, and kept on the device
until the server has them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kevread.attendance import permissions
from kevread.attendance.models import QuorumCheck
from kevread.attendance.queries.leading import leads
from kevread.common.errors import Invalid, NotDone, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Overtaken
from kevread.common.periods import hour_in_words
from kevread.decisions.queries.register import follow_ups_of_body
from kevread.delegations.queries.spaces import levels_at
from kevread.directory.models import Person
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.forwarding import ways_of
from kevread.meetings.queries.notices import votable
from kevread.meetings.queries.pack import enclosures_of
from kevread.meetings.scene import item_of, meeting_of
from kevread.sittings.operations import holding, minutes
from kevread.sittings.queries.earlier import replaced_in, replaced_of, texts_of
from kevread.sittings.queries.proceedings import CLOSING, OPENING
from kevread.sittings.queries.room import RoomNow, bar_beside, bar_of, room_now
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request, as_key
from kevread.votes.models import Poll
from kevread.votes.queries.live import shown_version, version_of
from kevread.votes.queries.polls import Panel, panels

PARTS = {OPENING: "L’ouverture", CLOSING: "La clôture"}


def noted_by(request: Request, key: UUID) -> Meeting:
    """The meeting, for those who note what happens in it. Raises Denied with the reason."""
    found = meeting_of(request, key)
    permissions.may_note(request.actor, found).or_raise()
    return found


def in_the_room(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What is refused of a sitting, to whoever leads it, is told under the bar of its room."""

    @wraps(view)
    def guarded(request: Request, scale: str, key: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, scale=scale, key=key, **more)
        except NotDone as refusal:
            meeting = meeting_of(request, key)
            if leads(request.actor, meeting):
                bar = bar_beside(meeting, request.actor) | {"scale": request.scale, "still": True}
                refusal.head = render_to_string("sittings/room_head.html", {}, request)
                refusal.above = render_to_string("sittings/room_bar.html", bar, request)
            raise

    return guarded


@signed_in
@today_only
def room(request: Request, scale: str, key: UUID) -> HttpResponse:
    return page(Gesture(request), noted_by(request, key))


def page(gesture: Gesture, meeting: Meeting, **more: Any) -> HttpResponse:
    request = gesture.request
    version = version_of(meeting.pk)
    now = room_now(meeting)
    part = request.GET.get("point", "") or ("" if meeting.current_id else OPENING)
    item = None if part in PARTS else now.item(part)
    shown = part if part in PARTS else str(item.pk) if item else OPENING
    context = live_context(request, now, item, shown) | {
        "version": version,
        "part_name": PARTS.get(shown, ""),
        "way": ways_of([item.pk]).get(item.pk, "") if item else "",
        "pieces": [one for one in enclosures_of(meeting, request.actor) if one.item_id == (item.pk if item else None)],
        "reviewed": follow_ups_of_body(meeting.body_id, meeting.day) if shown == OPENING else [],
        "levels": levels_at(request.actor, meeting.body, meeting.day, request.today, in_full=True)
        if shown == OPENING
        else [],
    }
    return gesture.page("sittings/room.html", context | more)


def votes_of(request: Request, now: RoomNow, item: AgendaItem | None) -> list[Panel]:
    return panels(now.polls.get(item.pk, []), request.actor) if item else []


def written(meeting: Meeting, item: AgendaItem | None, part: str) -> str:
    if item is not None:
        return str(item.record)
    return meeting.opening_text if part == OPENING else meeting.closing_text


def text_context(request: Request, meeting: Meeting, item: AgendaItem | None, part: str) -> dict[str, Any]:
    """The text of this part, who wrote it last, and whose text it took the place of."""
    text = written(meeting, item, part)
    texts = texts_of(meeting, str(item.pk) if item else part)
    return {
        "text": text,
        "digest": mark_of(text),
        "writes": meeting.stage in minutes.WRITABLE and not minutes.carries_signature(meeting),
        "last": texts[-1] if texts else None,
        "mine": replaced_of(texts, request.actor.person),
        "replaced": bool(replaced_in(texts)),
    }


def live_context(request: Request, now: RoomNow, item: AgendaItem | None, part: str) -> dict[str, Any]:
    """What the bar of the room, its rail and its first gesture show."""
    meeting, polls = now.meeting, votes_of(request, now, item)
    decides = item is not None and item.kind in (AgendaItem.Kind.DECISION, AgendaItem.Kind.ELECTION)
    grounds = votable(item) if item and decides else None
    return (
        bar_of(now, request.actor, part)
        | text_context(request, meeting, item, part)
        | {
            "item": item,
            "next": now.after(item),
            "grounds": grounds,
            "panels": polls,
            "first": first_gesture(now, item, part, votes=bool(grounds)),
            "may_open": bool(permissions.may_open(request.actor, meeting)),
            "not_today": holding.out_of_its_day(meeting, request.now),
            "may_admit_incident": bool(permissions.may_admit_incident(request.actor, meeting)),
        }
    )


def first_gesture(now: RoomNow, item: AgendaItem | None, part: str, *, votes: bool) -> str:
    """What a sitting under way waits for, one gesture at a time: to come to this point, to put it to the vote, to go on, to
    close. Nothing while a vote waits for its own. Closing waits in the menu until nothing else is left."""
    if now.under_way or (item is None and part != CLOSING):
        return ""
    if item is None:
        return "close"
    if now.meeting.current_id != item.pk:
        return "turn"
    polls = now.polls.get(item.pk, [])
    if any(poll.state == Poll.State.DRAFT for poll in polls):
        return ""
    if votes and not polls:
        return "vote"
    return "next" if now.after(item) else "close"


@signed_in
def live(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The head of the room, asked every two seconds; `middleware` answers when nothing has changed."""
    version = shown_version(key)
    now = room_now(noted_by(request, key))
    part = request.GET.get("point", "")
    item = None if part in PARTS else now.item(part)
    part = part if part in PARTS or item else OPENING
    context = live_context(request, now, item, part) | {"version": version, "apart": True}
    return render(request, "sittings/room_live.html", context)


@require_POST
@signed_in
@in_the_room
def gesture(request: Request, scale: str, key: UUID, name: str) -> HttpResponse:
    """One gesture of whoever holds the sitting. A refusal comes back on the room, which has changed in nothing."""
    meeting = meeting_of(request, key)
    verbs: dict[str, Callable[[], object]] = {
        "ouvrir": lambda: holding.open_meeting(meeting=meeting, **named(request, meeting), **asked(request)),
        "presidence": lambda: holding.name_officers(meeting=meeting, **named(request, meeting), **asked(request)),
        "commencer": lambda: holding.begin(meeting=meeting, **asked(request)),
        "carence": lambda: holding.record_failure(meeting=meeting, **asked(request)),
        "quorum": lambda: holding.check_quorum(meeting=meeting, key=read_key(request), **asked(request)),
        "incident": lambda: holding.admit_incident(
            meeting=meeting,
            title=request.POST.get("titre", ""),
            reason=request.POST.get("motif", ""),
            **asked(request),
        ),
    }
    if name not in verbs:
        raise Http404("Ce geste n’existe pas.")

    def press() -> Done:
        done, said = verbs[name](), ""
        if isinstance(done, QuorumCheck):
            said = f"{'Quorum constaté' if done.met else 'Le quorum n’y est plus'} : {done.shown}. "
        return Done(f"{said}{recorded(request)}", "sittings:room", scale=scale, key=key)

    gesture = perform(request, None, press)
    more: dict[str, Any] = {}
    if isinstance(gesture.refusal, holding.ToRead):
        chosen = {field: as_key(request.POST[field]) for field in ("chair", "secretary")}
        more = {"to_read": gesture.refusal.told, "asked": name, "officers": chosen}
    return gesture.done or page(gesture, noted_by(request, key), **more)


def recorded(request: Request) -> str:
    """After each record, when it was made, as the room reads its clock."""
    return f"Enregistré à {hour_in_words(timezone.localtime(request.now))}."


def asked(request: Request) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now}


def named(request: Request, meeting: Meeting) -> dict[str, Any]:
    """Whoever is chosen to chair and to record, among those of the roll, and what was read of it."""
    chosen: dict[str, Any] = {"seen": request.POST.getlist("vu")}
    for field in ("chair", "secretary"):
        key = as_key(request.POST.get(field, ""))
        person = Person.objects.filter(roll_entries__meeting=meeting, pk=key).first() if key else None
        if person is None:
            raise Invalid(field, "Choisissez la présidence et le secrétariat de séance.")
        chosen[field] = person
    return chosen


def read_key(request: Request) -> UUID | None:
    """The key that a page gives to a gesture, so that sent twice it is noted once."""
    return as_key(request.POST.get("cle", ""))


@require_POST
@signed_in
@in_the_room
def turn(request: Request, scale: str, key: UUID, item: UUID) -> HttpResponse:
    """Deal with this point from now on."""
    meeting = meeting_of(request, key)
    point = item_of(meeting, item)
    holding.turn_to(meeting=meeting, item=point, **asked(request))
    messages.success(request, recorded(request))
    return redirect(part_of_room(meeting, str(point.pk)))


def part_of_room(meeting: Meeting, part: str) -> str:
    url = reverse("sittings:room", kwargs={"scale": meeting.organisation.slug, "key": meeting.pk})
    return f"{url}?point={part}"


@require_POST
@signed_in
def text(request: Request, scale: str, key: UUID, part: str) -> HttpResponse:
    """What is typed in a part of the minutes: sent by the script as one types, or by the button."""
    meeting = meeting_of(request, key)
    scripted = request.headers.get("Accept") == "application/json"
    written: list[minutes.Written] = []

    def write() -> Done:
        written.append(
            minutes.write_minutes(
                meeting=meeting,
                part=part,
                text=typed(request, meeting, part),
                base=request.POST.get("base", ""),
                **asked(request),
            )
        )
        return Done("" if scripted else recorded(request), part_of_room(meeting, part))

    gesture = perform(request, None, write)
    if scripted:
        told = {"digest": written[0].digest, "said": recorded(request)} if written else {}
        return told_to_script(gesture.refusal) if gesture.refusal else JsonResponse(told)
    if isinstance(gesture.refusal, Overtaken):
        return overtaken(gesture, meeting, part, gesture.refusal)
    return gesture.done or page(gesture, meeting)


def typed(request: Request, meeting: Meeting, part: str) -> str:
    """What was typed; after the text that its page showed beside, for whoever chose both."""
    text = request.POST.get("texte", "")
    beside = minutes.read(meeting, part) if "suite" in request.POST else ""
    return f"{beside}\n\n{text}" if beside and mark_of(beside) == request.POST.get("base") else text


def told_to_script(no: Refused) -> HttpResponse:
    if isinstance(no, Overtaken):
        return JsonResponse({"current": no.current, "digest": mark_of(no.current), "why": no.sentence}, status=409)
    return JsonResponse({"why": no.sentence}, status=422)


def overtaken(gesture: Gesture, meeting: Meeting, part: str, no: Overtaken) -> HttpResponse:
    """Both texts, so that one is put into the other by whoever typed it."""
    context = {
        "meeting": meeting,
        "part": part,
        "current": no.current,
        "digest": mark_of(no.current),
        "typed": gesture.request.POST.get("texte", ""),
        "still": True,
    } | bar_beside(meeting, gesture.request.actor, part)
    return gesture.page("sittings/overtaken.html", context)


@require_POST
@signed_in
def fill(request: Request, scale: str, key: UUID, part: str) -> HttpResponse:
    """Put what Kevread knows of this part into its text."""
    meeting = meeting_of(request, key)

    def put() -> Done:
        if minutes.fill_in(meeting=meeting, part=part, **asked(request)).changed:
            return Done(recorded(request), part_of_room(meeting, part))
        messages.info(request, "Tout ce qui est connu est déjà dans ce texte.")
        return Done("", part_of_room(meeting, part))

    gesture = perform(request, None, put)
    return gesture.done or page(gesture, noted_by(request, key))
