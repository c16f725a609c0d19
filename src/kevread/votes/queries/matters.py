"""The meeting that an act of the journal is about, and the vote."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from kevread.common.actor import Actor
from kevread.common.rooms import Matter
from kevread.journal.models import Act, Change
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.queries.naming import called
from kevread.ui.places import place
from kevread.votes.models import Poll

LINES = ("meetings_reply", "meetings_proxy")  # what is written of a line of a roll
NAMED = Coalesce(*(KeyTextTransform(name, side) for side in ("after", "before") for name in ("entry_id", "giver_id")))
OF_LINE = Subquery(RollEntry.objects.filter(pk=OuterRef("line")).values("meeting"))


def meetings_of(acts: Sequence[Act], actor: Actor, on: date) -> dict[UUID, Matter]:
    """By the key of each act that is about one meeting, that this person reads: an answer and a proxy are about that of
    their line. Three queries."""
    rows = Change.objects.filter(act__in=acts, table__in=("meetings_meeting", "votes_poll", *LINES))
    written: dict[UUID, set[UUID]] = {}
    for key, table, row, meeting in (
        rows.alias(line=Cast(NAMED, UUIDField())).annotate(of=OF_LINE).values_list("act_id", "table", "row", "of")
    ):
        written.setdefault(key, set()).add(meeting if table in LINES else row)
    keys = {one for those in written.values() for one in those} | {UUID(named) for act in acts if (named := asked(act))}
    put = Poll.objects.visible_to(actor).select_related("item__meeting__body__organisation")
    polls = {one.pk: one for one in put.filter(pk__in=keys)}
    gathered = Meeting.objects.visible_to(actor).select_related("body__organisation")
    meetings = {one.pk: one for one in gathered.filter(pk__in=keys)}
    meetings |= {key: poll.meeting for key, poll in polls.items()}
    found = {}
    for act in acts:
        those = {UUID(named)} if (named := asked(act)) else written.get(act.pk, set())
        if len(about := {meetings[key] for key in those if key in meetings}) == 1:
            (meeting,) = about
            question = next((polls[key].question for key in those if key in polls), "")
            url = place("meeting", scale=meeting.organisation.slug, key=meeting.pk)
            found[act.pk] = Matter(meeting.pk, called(meeting, on), url, question)
    return found


def asked(act: Act) -> str:
    """The meeting or the vote that the act names."""
    found = act.arguments.get("meeting") or act.arguments.get("poll") or ""
    return found if isinstance(found, str) and len(found) == 36 else ""
