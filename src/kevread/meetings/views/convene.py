"""Sending: what is frozen and to whom is shown, then confirmed. What was sent stays readable, with its proof."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kevread.common.errors import Denied, NotDone
from kevread.documents.models import Document
from kevread.meetings import operations, permissions
from kevread.meetings.forms import MoveForm, ReasonForm
from kevread.meetings.models import Meeting, Notice
from kevread.meetings.operations.convening import may_convene, obstacle
from kevread.meetings.operations.postponing import require_failure
from kevread.meetings.queries import terms, votables
from kevread.meetings.queries.conveners import conveners_of
from kevread.meetings.queries.notices import changes_to_send, enclosed, frozen_agenda, sendings
from kevread.meetings.queries.roll import expected_roll, unrepresented
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing, digest
from kevread.meetings.scene import before_opening, local, meeting_of, status
from kevread.meetings.views.prepare import attempt
from kevread.ui.access import signed_in, today_only
from kevread.ui.places import place
from kevread.ui.request import Request


@signed_in
@today_only
def convene(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The first notice, or a further one: exactly what will be frozen, and who will get it."""
    found = meeting_of(request, key)
    if found.stage is State.CONVENED:
        return further(request, found)
    grounds = may_convene(request.actor, found, request.now)
    if not permissions.may_prepare(request.actor, found.body):
        grounds.or_raise()
    asked = terms(found)
    today = timezone.localtime(request.now).date()
    named = conveners_of(found, asked, today)
    refusal: NotDone | None = None
    if request.method == "POST":
        convener = next((one for one in named if str(one.pk) == request.POST.get("convener")), None)
        try:
            notice = operations.convene(actor=request.actor, meeting=found, now=request.now, convener=convener)
        except Denied:
            raise
        except NotDone as said:
            refusal = said
        else:
            messages.success(
                request, f"La convocation est partie : {len(notice.content['roll'])} personnes convoquées."
            )
            return redirect("meetings:notices", scale=scale, key=key)
    roll = expected_roll(found)
    context = {
        "meeting": found,
        "grounds": grounds,
        "conveners": named,
        "terms": asked,
        "timing": Timing(found.day, asked.notice_days, today),
        "items": frozen_agenda(found),
        "enclosures": enclosed(found),
        "roll": roll,
        "unreached": [one for one in roll if not one.person.email],
        "unrepresented": unrepresented(found),
        "ready": found.stage is State.AGENDA,
        "obstacle": None if refusal else obstacle(found, asked, roll, request.now),
        "refusal": refusal,
    }
    return render(request, "meetings/convene.html", context, status=409 if refusal else 200)


def further(request: Request, found: Meeting) -> HttpResponse:
    """What changed since the last notice, to the same roll."""
    grounds = may_convene(request.actor, found, request.now)
    if not permissions.may_prepare(request.actor, found.body):
        grounds.or_raise()
    form = ReasonForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = {"actor": request.actor, "meeting": found, "now": request.now}
        sent, refusal = attempt(
            form, lambda: operations.send_further_notice(reason=form.cleaned_data["reason"], **asked)
        )
        if sent:
            messages.success(request, "L’avis complémentaire est parti. La première convocation reste.")
            return redirect("meetings:notices", scale=request.scale.slug, key=found.pk)
    items = frozen_agenda(found)
    context = {
        "meeting": found,
        "grounds": grounds,
        "form": form,
        "refusal": refusal,
        "items": items,
        "changes": changes_to_send(found),
        "over": found.starts_at <= request.now,
        "late": late_items(found, items, request),
    }
    return render(request, "meetings/further.html", context, status=status(form, refusal))


def late_items(found: Meeting, items: list[Any], request: Request) -> list[Any]:
    """The items that would come too late to be voted: never sent in time, and whole days are missing today."""
    asked = terms(found)
    timing = Timing(found.day, asked.notice_days, timezone.localtime(request.now).date())
    if not asked.agenda_binds or not timing.late:
        return []
    now = votables(found, items)
    return [item for item in items if item.kind in (item.Kind.DECISION, item.Kind.ELECTION) and not now[item.pk]]


@signed_in
def notices(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was sent, notice after notice, to whom, with the digest that anybody can compute again."""
    found = meeting_of(request, key)
    sent = list(
        found.notices.select_related("convener__person", "convener__seat", "sender", "version").order_by("-number")
    )
    letters = sendings(sent)
    context = {
        "meeting": found,
        "notices": [(one, digest(one.content) == one.sha256, letters[one.pk]) for one in sent],
        "files": readable(request, sent),
        "prepares": bool(permissions.may_prepare(request.actor, found.body)),
    }
    return render(request, "meetings/notices.html", context)


def readable(request: Request, sent: list[Notice]) -> set[UUID]:
    """The documents of these notices that this person reads. One query."""
    keys = [one.version.document_id for one in sent if one.version]
    return set(Document.objects.visible_to(request.actor).filter(pk__in=keys).values_list("pk", flat=True))


@signed_in
@today_only
def cancel(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = meeting_of(request, key)
    told = found.stage is State.CONVENED
    grounds = (
        may_convene(request.actor, found, request.now) if told else permissions.may_prepare(request.actor, found.body)
    )
    grounds.or_raise()
    before_opening(found, "Cette réunion ne peut plus être annulée")
    form = ReasonForm(request.POST or None)
    if not told:
        form.fields["reason"].help_text = "Cette phrase reste lisible ici, et au journal."
    refusal = None
    if request.method == "POST" and form.is_valid():
        done, refusal = attempt(
            form,
            lambda: operations.cancel_meeting(
                actor=request.actor,
                meeting=found,
                reason=form.cleaned_data["reason"],
                now=request.now,
            ),
        )
        if done:
            messages.success(request, "La réunion est annulée.")
            return redirect(place("meeting", scale=scale, key=key))
    context = {"meeting": found, "form": form, "refusal": refusal, "told": told}
    return render(request, "meetings/cancel.html", context, status=status(form, refusal))


@signed_in
@today_only
def call_again(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A second call, after a failure of quorum."""
    found = meeting_of(request, key)
    may_convene(request.actor, found, request.now).or_raise()
    if request.method == "GET":
        require_failure(found)
    first = {"start": local(found.starts_at)["start"], "end": local(found.ends_at)["start"], "place": found.place}
    form = MoveForm(request.POST or None, initial=first)
    refusal = None
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.moments()
        done, refusal = attempt(
            form,
            lambda: operations.second_call(
                actor=request.actor,
                meeting=found,
                starts_at=starts_at,
                ends_at=ends_at,
                now=request.now,
                place=form.cleaned_data["place"],
            ),
        )
        if done:
            messages.success(request, "La seconde réunion est prête : même ordre du jour. Il reste à la convoquer.")
            return redirect(place("meeting", scale=scale, key=done.pk))
    context = {"meeting": found, "form": form, "refusal": refusal, "days": terms(found).second_call_days}
    return render(request, "meetings/second_call.html", context, status=status(form, refusal))
