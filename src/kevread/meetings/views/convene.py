"""Sending: what is frozen and to whom is shown, then confirmed. What was sent stays readable, with its proof."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kevread.directory.models import Person
from kevread.documents.models import Document
from kevread.meetings import operations, permissions
from kevread.meetings.forms import MoveForm, ReasonForm
from kevread.meetings.models import Meeting, Notice
from kevread.meetings.operations.convening import may_convene, obstacle
from kevread.meetings.operations.postponing import require_failure
from kevread.meetings.queries import terms, votables
from kevread.meetings.queries.conveners import conveners_of
from kevread.meetings.queries.notices import (
    changes,
    enclosed,
    frozen_agenda,
    line_of,
    paper_of,
    sendings,
    to_convene_too,
)
from kevread.meetings.queries.roll import expected_roll, unrepresented
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing, digest
from kevread.meetings.scene import before_opening, local, meeting_of
from kevread.seats.operations import offering_access
from kevread.seats.queries.doors import OFFERING, doors_of
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.words import counted


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

    def send() -> Done:
        convener = next((one for one in named if str(one.pk) == request.POST.get("convener")), None)
        verb = partial(operations.convene, actor=request.actor, meeting=found, now=request.now, convener=convener)
        told: list[Person] = []
        if OFFERING in request.POST:
            about = found.organisation
            notice, told = offering_access(
                verb, lambda _: convened_to(found), actor=request.actor, about=about, now=request.now
            )
        else:
            notice = verb()
        said = f"La convocation est partie : {len(notice.content['roll'])} personnes convoquées."
        if told:
            said += f" L’accès est proposé à {counted(len(told), 'personne', 'personnes')}."
        return Done(said, "meetings:notices", scale=scale, key=key)

    gesture = perform(request, None, send, Shown(found, will_be_frozen))
    if gesture.done:
        return gesture.done
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
        "doors": doors_of(one.person for one in roll),
        "offering": request.method != "POST" or OFFERING in request.POST,
        "unreached": [one for one in roll if not one.person.email],
        "unrepresented": unrepresented(found),
        "ready": found.stage is State.AGENDA,
        "obstacle": None if gesture.refusal else obstacle(found, asked, roll, request.now),
    }
    return gesture.page("meetings/convene.html", context)


def will_be_frozen(found: Meeting) -> object:
    """What a notice of this meeting would say today, and to whom."""
    items = [line_of(one) for one in frozen_agenda(found)]
    files = [paper_of(one) for one in enclosed(found)]
    return [found.as_written(), items, files, sorted((str(one.person.pk), one.votes) for one in expected_roll(found))]


def would_be_told(found: Meeting) -> object:
    """What a further notice would say changed, and of what agenda."""
    return [[*to_convene_too(found), *changes(found)], [line_of(one) for one in frozen_agenda(found)]]


def convened_to(found: Meeting) -> list[Person]:
    """Those of the roll, as it was frozen."""
    return [entry.person for entry in found.roll.select_related("person")]


def further(request: Request, found: Meeting) -> HttpResponse:
    """What changed since the last notice, to the same roll and to whoever sits since."""
    grounds = may_convene(request.actor, found, request.now)
    if not permissions.may_prepare(request.actor, found.body):
        grounds.or_raise()
    to_all = changes(found)
    alone = "" if to_all else "Qui siège depuis la convocation est convoqué·e aussi."
    form = ReasonForm(request.POST or None, initial={"reason": alone})

    def send() -> Done:
        reason = form.cleaned_data["reason"]
        operations.send_further_notice(actor=request.actor, meeting=found, reason=reason, now=request.now)
        said = "L’avis complémentaire est parti. La première convocation reste."
        return Done(said, "meetings:notices", scale=request.scale.slug, key=found.pk)

    items, differs = frozen_agenda(found), [*to_convene_too(found), *to_all]
    read = [differs, [line_of(one) for one in items]]
    gesture = perform(request, form, send, Shown(found, would_be_told, read))
    if gesture.done:
        return gesture.done
    context = {
        "meeting": found,
        "grounds": grounds,
        "items": items,
        "changes": differs,
        "alone": alone,
        "over": found.starts_at <= request.now,
        "late": late_items(found, items, request),
    }
    return gesture.page("meetings/further.html", context)


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
        "mine": str(request.actor.person),
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

    def give_up() -> Done:
        reason = form.cleaned_data["reason"]
        operations.cancel_meeting(actor=request.actor, meeting=found, reason=reason, now=request.now)
        return Done("La réunion est annulée.", "meeting", scale=scale, key=key)

    gesture = perform(request, form, give_up)
    return gesture.done or gesture.page("meetings/cancel.html", {"meeting": found, "told": told})


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

    def call() -> Done:
        starts_at, ends_at = form.moments()
        made = operations.second_call(
            actor=request.actor,
            meeting=found,
            starts_at=starts_at,
            ends_at=ends_at,
            now=request.now,
            place=form.cleaned_data["place"],
        )
        said = "La seconde réunion est prête : même ordre du jour. Il reste à la convoquer."
        return Done(said, "meeting", scale=scale, key=made.pk)

    gesture = perform(request, form, call)
    context = {"meeting": found, "days": terms(found).second_call_days}
    return gesture.done or gesture.page("meetings/second_call.html", context)
