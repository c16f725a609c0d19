"""What a count enters elsewhere: the line of the register, the mandates that it proposes, the quorum that the answers make."""

from collections.abc import Sequence
from typing import Any

from kevread.attendance.models import QuorumCheck
from kevread.decisions.models import Decision
from kevread.decisions.operations.applying import enter_application
from kevread.decisions.operations.register import enter_decision
from kevread.decisions.rules import MANDATE
from kevread.tally.rules import Outcome, Result, Verdict
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import College
from kevread.tally.rules.recount import quorum_of
from kevread.votes.models import Poll


def enter(poll: Poll, answer: Verdict | Result, said: str) -> Decision | None:
    if isinstance(answer, Verdict):
        if answer.outcome is Outcome.NO_QUORUM:
            return None
        outcome = answer.outcome.value
        text = poll.text or poll.question
    else:
        outcome = "adopted" if answer.elected else "rejected"
        text = "\n\n".join(filter(None, [poll.text, said]))
    return enter_decision(
        meeting=poll.meeting,
        item=poll.item,
        title=poll.question[:200],
        text=text,
        outcome=outcome,
        sum=tally.sum_of(poll.put, answer),
        type=poll.item.decision_type,
    )


def propose_mandates(poll: Poll, decision: Decision, answer: Result) -> None:
    """Whoever is elected to a seat waits for a mandate, that a person opens: its conditions are judged then."""
    if poll.seat_id is None:
        return
    elected = {one.code: one.person_id for one in poll.candidates.all() if one.person_id and one.code in answer.elected}
    roll = dict(poll.meeting.roll.filter(person__in=elected.values()).values_list("person", "represents"))
    for code in answer.elected:
        if person := elected.get(code):
            asked: dict[str, Any] = {"seat": poll.seat_id, "person": person, "first": poll.meeting.day}
            if represents := roll.get(person):
                asked["represents"] = represents
            enter_application(decision=decision, kind=MANDATE, asked=asked)


def note_quorum(poll: Poll, heard: Sequence[College] | None) -> None:
    """Where those who answered stand for those who are there: note the quorum that they make, at the end of the vote. Inside
    an act, the poll closed."""
    found = quorum_of(poll.put, heard)
    if heard is None or found is None:
        return
    assert poll.closed_at is not None
    QuorumCheck.objects.create(
        meeting=poll.item.meeting,
        occasion=QuorumCheck.Occasion.ANSWERS,
        at=poll.closed_at,
        have=found.have,
        need=found.need,
        met=found.met,
        shown=found.said,
        present=sum(college.present_members for college in heard),
        represented=sum(college.proxies for college in heard),
    )
