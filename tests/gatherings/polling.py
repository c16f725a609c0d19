"""Votes for tests: a meeting under way, and a vote in the state that a test asks for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kevread.common.actor import Actor
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.sittings.queries.left import keys_of, left_in
from kevread.votes import operations
from kevread.votes.models import Poll, RollMark, Scrutineer
from kevread.votes.operations.ballots import Paper
from kevread.votes.operations.polls import Question, Standing
from tests.arrange import arranging

from .worlds import TONIGHT, Gathering, gathering

NOW = TONIGHT + timedelta(minutes=30)
RESOLUTION, ELECTION, CONSENT = Poll.Kind.RESOLUTION, Poll.Kind.ELECTION, Poll.Kind.CONSENT
HANDS, CALL, OPEN, SECRET, PAPER = (
    Poll.Method.SHOW_OF_HANDS,
    Poll.Method.ROLL_CALL,
    Poll.Method.OPEN,
    Poll.Method.SECRET,
    Poll.Method.PAPER,
)


def under_way(**more: Any) -> Gathering:
    """A meeting where one may vote. Call it inside `arranging()`."""
    met = gathering(state=State.IN_PROGRESS, **more)
    met.meeting.chair, met.meeting.secretary = met.president, met.secretary
    met.meeting.save()
    return met


@contextmanager
def never_committed(django_db_blocker: Any, **more: Any) -> Iterator[Gathering]:
    """The same, built once for a whole file, in a transaction that is never committed: each test has it as it was (`met`)."""
    with django_db_blocker.unblock(), transaction.atomic():
        with arranging():
            built = under_way(**more)
        yield built
        transaction.set_rollback(True)


def asking(met: Gathering, method: str, kind: str = RESOLUTION, **more: Any) -> Question:
    item = more.pop("item", None) or met.items["conseil" if kind == ELECTION else "comptes"]
    asked: dict[str, Any] = {"question": item.title, "text": item.text}
    if kind == ELECTION:
        asked |= {"places": 2, "candidates": [Standing(name) for name in ("Anne", "Bleuenn", "Corentin")]}
    if method == SECRET:
        asked |= {"scrutineers": met.entries[4:7], "threshold": 2}
    return Question(item=item, kind=kind, method=method, **(asked | more))


def opened(met: Gathering, method: str, kind: str = RESOLUTION, **more: Any) -> tuple[Poll, dict[RollEntry, str]]:
    """An open vote, and the codes of its scrutineers."""
    asked = asking(met, method, kind, **more)
    if method != SECRET:
        return operations.put_to_vote(actor=met.actor(), asked=asked, now=NOW), {}
    poll = operations.draft_poll(actor=met.actor(), asked=asked, now=NOW)
    codes = {}
    for scrutineer in poll.scrutineers.select_related("entry__person", "poll__item__meeting"):
        codes[scrutineer.entry] = operations.accept_scrutiny(
            actor=met.actor(scrutineer.entry.person), scrutineer=scrutineer, now=NOW
        )
    return operations.open_poll(actor=met.actor(), poll=poll, now=NOW), codes


def closed_at_end(met: Gathering, poll: Poll) -> Poll:
    """A written consultation is closed at its hour."""
    return operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=met.meeting.ends_at)


def voters(met: Gathering, poll: Poll) -> list[tuple[Actor, list[RollMark]]]:
    """Those who take part, and the lines of the roll whose votes each casts."""
    found: dict[Any, list[RollMark]] = {}
    for mark in RollMark.objects.filter(poll=poll).select_related("voter").order_by("entry"):
        found.setdefault(mark.voter, []).append(mark)
    return [(Actor(person=voter.pk, name=str(voter)), marks) for voter, marks in found.items()]


def drop(
    actor: Actor, poll: Poll, marks: Sequence[RollMark], *choices: str, nonce: str = "", now: datetime = NOW
) -> Any:
    """One ballot for each vote that this person carries, all of them alike."""
    by_college = poll.terms["by_college"]
    papers = [Paper(choices, mark.college if by_college else "") for mark in marks for _ in range(mark.votes)]
    number = nonce or f"{actor.person}-{poll.number}"
    return operations.cast_secret(actor=actor, poll=poll, papers=papers, nonce=number, now=now)


def scrutineer_of(poll: Poll, entry: RollEntry) -> Scrutineer:
    return Scrutineer.objects.select_related("entry__person", "poll__item__meeting__body__organisation").get(
        poll=poll, entry=entry
    )


def give(met: Gathering, poll: Poll, entry: RollEntry, code: str) -> Poll:
    return operations.give_share(
        actor=met.actor(entry.person), scrutineer=scrutineer_of(poll, entry), code=code, now=NOW + timedelta(hours=1)
    )


def cast_all(met: Gathering, poll: Poll, answers: Sequence[Sequence[str]]) -> Counter[str]:
    """Each voter in turn takes the next answer; how many votes each answer got."""
    found: Counter[str] = Counter()
    for index, (actor, marks) in enumerate(voters(met, poll)):
        chosen = answers[index % len(answers)]
        drop(actor, poll, marks, *chosen)
        for choice in chosen or ["blank"]:
            found[choice] += len(marks)
    return found


def hands(met: Gathering, poll: Poll, casting: str = "", **votes: int) -> Poll:
    """What was counted in the room; `for_` is a word that Python keeps for itself."""
    counts = {"tous": {key.rstrip("_"): number for key, number in votes.items()}}
    return operations.enter_count(actor=met.actor(), poll=poll, counts=counts, casting=casting, now=NOW)


def all_read(meeting: Meeting) -> list[str]:
    """What is left in a sitting, as somebody who read it acknowledges it."""
    return keys_of(left_in(Meeting.objects.select_related("body__organisation").get(pk=meeting.pk)))


def closed(met: Gathering, poll: Poll) -> Poll:
    return operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))
