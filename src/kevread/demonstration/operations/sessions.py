"""How the invented people hold their meetings: who comes, what is said and voted by hand, minutes and their signatures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from kevread.attendance.operations import record_held
from kevread.attendance.operations.presence import mark_left, mark_present
from kevread.common.actor import Actor
from kevread.common.marks import mark_of
from kevread.demonstration.rules import Deed
from kevread.directory.models import Person
from kevread.documents.models import SigningCode
from kevread.documents.operations.signing import digest
from kevread.meetings.models import Meeting
from kevread.meetings.operations import second_call
from kevread.seats.models import Body
from kevread.seats.queries import actor_of
from kevread.sittings.operations.holding import begin, close_meeting, open_meeting, record_failure, turn_to
from kevread.sittings.operations.minutes import draft_minutes, fill_in, sign_minutes, version_of, write_minutes
from kevread.sittings.queries.proceedings import CLOSING, OPENING, text_of
from kevread.tally.rules import tallies as tally
from kevread.votes import operations as meetings
from kevread.votes.models import Poll
from kevread.votes.operations.polls import Question

from .dates import PARIS, hours
from .sittings import beginning, entry_of, found

type People = Mapping[str, Person]
CODE = "246813"  # the letter that brings it is not written: nobody reads it in an invented past


def record_visit(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A meeting held without Kevread, with those who were there."""
    body = Body.objects.select_related("organisation").get(slug=deed.arguments["body"])
    there = [people[name] for name in deed.arguments["people"]]
    record_held(
        actor=actor, body=body, people=there, now=now, **hours(deed.arguments | {"day": deed.arguments["day_held"]})
    )


def hold_session(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A whole sitting, its points one after another, its minutes signed."""
    now = beginning(deed)
    meeting = gather(actor, now, people, deed)
    meeting = begin(actor=actor, meeting=meeting, now=now + timedelta(minutes=8))
    for number, asked in enumerate(deed.arguments["points"], start=1):
        deal_with(actor, meeting, asked, people, now + timedelta(minutes=15 * number))
    end = now + timedelta(minutes=15 * (len(deed.arguments["points"]) + 1))
    meeting.refresh_from_db()
    meeting = close_meeting(actor=actor, meeting=meeting, now=end)
    for part in (OPENING, CLOSING):
        fill_in(actor=actor, meeting=meeting, part=part, now=end)
    sign_both(actor, meeting, people, deed, end + timedelta(days=2))


def fail_quorum(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Too few come: it is recorded and signed, and the same agenda is called again."""
    now = beginning(deed)
    meeting = gather(actor, now, people, deed)
    meeting = record_failure(actor=actor, meeting=meeting, now=now + timedelta(minutes=30))
    sign_both(actor, meeting, people, deed, now + timedelta(minutes=50))
    again = deed.arguments["again"]
    starts_at, ends_at = (again[name].replace(tzinfo=PARIS) for name in ("starts", "ends"))
    second_call(actor=actor, meeting=meeting, starts_at=starts_at, ends_at=ends_at, now=now)


def sit_today(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A sitting under way: its first points are dealt with."""
    now = beginning(deed)
    meeting = gather(actor, now, people, deed)
    meeting = begin(actor=actor, meeting=meeting, now=now + timedelta(minutes=5))
    for number, asked in enumerate(deed.arguments["points"], start=1):
        deal_with(actor, meeting, asked, people, now + timedelta(minutes=6 * number))


def gather(actor: Actor, now: datetime, people: People, deed: Deed) -> Meeting:
    """The sitting opens; those who come are noted, a minute apart."""
    officers: dict[str, Any] = {name: people[deed.arguments[name]] for name in ("chair", "secretary")}
    meeting = open_meeting(actor=actor, meeting=found(deed), now=now, **officers)
    for minute, name in enumerate(deed.arguments.get("present", ()), start=1):
        entry = entry_of(meeting, people[name])
        mark_present(actor=actor, meeting=meeting, entry=entry, now=now + timedelta(minutes=minute))
    return meeting


def deal_with(actor: Actor, meeting: Meeting, asked: Mapping[str, Any], people: People, now: datetime) -> None:
    item = meeting.items.select_related("meeting__body__organisation").get(title=asked["item"])
    meeting.refresh_from_db()
    turn_to(actor=actor, meeting=meeting, item=item, now=now)
    for name in asked.get("leave", ()):
        mark_left(actor=actor, meeting=meeting, entry=entry_of(meeting, people[name]), now=now)
    if "hands" in asked:
        asked_of: dict[str, Any] = {"question": item.title, "text": item.text}
        question = Question(item=item, kind=Poll.Kind.RESOLUTION, method=Poll.Method.SHOW_OF_HANDS, **asked_of)
        poll = meetings.put_to_vote(actor=actor, asked=question, now=now + timedelta(minutes=8))
        counts = {tally.EVERYBODY: dict(zip((tally.FOR, tally.AGAINST, tally.ABSTAIN), asked["hands"], strict=True))}
        meetings.enter_count(actor=actor, poll=poll, counts=counts, now=now + timedelta(minutes=10))
    if "said" in asked:
        part = str(item.pk)
        base = mark_of(text_of(meeting, part))
        write_minutes(actor=actor, meeting=meeting, part=part, text=asked["said"], base=base, now=now)


def sign_both(actor: Actor, meeting: Meeting, people: People, deed: Deed, now: datetime) -> None:
    """Whoever chaired and whoever recorded, each with a code."""
    draft_minutes(actor=actor, meeting=meeting, now=now)
    version = version_of(meeting)
    for hours_later, name in enumerate(("chair", "secretary"), start=1):
        person, moment = people[deed.arguments[name]], now + timedelta(hours=hours_later)
        until = moment + timedelta(minutes=5)
        code = {"digest": digest(version, person, CODE, until), "expires_at": until, "attempts": 0}
        SigningCode.objects.update_or_create(version=version, person=person, defaults=code)
        sign_minutes(actor=actor_of(person, deed.day), meeting=meeting, code=CODE, now=moment)


VERBS = (record_visit, hold_session, fail_quorum, sit_today)
