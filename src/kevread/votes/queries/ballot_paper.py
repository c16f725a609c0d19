"""Ballots to print and to cut, for a vote on paper."""

from kevread.common.errors import Refused
from kevread.documents.queries import letterhead
from kevread.meetings.queries.naming import college_name, on_paper
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import ElectionTerms
from kevread.votes.models import Poll
from kevread.votes.papers import Ballot, CollegeBallots


def ballot_paper(poll: Poll) -> Ballot:
    """One ballot for each vote that takes part, all alike: no name, no number. Where votes are counted by college, each
    college has its own, which says it. A list says its candidates in their order.

    Raises Refused unless the vote is on paper and open: before, neither who votes nor the words are settled.
    """
    if poll.method != Poll.Method.PAPER:
        raise Refused(
            f"Ce vote se tient autrement : {poll.get_method_display().lower()}. Il n’a pas de bulletin à imprimer."
        )
    if poll.state != Poll.State.OPEN:
        raise Refused("Les bulletins s’impriment une fois le vote ouvert, et jusqu’à son compte.")
    meeting, terms = poll.meeting, poll.put
    colleges: tuple[CollegeBallots, ...] = ()
    if terms.by_college:
        colleges = tuple(
            CollegeBallots(name=college_name(one.code), copies=one.present_votes)
            for one in terms.colleges
            if one.present_votes
        )
    return Ballot(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=on_paper(meeting),
        question=poll.question,
        text=poll.text,
        choices=tuple(
            word if not (names := names_on(poll, code)) else f"{word} : {names}"
            for code, word in tally.choices_of(terms)
        ),
        at_most=tally.most_choices(terms),
        copies=terms.voices,
        colleges=colleges,
        allows_blank=poll.kind != Poll.Kind.CONSENT,
    )


def names_on(poll: Poll, code: str) -> str:
    """Who stands on a list, in order; nothing where one votes for a name."""
    terms = poll.put
    if not poll.by_lists or not isinstance(terms, ElectionTerms):
        return ""
    return ", ".join(one.name for one in terms.candidates if one.on_list == code)
