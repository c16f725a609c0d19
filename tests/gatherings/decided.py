"""Decisions for tests, written directly. Call these inside `arranging()`, or in a proof."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kevread.competence.queries import matrix
from kevread.decisions.models import Decision, FollowUp, Founding
from kevread.decisions.operations import enter_decision
from kevread.decisions.queries.founding import founding_day
from kevread.directory.models import Organisation
from kevread.documents.models import Document
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from tests.arrange import TODAY
from tests.factories import BodyFactory, PersonFactory, since
from tests.worlds import World

RECENTLY = TODAY - timedelta(days=30)


def decided(body: Body | str, type_: str = "", *, on: date = RECENTLY, **more: Any) -> Decision:
    """A decision of a body, named by its slug when it is not at hand; adopted."""
    if isinstance(body, str):
        body = Body.objects.get(slug=body)
    asked = {"title": "Une décision", "text": "Elle est adoptée.", "outcome": "adopted"} | more
    if "meeting" not in asked:
        asked |= {"body": body, "decided_on": on}
    return enter_decision(type=type_, **asked)


def advised(body: Body | str, on_type: str, *, on: date = RECENTLY, **more: Any) -> Decision:
    """What a body advised on a type of decision."""
    return decided(body, Decision.ADVICE, on=on, advises=on_type, title="Un avis", text="L’avis est favorable.", **more)


def founded(head: Organisation) -> Founding:
    """What the collective decided before there was a register, and its paper."""
    day = founding_day()
    assert day is not None
    body = BodyFactory(organisation=head, slug="collectif", kind="space", level="political", period=since(day, day))
    paper = Document.objects.create(organisation=head, kind="file", title="Relevé de décisions", audience="network")
    line = decided(body, Decision.OTHER, on=day, title="S’organiser autour de groupements")
    return Founding.objects.create(decision=line, document=paper)


def led(head: Organisation, *, due: date = TODAY, on: date = RECENTLY) -> list[FollowUp]:
    """Each work that the document opens, entrusted by a decision of the head's board, for a day."""
    by = decided(f"{head.slug}-board", Decision.OTHER, on=on, title="Les chantiers du document")
    asked = {"decision": by, "what": "Réunir celles et ceux qui le mènent", "due": due}
    return [FollowUp.objects.create(owner=PersonFactory(), stream=stream, **asked) for stream in matrix().streams]


def met(body: Body | str, *, on: date = RECENTLY, **more: Any) -> Meeting:
    """A meeting that was held and closed that day, with no notice."""
    if isinstance(body, str):
        body = Body.objects.get(slug=body)
    starts = datetime.combine(on, time(14), UTC)
    until = starts + timedelta(hours=2)
    held = {"state": State.CLOSED.value, "opened_at": starts, "closed_at": until} | more
    return Meeting.objects.create(body=body, starts_at=starts, ends_at=until, **held)


def item(meeting: Meeting, title: str = "Un point", **more: Any) -> AgendaItem:
    asked = {"rank": meeting.items.count() + 1, "kind": AgendaItem.Kind.DECISION} | more
    return AgendaItem.objects.create(meeting=meeting, title=title, **asked)


def on_the_roll(small: World, *, but: int = 0, **more: Any) -> None:
    """An assembly of the head was held, on whose roll every local and grouping but some is represented, in its college."""
    meeting = met("cress-assembly", **more)
    for organisation in [one for one in small.organisations if one != small.head][but:]:
        RollEntry.objects.create(
            meeting=meeting, person=PersonFactory(), represents=organisation, college="territoires"
        )
