"""A vote as papers tell it: its result, what each college says of it, the quorum found before it; or why it is void."""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil

from kevread.attendance.models import QuorumCheck
from kevread.meetings.queries.naming import college_name
from kevread.tally.rules import Resolution
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import Weighting, own_votes
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import ResolutionTerms
from kevread.tally.rules.resolutions import majority_test
from kevread.tally.rules.sentences import result_line, totals
from kevread.tally.rules.sums import sum_in_words
from kevread.votes import papers as contract
from kevread.votes.models import Poll

HOW = {
    Poll.Method.SHOW_OF_HANDS: "à main levée",
    Poll.Method.ROLL_CALL: "à l’appel des noms",
    Poll.Method.OPEN: "par voie électronique, au nom de chacun·e",
    Poll.Method.SECRET: "par voie électronique, à bulletin secret",
    Poll.Method.PAPER: "sur papier, à bulletin secret",
}
OUTCOMES = {"no_quorum", "adopted", "rejected"}
FILLINGS = {"complete": "elected", "tie": "to_settle", "incomplete": "incomplete"}
IN_A_COLLEGE = {"adopted": "adopté", "rejected": "rejeté", "no_quorum": "sans quorum"}


def told_votes(polls: Iterable[Poll], checks: Iterable[QuorumCheck]) -> tuple[contract.Vote, ...]:
    """What a point was voted, in order: each result, and each vote that was given up."""
    found = [
        vote_of(poll, checks) if poll.state == Poll.State.COUNTED else void_vote(poll)
        for poll in polls
        if is_told(poll)
    ]
    return tuple(found)


def is_told(poll: Poll) -> bool:
    return poll.state in (Poll.State.COUNTED, Poll.State.VOID)


def vote_of(poll: Poll, checks: Iterable[QuorumCheck] = ()) -> contract.Vote:
    """A counted vote, as its file says it. `checks`: those of the meeting, among which the one that its opening noted."""
    found, terms = poll.counted, poll.put
    if not found.is_told:
        return untold_vote(poll, found.said)
    verdict = found.answer.verdict
    return contract.Vote(
        title=title_of(poll),
        text=poll.text,
        how=HOW[Poll.Method(poll.method)],
        majority=(
            tally.majority_in_words(terms.majority, written=terms.written) if isinstance(terms, ResolutionTerms) else ""
        ),
        registered=str(terms.voices),
        choices=tuple(
            contract.Choice(name=word, votes=str(votes), is_elected=code in found.answer.elected)
            for code, word, votes in totals(terms, found.counts)
        ),
        sum="" if poll.kind == Poll.Kind.ELECTION else found.sum_said,
        outcome=verdict if verdict in OUTCOMES else FILLINGS.get(verdict, "incomplete"),  # type: ignore[arg-type]
        conclusion=conclusion_of(found.said, verdict),
        colleges=colleges_of(poll),
        quorum=quorum_of_vote(poll, checks),
    )


def untold_vote(poll: Poll, why: str) -> contract.Vote:
    """A result that is not what this site counted: papers name it, and tell nothing of it."""
    return contract.Vote(
        title=title_of(poll),
        text=poll.text,
        how=HOW[Poll.Method(poll.method)],
        choices=(),
        outcome="unknown",
        conclusion=why,
    )


def void_vote(poll: Poll) -> contract.Vote:
    """A vote that was given up, and why: it decides nothing, and what was cast is not read."""
    return contract.Vote(
        title=title_of(poll),
        text="",
        how=HOW[Poll.Method(poll.method)],
        choices=(),
        outcome="void",
        conclusion=f"Ce vote ne décide rien. Motif : {poll.reason}",
    )


def title_of(poll: Poll) -> str:
    """Its number in the meeting, as the screens say it, then its question: several votes of a point are told apart."""
    return f"Vote {poll.number} : {poll.question}"


def conclusion_of(said: str, verdict: str) -> str:
    """What the result says after its verdict, which papers print in one word, with the sum: it is not said twice."""
    rest = said.removeprefix(tally.VERDICTS.get(verdict, ""))
    return rest[:1].upper() + rest[1:]


def colleges_of(poll: Poll) -> tuple[contract.CollegeResult, ...]:
    """Where votes are counted by college: those of each, the sum that decides there, and its verdict. Nothing otherwise."""
    if poll.kind != Poll.Kind.RESOLUTION or not poll.put.by_college:
        return ()
    terms, counted = poll.put, poll.counted
    asked = vote(counted.file)
    assert isinstance(asked, Resolution)
    verdicts = {row.code: row for row in counted.answer.colleges}
    found = []
    for college in asked.colleges:
        row = verdicts[college.code]
        short = row.quorum if row.verdict == "no_quorum" else None
        quorum = f"quorum : {short.have} ; il en fallait {ceil(Fraction(short.need))} au moins" if short else ""
        weight = f", poids {college.weight}" if asked.weighting is not Weighting.NONE else ""
        line = result_line(terms, {college.code: counted.counts.get(college.code, {})})
        found.append(
            contract.CollegeResult(
                name=f"{college_name(college.code)}{weight}",
                votes=line[:1].lower() + line[1:],
                outcome=IN_A_COLLEGE[row.verdict],
                sum=quorum or sum_in_words(majority_test(asked.majority, own_votes(college)).shown),
            )
        )
    return tuple(found)


def quorum_of_vote(poll: Poll, checks: Iterable[QuorumCheck]) -> str:
    """The quorum found for this vote (L1.11): that of its opening, or of the answers to a consultation. The act of the
    vote noted it, at the same moment."""
    for one in checks:
        if one.occasion == QuorumCheck.Occasion.VOTE and one.at == poll.opened_at:
            return f"Quorum constaté avant ce vote : {one.shown}."
        if one.occasion == QuorumCheck.Occasion.ANSWERS and one.at == poll.closed_at:
            return f"Quorum compté sur les réponses, à la fin de ce vote : {one.shown}."
    return ""
