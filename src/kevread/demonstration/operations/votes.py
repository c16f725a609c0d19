"""How the invented people vote: a sitting held with its votes, and one vote left open. Everybody casts their own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from kevread.attendance.operations.presence import mark_present
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Person
from kevread.meetings.models import Meeting
from kevread.seats.queries import actor_of
from kevread.sittings.operations.holding import begin, close_meeting, open_meeting
from kevread.tally.rules import tallies as tally
from kevread.votes import operations as meetings
from kevread.votes.models import Poll, RollMark, Scrutineer
from kevread.votes.operations.ballots import Paper
from kevread.votes.operations.polls import Question, Standing

from .sittings import beginning, entry_of, found

type People = Mapping[str, Person]


def hold_votes(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Open a sitting, vote on each point, close it. `away`: those who do not come; `keepers`: who keeps the key."""
    now = beginning(deed)
    meeting = sit(actor, now, people, deed)
    for number, asked in enumerate(deed.arguments["votes"], start=1):
        moment = now + timedelta(minutes=20 * number)
        poll, codes = put(actor, meeting, asked, people, deed, moment)
        for rank, (voter, marks) in enumerate(voters(poll)):
            answer = asked["answers"][rank % len(asked["answers"])]
            cast(voter, poll, marks, chosen(poll, answer), moment)
        poll = meetings.close_poll(actor=actor, poll=poll, now=moment + timedelta(minutes=5))
        for scrutineer, code in list(codes.items())[: poll.threshold or 0]:
            scrutineer = Scrutineer.objects.select_related(
                "entry__person", "poll__item__meeting__body__organisation"
            ).get(pk=scrutineer.pk)
            keeper = actor_of(scrutineer.entry.person, deed.day)
            meetings.give_share(actor=keeper, scrutineer=scrutineer, code=code, now=moment + timedelta(minutes=6))
    meeting.refresh_from_db()
    close_meeting(actor=actor, meeting=meeting, now=now + timedelta(hours=2))


def open_vote(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Open a sitting and a vote; some have voted already."""
    now = beginning(deed)
    meeting = sit(actor, now, people, deed)
    poll, _ = put(actor, meeting, deed.arguments["vote"], people, deed, now)
    wanted = {people[name].pk: answer for name, answer in deed.arguments["cast"].items()}
    for voter, marks in voters(poll):
        if voter.person in wanted:
            cast(voter, poll, marks, chosen(poll, wanted[voter.person]), now)


def sit(actor: Actor, now: datetime, people: People, deed: Deed) -> Meeting:
    """The sitting is open, those who come are there."""
    asked = deed.arguments
    officers: dict[str, Any] = {name: people[asked[name]] for name in ("chair", "secretary")}
    meeting = open_meeting(actor=actor, meeting=found(deed), now=now, **officers)
    away = {people[name].pk for name in asked.get("away", ())}
    if meeting.mode != Meeting.Mode.WRITTEN:
        for entry in meeting.roll.filter(votes__gte=1).select_related("person", "represents").order_by("pk"):
            if entry.person_id not in away:
                mark_present(actor=actor, meeting=meeting, entry=entry, now=now)
    return begin(actor=actor, meeting=meeting, now=now)


def put(
    actor: Actor, meeting: Meeting, asked: dict[str, Any], people: People, deed: Deed, now: datetime
) -> tuple[Poll, dict[Scrutineer, str]]:
    item = meeting.items.select_related("meeting__body__organisation").get(title=asked["item"])
    secret = asked["method"] == Poll.Method.SECRET
    keepers = [entry_of(meeting, people[name]) for name in deed.arguments["keepers"]] if secret else []
    question = Question(
        item=item,
        kind=Poll.Kind.ELECTION if "places" in asked else Poll.Kind.RESOLUTION,
        method=asked["method"],
        question=item.title,
        text=item.text,
        places=asked.get("places"),
        candidates=[Standing(name, people[name]) for name in asked.get("candidates", ())],
        scrutineers=keepers,
        threshold=2 if secret else None,
    )
    if not secret:
        return meetings.put_to_vote(actor=actor, asked=question, now=now), {}
    poll = meetings.draft_poll(actor=actor, asked=question, now=now)
    codes = {}
    for scrutineer in poll.scrutineers.select_related(
        "entry__person", "poll__item__meeting__body__organisation"
    ).order_by("pk"):
        keeper = actor_of(scrutineer.entry.person, deed.day)
        codes[scrutineer] = meetings.accept_scrutiny(actor=keeper, scrutineer=scrutineer, now=now)
    return meetings.open_poll(actor=actor, poll=poll, now=now), codes


def voters(poll: Poll) -> list[tuple[Actor, list[RollMark]]]:
    """Those who take part, in the order of the roll, and what they carry."""
    carried: dict[Person, list[RollMark]] = {}
    for mark in RollMark.objects.filter(poll=poll).select_related("voter").order_by("entry"):
        carried.setdefault(mark.voter, []).append(mark)
    return [(Actor(person=voter.pk, name=str(voter)), marks) for voter, marks in carried.items()]


def chosen(poll: Poll, answer: str | Sequence[int]) -> list[str]:
    """The answer, or the candidates at these ranks."""
    return [answer] if isinstance(answer, str) else [tally.choices_of(poll.put)[rank][0] for rank in answer]


def cast(voter: Actor, poll: Poll, marks: list[RollMark], choices: list[str], now: datetime) -> None:
    if poll.method == Poll.Method.OPEN:
        meetings.cast_open(actor=voter, poll=poll, choices=choices, now=now)
        return
    papers = [Paper(choices, mark.college if poll.put.by_college else "") for mark in marks for _ in range(mark.votes)]
    meetings.cast_secret(actor=voter, poll=poll, papers=papers, nonce=f"demonstration-{voter.person}", now=now)
