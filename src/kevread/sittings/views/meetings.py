"""The meetings of an organisation or of a body; one of them, as each person needs it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from kevread.attendance.exports import ATTENDANCES
from kevread.attendance.queries.attendance import attendances
from kevread.charter.queries.text import circle_of
from kevread.common.actor import NOBODY, Actor
from kevread.decisions import permissions
from kevread.decisions.queries.mending import mended_elsewhere
from kevread.decisions.queries.register import follow_ups_of_body, taken_at
from kevread.delegations.queries.spaces import levels_at
from kevread.documents.models import Document, Version
from kevread.meetings.exports import MEETINGS
from kevread.meetings.models import Meeting
from kevread.meetings.models.meeting import MeetingQuerySet
from kevread.meetings.operations.convening import may_convene
from kevread.meetings.permissions import may_prepare
from kevread.meetings.queries.answers import Answered, answers_of
from kevread.meetings.queries.forwarding import ways_of
from kevread.meetings.queries.notices import changes_to_send, frozen_agenda, last_notice, votables, why_over
from kevread.meetings.queries.pack import enclosures_of
from kevread.meetings.queries.preparation import steps_of
from kevread.meetings.queries.proxies import allows_proxies
from kevread.meetings.rules.life import State
from kevread.meetings.scene import meeting_of
from kevread.seats.models import Body
from kevread.sittings.queries.left import undone
from kevread.sittings.queries.signed import said_signed
from kevread.ui.access import may, signed_in
from kevread.ui.request import Request, is_wide
from kevread.ui.spreadsheet import table_file, wide_name
from kevread.votes.models import Poll
from kevread.votes.permissions import may_run_poll
from kevread.votes.queries.live import followed
from kevread.votes.queries.polls import panels

SHOWN = 60  # meetings to come, or untold, on the page


@may("read")
def meetings(request: Request, scale: str) -> HttpResponse:
    """Those under way and to come; those whose hour is past and of which nobody said whether they were held; then those that
    were. Of one body when the address says which."""
    bodies = list(
        Body.objects.visible_to(request.actor)
        .on(request.on)
        .filter(organisation=request.scale)
        .order_by("rank", "name")
    )
    body = next((one for one in bodies if one.slug == request.GET.get("instance")), None)
    rows = meetings_here(request)
    planned = rows.filter(state__in=State.planned())
    unsaid = Q(state__in=(State.DRAFT, State.AGENDA, State.CONVENED), ends_at__lte=request.now)
    coming = planned.exclude(unsaid).order_by("starts_at", "pk")
    past = rows.exclude(state__in=State.planned()).order_by("-starts_at", "pk")
    page = Paginator(past, 20).get_page(request.GET.get("page"))
    context = {
        "bodies": bodies,
        "body": body,
        "wide": is_wide(request),
        "coming": coming[:SHOWN],
        "later": max(0, coming.count() - SHOWN),
        "unsaid": planned.filter(unsaid).order_by("-starts_at", "pk")[:SHOWN],
        "page": page,
        "unproven": said_signed(list(page.object_list)),
        "may_prepare": bool(bodies) and bool(may_prepare(request.actor, body or bodies[0])),
        "may_convene": bool(request.actor.hat_for("convene", request.scale.pk)),
    }
    return render(request, "sittings/meetings.html", context)


def meetings_here(request: Request) -> MeetingQuerySet:
    """Those of the organisation of the address, and of its members that this person reads where the address asks for them;
    of one of its bodies when it says which."""
    wide = is_wide(request)
    where = circle_of(request.scale, request.on, request.actor).everyone if wide else [request.scale.pk]
    rows: MeetingQuerySet = Meeting.objects.visible_to(request.actor).filter(body__organisation__in=where)
    bodies = Body.objects.visible_to(request.actor).on(request.on).filter(organisation__in=where)
    asked = bodies.filter(slug=request.GET.get("instance", "")[:80])
    return (rows.filter(body__in=asked) if asked else rows).select_related("body__organisation")


@may("read")
def meetings_file(request: Request, scale: str, form: str) -> HttpResponse:
    """All of them, for a spreadsheet, the last first."""
    rows = meetings_here(request).order_by("-starts_at", "pk")
    return table_file(request, MEETINGS, rows, form, about=wide_name(request))


@may("prepare_meeting")
def attendances_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Who was at those that were held where this person notes who comes and goes, for a spreadsheet, the last first."""
    rows = meetings_here(request).held()
    if (where := request.actor.where("prepare_meeting")) is not None:
        rows = rows.filter(body__organisation__in=where)
    found = attendances(rows.order_by("-starts_at", "pk"))
    return table_file(
        request, ATTENDANCES, (line for one in found for line in one.lines), form, about=wide_name(request)
    )


@signed_in
def meeting(request: Request, scale: str, key: UUID) -> HttpResponse:
    """When, where, what about; what this person answered; what remains to be done, for those who prepare."""
    found = meeting_of(request, key)
    prepares = bool(may_prepare(request.actor, found.body)) and not request.is_past
    return render(request, "sittings/meeting.html", context_of(request, found, prepares))


def context_of(request: Request, found: Meeting, prepares: bool) -> dict[str, Any]:
    answers = answers_of(found)
    sits = found.stage in (State.CONVENED, State.OPEN, State.IN_PROGRESS)
    actor = NOBODY if request.is_past else request.actor
    mine = [line for line in answers.lines if line.entry.person_id == request.actor.person]
    items = frozen_agenda(found)
    steps = steps_of(found, request.now) if prepares else []
    notice = last_notice(found)
    later = getattr(found, "second_call", None)
    convenes = not request.is_past and bool(may_convene(request.actor, found, request.now))
    polls = polls_of(found)
    by_item: dict[UUID, list[Poll]] = {}
    for poll in polls:
        by_item.setdefault(poll.item_id, []).append(poll)
    return {
        "meeting": found,
        "unproven": said_signed([found]),
        "undone": undone(found, items, by_item),
        "sits": sits,
        "levels": levels_at(actor, found.body, found.day, request.today, in_full=prepares) if sits else [],
        "why_over": why_over(found),
        "to_come": not found.stage.is_behind and found.ends_at > request.now,
        "prepares": prepares,
        "convenes": convenes,
        "calls_again": convenes and later is None and found.stage is State.FAILED,
        "mine": mine,
        "joins": bool(mine) or prepares,
        "why": why_seen(request.actor, found, mine),
        "answering": found.stage is State.CONVENED and found.mode != Meeting.Mode.WRITTEN and not request.is_past,
        "remote": found.mode in (Meeting.Mode.HYBRID, Meeting.Mode.REMOTE),
        "items": items,
        "votable": votables(found, items) if found.stage in State.announced() else {},
        "notice": notice,
        "notice_file": bool(notice and notice.version and reads(request.actor, notice.version)),
        "proxies_open": allows_proxies(found),
        "enclosures": enclosures_of(found, request.actor),
        "answers": answers,
        "unsent": changes_to_send(found) if prepares and found.stage is State.CONVENED else [],
        "steps": steps,
        "next_step": next((step for step in steps if not step.done), None),
        "later": later,
        "panels": panels(polls, actor),
        "follows": None if request.is_past else followed(found, request.today),
        "ways": ways_of(item.pk for item in items),
        "runs": bool(may_run_poll(request.actor, found)) and found.stage is State.IN_PROGRESS,
    } | decided(request, found)


def decided(request: Request, found: Meeting) -> dict[str, Any]:
    """What it decided; what remains of what its body decided before, which it looks at again."""
    reviewed = follow_ups_of_body(found.body_id, found.day)
    records = found.stage in State.held() and bool(permissions.may_record(request.actor, found.body))
    return {
        "taken": taken_at(found),
        "records": records,
        "reviewed": reviewed,
        "mended": mended_elsewhere(found, request.actor),
        "finishable": {one.pk for one in reviewed if permissions.may_finish(request.actor, one)},
    }


def reads(actor: Actor, version: Version) -> bool:
    return Document.objects.visible_to(actor).filter(pk=version.document_id).exists()


def polls_of(found: Meeting) -> list[Poll]:
    rows = Poll.objects.filter(item__meeting=found).select_related("item__meeting__body__organisation")
    return list(rows.order_by("number"))


def why_seen(actor: Actor, found: Meeting, mine: list[Answered]) -> str:
    if mine:
        were = "étiez" if found.stage.is_behind else "êtes"
        return f"Vous y {were} convoqué·e : {mine[0].entry.seat_name or found.body.name}."
    hat = actor.hat_for("read", found.organisation.pk)
    return (
        f"Vous lisez ce qui concerne {found.organisation.name} : {hat.label}."
        if hat
        else "Vous siégez dans cette instance."
    )
