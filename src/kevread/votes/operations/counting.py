"""Close a vote and count it: what was cast becomes a verdict and a line of the register, in one act."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from kevread.attendance.models import QuorumCheck
from kevread.attendance.rules import not_before
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Decision
from kevread.decisions.operations.applying import enter_application
from kevread.decisions.operations.register import enter_decision
from kevread.decisions.rules import MANDATE
from kevread.journal.operations import act
from kevread.meetings.models import Meeting
from kevread.tally.rules import Decider, Outcome, Resolution, Result, Verdict, decide
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import College
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import ElectionTerms, PollTerms
from kevread.tally.rules.quorum import enough
from kevread.votes import permissions
from kevread.votes.models import HandCount, OpenedShare, OpenVote, Poll, RollMark, Scrutineer
from kevread.votes.operations.box import box_of, leave_trace, roll_as_opened, shuffle
from kevread.votes.operations.consulting import require_over
from kevread.votes.operations.count_records import keep_record
from kevread.votes.queries.answered import answered
from kevread.votes.rules import fingerprint, open_box, open_share, unseal

type Counts = Mapping[str, Mapping[str, int]]


def close_poll(*, actor: Actor, poll: Poll, now: datetime) -> Poll:
    """End a vote: nothing more is cast. One that is public is counted at once; the box of a secret one is shuffled, and
    waits for its scrutineers. Ballots under way are awaited: each is either counted or refused.

    Raises Denied, and Refused when the vote is not open, or is counted by hand (`enter_count`).
    """
    meeting = poll.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    with act("votes.close", actor=actor, about=meeting.organisation, now=now, arguments={"poll": poll.pk}):
        poll = locked(poll, Poll.State.OPEN, "Ce vote ne se clôt pas")
        if poll.method in (Poll.Method.SHOW_OF_HANDS, Poll.Method.PAPER):
            raise Refused("Ce vote se compte à la main : écrivez le compte, il se clôt avec.")
        require_over(poll, now)
        close(poll, now)
        if poll.method == Poll.Method.SECRET:
            shuffle(poll)
            return poll
        return conclude(poll, counted_openly(poll), casting_of(meeting, poll))


def enter_count(*, actor: Actor, poll: Poll, counts: Counts, now: datetime, casting: str = "") -> Poll:
    """Write what was counted by hand or on paper: votes by choice, blank and null apart, by college where the terms want
    it. `casting`: how whoever presides breaks a tie, "for", "against" or "none".

    Raises Denied; Invalid when no vote is counted, or more than there were, or when a tie waits for whoever presides.
    """
    permissions.may_run_poll(actor, poll.meeting).or_raise()
    about = poll.meeting.organisation
    with act("votes.enter_count", actor=actor, about=about, now=now, arguments={"poll": poll.pk, "counts": counts}):
        poll = locked(poll, Poll.State.OPEN, "Ce compte ne s’écrit pas")
        if poll.method not in (Poll.Method.SHOW_OF_HANDS, Poll.Method.PAPER):
            raise Refused("Ce vote ne se compte pas à la main.")
        require_over(poll, now)
        check_counts(poll.put, counts)
        HandCount.objects.bulk_create(
            HandCount(poll=poll, college=college if poll.put.by_college else "", votes=dict(votes))
            for college, votes in counts.items()
        )
        close(poll, now)
        return conclude(poll, counts, casting)


def give_share(*, actor: Actor, scrutineer: Scrutineer, code: str, now: datetime) -> Poll:
    """Open one's share of the key, once the vote is closed. With the last that is needed, the box is opened, counted, and
    the shares are erased. A share may be given again: one that was opened is lost if the database stops.

    Raises Denied; Invalid on a code that is not theirs; Refused when the box is not what it was at the closing.
    """
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    about = scrutineer.poll.meeting.organisation
    with act("votes.give_share", actor=actor, about=about, now=now, arguments={"poll": scrutineer.poll_id}):
        poll = locked(scrutineer.poll, Poll.State.CLOSED, "L’urne ne s’ouvre pas")
        if scrutineer.share is None:
            raise Refused("Vous n’avez pas de part de cette clé : vous n’aviez pas accepté quand le vote s’est ouvert.")
        share = open_share(code, bytes(scrutineer.share), bytes(poll.public_key or b""))
        OpenedShare.objects.update_or_create(scrutineer=scrutineer, defaults={"poll": poll, "share": share})
        scrutineer.has_opened, scrutineer.is_lost = True, False
        scrutineer.save(update_fields=["has_opened", "is_lost"])
        if poll.opened_shares.count() < (poll.threshold or 0):
            return poll
        return count_poll(poll)


def lose_share(*, actor: Actor, scrutineer: Scrutineer, now: datetime) -> Scrutineer:
    """Say that one no longer has the code of one's share: whether enough of them remain is then known, and shown. Opening
    the share, if the code is found again, takes this back.

    Raises Denied; Refused when one has no share, or has opened it, or when there is nothing left to open.
    """
    permissions.may_scrutinise(actor, scrutineer).or_raise()
    about = scrutineer.poll.meeting.organisation
    with act("votes.lose_share", actor=actor, about=about, now=now, arguments={"poll": scrutineer.poll_id}):
        poll = Poll.objects.lock(scrutineer.poll_id)
        if poll.state not in (Poll.State.OPEN, Poll.State.CLOSED) or scrutineer.share is None:
            raise Refused("Vous n’avez pas de part à ouvrir pour ce vote.")
        if poll.opened_shares.filter(scrutineer=scrutineer).exists():
            raise Refused("Votre part est déjà ouverte : son code ne sert plus.")
        scrutineer.is_lost = True
        scrutineer.save(update_fields=["is_lost"])
    return scrutineer


def locked(poll: Poll, state: str, what: str) -> Poll:
    found: Poll = Poll.objects.select_related("item__meeting__body__organisation").lock(poll.pk)
    if found.state != state:
        raise Refused(f"{what} : il est {found.get_state_display().lower()}.")
    return found


def close(poll: Poll, now: datetime) -> None:
    poll.state, poll.closed_at = Poll.State.CLOSED, not_before(now, poll.opened_at)
    poll.save(update_fields=["state", "closed_at"])


# A secret vote -------------------------------------------------------------------------------------------------------


def count_poll(poll: Poll) -> Poll:
    """Open the box with the shares given, and count. Must run inside an act, the poll locked. What each ballot says is
    added up at once, and forgotten: no pair of a ballot and its choices is kept."""
    box = box_of(poll)
    cast = sum(RollMark.objects.filter(poll=poll, marked=True).values_list("votes", flat=True))
    if fingerprint(box) != poll.box_sha256 or len(box) != cast:
        raise Refused(
            f"L’urne n’est pas ce qu’elle était à la clôture : {len(box)} bulletins, pour {cast} voix à l’émargement. "
            "Elle n’a pas été ouverte. Ce vote doit être annulé, avec ce motif, puis recommencé."
        )
    if not roll_as_opened(poll):
        raise Refused(
            "La liste des votant·es, ou la clé de l’urne, n’est pas celle de l’ouverture du vote. L’urne n’a pas été ouverte. "
            "Ce vote doit être annulé, avec ce motif, puis recommencé."
        )
    given = poll.opened_shares.values_list("scrutineer__place", "share")
    shares = [(place, bytes(share)) for place, share in given if place]
    key = open_box(shares, bytes(poll.public_key or b""))
    if key is None:
        raise Refused("Ces parts ne font pas la clé de cette urne. Elle n’a pas été ouverte, et rien n’est perdu.")
    terms = poll.put
    codes = [code for code, _ in tally.choices_of(terms)]
    counts: dict[str, Counter[str]] = {}
    for slip in box:
        votes = counts.setdefault(slip.college or tally.EVERYBODY, Counter())
        read = unseal(key, poll.pk, slip)
        if read is None or any(rank >= len(codes) for rank in read) or len(read) > tally.most_choices(terms):
            votes[tally.NULL] += 1
        else:
            votes.update([codes[rank] for rank in read] or [tally.BLANK])
    poll.opened_shares.all().delete()
    leave_trace(poll)
    return conclude(poll, counts)


# A public vote -------------------------------------------------------------------------------------------------------


def counted_openly(poll: Poll) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    by_college = poll.put.by_college
    rows = OpenVote.objects.filter(poll=poll).values_list("mark__college", "mark__votes", "choices")
    for college, number, choices in rows:
        votes = counts.setdefault(college if by_college else tally.EVERYBODY, Counter())
        for choice in choices or [tally.BLANK]:
            votes[choice] += number
    return counts


def casting_of(meeting: Meeting, poll: Poll) -> str:
    """How whoever presides voted, in their own name: it breaks a tie where the articles say so."""
    own = OpenVote.objects.filter(poll=poll, mark__voter=meeting.chair_id, mark__entry__person=meeting.chair_id).first()
    chosen = own.choices[0] if own and own.choices else ""
    return chosen if chosen in (tally.FOR, tally.AGAINST) else "none"


def check_counts(terms: PollTerms, counts: Counts) -> None:
    """Some votes, and no more than there were, college by college."""
    if not tally.may_count_nothing(terms) and not any(sum(votes.values()) for votes in counts.values()):
        raise Invalid("counts", tally.NO_VOICE)
    known = {code for code, _ in tally.choices_of(terms)} | {tally.BLANK, tally.NULL}
    room = {college.code: college.present_votes for college in terms.colleges}
    most = tally.most_choices(terms)
    for college, votes in counts.items():
        if college not in room or set(votes) - known:
            raise Invalid("counts", "Ce compte ne correspond pas au bulletin.")
        if any(number < 0 for number in votes.values()):
            raise Invalid("counts", "Un nombre de voix n’est pas négatif.")
        counted = sum(votes.values())
        names = counted - votes.get(tally.BLANK, 0) - votes.get(tally.NULL, 0)
        papers = room[college] - votes.get(tally.BLANK, 0) - votes.get(tally.NULL, 0)
        if papers < 0 or names > papers * most or any(number > papers for number in list_names(votes)):
            raise Invalid("counts", f"{counted} voix sont comptées, pour {room[college]} présentes ou représentées.")


def list_names(votes: Mapping[str, int]) -> list[int]:
    return [number for choice, number in votes.items() if choice not in (tally.BLANK, tally.NULL)]


# The verdict ---------------------------------------------------------------------------------------------------------


def conclude(poll: Poll, counts: Counts, casting: str = "") -> Poll:
    """The verdict, from the file that anybody can compute again, and the line of the register that says it. Must run
    inside an act, the poll locked and closed. A quorum that is missing decides nothing, and enters nothing."""
    terms = poll.put
    breaks = casting if casting in (tally.FOR, tally.AGAINST) and terms.casting_vote else None
    heard = answered(poll, counts)
    file = tally.tally_file(terms, counts, breaks, heard)
    asked = vote(file)
    if terms.casting_vote and not casting and would_be_broken(asked):
        raise Invalid("casting", "Il y a égalité : dites comment la présidence de séance départage.")
    answer = quorum_missed(poll, heard) or tally.answer(asked)
    said = in_words(poll, answer)
    poll.result = {
        "counts": {college: dict(votes) for college, votes in counts.items()},
        "file": file,
        "answer": tally.row_of(answer),
        "sum": tally.sum_of(terms, answer),
        "said": said,
    }
    poll.state = Poll.State.COUNTED
    if decision := enter(poll, answer, said):
        poll.result["decision"] = str(decision.pk)
        if isinstance(answer, Result):
            propose_mandates(poll, decision, answer)
    poll.result |= keep_record(poll)
    poll.save(update_fields=["state", "result"])
    return poll


def would_be_broken(asked: object) -> bool:
    """Whether the voice of whoever presides is what decides."""
    if not isinstance(asked, Resolution):
        return False
    with_it = Resolution(
        asked.majority, asked.colleges, asked.weighting, asked.quorum, asked.double_majority, Outcome.ADOPTED
    )
    return decide(with_it).decided_by is Decider.CASTING_VOTE


def in_words(poll: Poll, answer: Verdict | Result) -> str:
    if isinstance(answer, Verdict):
        return tally.verdict_in_words(answer)
    terms = poll.put
    assert isinstance(terms, ElectionTerms)
    names = {one.code: one.name for one in terms.candidates} | dict(tally.choices_of(terms))
    return tally.result_in_words(answer, names, terms.seats)


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


def quorum_missed(poll: Poll, heard: Sequence[College] | None) -> Verdict | None:
    """Where those who answered stand for those who are there: note the quorum that they make, at the end of the vote, and
    say what too few answers decide, which is nothing. Inside an act, the poll closed."""
    rule = poll.put.quorum
    if heard is None or rule is None:
        return None
    by_college = len(heard) > 1 and rule.by_college
    found = enough(rule if by_college else replace(rule, by_college=False), heard)
    assert found is not None
    assert poll.closed_at is not None
    QuorumCheck.objects.create(
        meeting=poll.item.meeting,
        occasion=QuorumCheck.Occasion.ANSWERS,
        at=poll.closed_at,
        have=found.have,
        need=found.need,
        met=found.met,
        shown=found.test.shown,
        present=sum(college.present_members for college in heard),
        represented=sum(college.proxies for college in heard),
    )
    return None if found.met or poll.kind == Poll.Kind.RESOLUTION else tally.without_quorum(found)
