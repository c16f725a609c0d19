"""What the addresses of these screens name."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone

from kevread.common.errors import Refused, Way
from kevread.documents.contracts import Paper, as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.operations.convening import way_to
from kevread.meetings.rules.life import State
from kevread.ui.access import seen
from kevread.ui.files import under_name
from kevread.ui.request import Request


def meeting_of(request: Request, key: UUID) -> Meeting:
    """A meeting of the organisation that this person may see. Raises Http404."""
    rows = Meeting.objects.select_related("body__organisation", "postponed_to", "second_call_of__body")
    found: Meeting | None = rows.filter(pk=key, body__organisation=request.scale).first()
    return seen(found, lambda meeting: Meeting.objects.visible_to(request.actor).filter(pk=meeting.pk).exists())


def about(meeting: Meeting) -> str:
    """A meeting in the name of a file: its body, without the organisation that the name says first, and its day."""
    short = meeting.body.slug.removeprefix(f"{meeting.organisation.slug}-")
    return f"{short}-du-{meeting.day.isoformat()}"


def before_opening(meeting: Meeting, what: str) -> None:
    """Raises Refused once the meeting is open, over or put off: no page offers then what can no longer be done."""
    still(meeting, (State.DRAFT, State.AGENDA, State.CONVENED), what)


def still(meeting: Meeting, states: Collection[State], what: str, *ways: Way) -> None:
    """Raises Refused in any other state, as the verb would: `what` is its short sentence, « L’ordre du jour ne change
    plus ». A page asks it before it shows a form; what was typed meanwhile is left to the verb, and comes back."""
    if meeting.stage not in states:
        back = ways or (way_to(meeting, "Voir la réunion", "meeting"),)
        raise Refused(f"{what}. État de la réunion : {meeting.stage.label.lower()}.", ways=back)


def item_of(meeting: Meeting, key: UUID) -> AgendaItem:
    found: AgendaItem | None = meeting.items.filter(pk=key).first()
    if found is None:
        raise Http404("Ce point n’est pas à l’ordre du jour de cette réunion.")
    found.meeting = meeting
    return found


def entry_of(meeting: Meeting, key: UUID) -> RollEntry:
    found: RollEntry | None = meeting.roll.select_related("person", "represents").filter(pk=key).first()
    if found is None:
        raise Http404("Cette convocation n’est pas de cette réunion.")
    found.meeting = meeting
    return found


def local(moment: datetime) -> dict[str, Any]:
    """A moment as a form types it."""
    here = timezone.localtime(moment)
    return {"day": here.date(), "start": here.time()}


def printed(request: Request, paper: Paper) -> HttpResponse:
    """A paper set on demand, shown by the browser: nothing is kept of it."""
    answer = HttpResponse(set_paper(paper.template, as_data(paper), made_at=request.now), content_type=MEDIA_TYPE)
    return under_name(answer, f"{paper.title}.pdf", shown=True)
