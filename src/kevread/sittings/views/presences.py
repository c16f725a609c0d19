"""Who comes and goes: one tap each, forty people in a minute; the sheet on paper; « Je suis là » on one's own phone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kevread.attendance.exports import ATTENDANCE
from kevread.attendance.operations import presence
from kevread.attendance.queries.attendance import Attendance, Placed, attendance
from kevread.attendance.queries.awaited import awaited
from kevread.common.errors import Denied, Refused
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.scene import about, entry_of, meeting_of
from kevread.sittings.queries.papers import sign_in_paper
from kevread.sittings.queries.room import bar_beside
from kevread.sittings.views.room import asked, noted_by, read_key
from kevread.ui.access import signed_in, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request, as_key
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted
from kevread.votes.queries.live import shown_version, version_of

TOO_MANY = "Trop d’essais : attendez quelques minutes, ou signalez-vous à la ou au secrétaire de séance."


@signed_in
@today_only
def presences(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Everybody of the roll, in the order of their names, with the gesture of the moment."""
    return page(Gesture(request), noted_by(request, key))


def page(gesture: Gesture, meeting: Meeting) -> HttpResponse:
    version = version_of(meeting.pk)
    return gesture.page("sittings/presences.html", context_of(gesture.request, meeting) | {"version": version})


def context_of(request: Request, meeting: Meeting) -> dict[str, Any]:
    bar = bar_beside(meeting, request.actor)
    now, gestures = bar["now"], gestures_of(request, meeting)
    missing = awaited(now.attendance) if gestures["writes"] else None
    rows = rows_of(now.attendance)
    return bar | {"beside": gestures["writes"], "rows": rows, "awaited": missing, **gestures}


def gestures_of(request: Request, meeting: Meeting) -> dict[str, Any]:
    early = presence.unnoted(meeting, request.now)
    return {
        "early": early,
        "is_written": meeting.mode == Meeting.Mode.WRITTEN,
        "writes": meeting.stage in presence.WHILE and not early,
        "hybrid": meeting.mode == Meeting.Mode.HYBRID,
        "distant": meeting.mode == Meeting.Mode.REMOTE,
    }


def rows_of(found: Attendance) -> list[dict[str, Any]]:
    return sorted((row_of(line, found) for line in found.lines), key=lambda row: row["line"].entry.person.search)


def row_of(line: Placed, found: Attendance) -> dict[str, Any]:
    """A line, who holds its proxy even while nobody is there, and a key for what will be noted on it."""
    gave = getattr(line.entry, "proxy_to", None)
    carries = sum(one.votes for one in found.cast_by(line.entry.person_id)) if line.standing.is_there else 0
    return {
        "line": line,
        "holder": found.by_entry[gave].entry.person if gave in found.by_entry else None,
        "carries": carries,
        "key": uuid4(),
        "last": line.stays[-1] if line.came else None,
    }


@signed_in
def live(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The list and the head, when something has changed."""
    version = shown_version(key)
    context = context_of(request, noted_by(request, key)) | {"version": version, "apart": True}
    return render(request, "sittings/presences_live.html", context)


@require_POST
@signed_in
def mark(request: Request, scale: str, key: UUID, entry: UUID) -> HttpResponse:
    """One tap: there, at a distance, gone, or noted by mistake. The script of the room gets the line back."""
    meeting = noted_by(request, key)
    line = entry_of(meeting, entry)
    common = {"meeting": meeting, "entry": line, **asked(request)}
    verbs: dict[str, Callable[[], object]] = {
        "present": lambda: presence.mark_present(key=read_key(request), **common),
        "distance": lambda: presence.mark_remote(key=read_key(request), **common),
        "parti": lambda: presence.mark_left(**common),
        "erreur": lambda: presence.unmark(**common),
    }
    name = request.POST.get("geste", "")
    if name not in verbs:
        raise Http404("Ce geste n’existe pas.")

    def press() -> Done:
        verbs[name]()
        return Done("", "sittings:presences", scale=scale, key=key)

    gesture = perform(request, None, press)
    if "X-Kevread-Queue" in request.headers:
        return row(request, meeting, line, gesture.refusal)
    return gesture.done or page(gesture, meeting)


@require_POST
@signed_in
def mark_several(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Those that the page named are there, at once. Before the sitting is open, one goes back to open it."""
    meeting = noted_by(request, key)
    keys = [one for one in map(as_key, request.POST.getlist("ligne")) if one]

    def press() -> Done:
        came = presence.mark_several(meeting=meeting, entries=list(meeting.roll.filter(pk__in=keys)), **asked(request))
        goes_on = "sittings:presences" if meeting.opened_at else "sittings:room"
        return Done(
            f"{counted(came, 'arrivée notée', 'arrivées notées')}. Une erreur s’ôte d’un geste.",
            goes_on,
            scale=scale,
            key=key,
        )

    gesture = perform(request, None, press)
    return gesture.done or page(gesture, meeting)


def row(request: Request, meeting: Meeting, entry: RollEntry, refusal: Refused | None) -> HttpResponse:
    found = attendance(meeting)
    context = {
        "meeting": meeting,
        "row": row_of(found.by_entry[entry.pk], found),
        "why": refusal.sentence if refusal else "",
        **gestures_of(request, meeting),
    }
    return render(request, "sittings/presence.html", context, status=422 if refusal else 200)


@signed_in
def presences_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The list as it stands, for a spreadsheet."""
    meeting = noted_by(request, key)
    rows = sorted(attendance(meeting).lines, key=lambda line: line.entry.person.search)
    return table_file(request, ATTENDANCE, rows, form, about=about(meeting))


@signed_in
def sheet(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The sign-in sheet: to sign by hand before the sitting, with what was noted afterwards."""
    paper = sign_in_paper(noted_by(request, key))
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    return under_name(answer, f"{paper.title}.pdf", shown=True)


@signed_in
@today_only
def here(request: Request, scale: str, key: UUID) -> HttpResponse:
    """« Je suis là »: with the code shown in the room, somebody of the roll notes their own arrival."""
    meeting = meeting_of(request, key)
    mine = [line for line in attendance(meeting).lines if line.entry.person_id == request.actor.person]
    if not mine:
        raise Denied("Vous n’êtes pas sur la liste de cette réunion : voyez la ou le secrétaire de séance.")

    def sign() -> Done:
        if not ratelimit.consume(request, action="sign_in_code", key=str(request.actor.person)):
            raise Refused(TOO_MANY)
        presence.sign_in(
            meeting=meeting,
            code=request.POST.get("code", ""),
            remote=request.POST.get("distance") == "oui",
            **asked(request),
        )
        return Done("Vous êtes noté·e parmi les présent·es.", "sittings:here", scale=scale, key=key)

    gesture = perform(request, None, sign)
    if gesture.done:
        return gesture.done
    why = gesture.refusal.sentence if gesture.refusal else ""
    context = {"meeting": meeting, "mine": mine, "why": why, **gestures_of(request, meeting)}
    return render(request, "sittings/here.html", context, status=422 if why else 200)
