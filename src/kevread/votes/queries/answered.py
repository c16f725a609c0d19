"""Who answered a vote: in a written consultation, and for a consent, silence is no presence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from kevread.meetings.models import RollEntry
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.colleges import College
from kevread.tally.rules.quorum import QuorumUnit
from kevread.votes.models import Poll
from kevread.votes.queries.electors import NO_COLLEGE

NAMED = (Poll.Method.ROLL_CALL, Poll.Method.OPEN, Poll.Method.SECRET)  # the roll says who answered


def answered(poll: Poll, counts: tally.Counts, heard: Mapping[UUID, bool]) -> tuple[College, ...] | None:
    """The roll by college, those who answered standing for those present; None where the room alone says who is there.

    Proxies are members or votes, as the quorum counts them. On paper nobody's name is marked: as few members as the
    papers allow, all colleges together. By name and in secret, they are `heard`: the lines of which the answer or the mark was
    proved, each with whether it is by proxy. They are not read again. One query.
    """
    terms = poll.put
    if not terms.written and not (poll.kind == Poll.Kind.CONSENT and poll.method in NAMED):
        return None
    roll = list(
        RollEntry.objects.filter(meeting=poll.item.meeting_id, votes__gt=0).values_list("pk", "college", "votes")
    )
    if poll.method not in NAMED:
        return (on_paper(poll, counts, roll),)
    by_votes = terms.quorum is not None and terms.quorum.unit is QuorumUnit.VOTES
    lines: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for entry, college, votes in roll:
        lines[college or NO_COLLEGE].append((entry, votes))
    return tuple(heard_in(code, found, heard, by_votes=by_votes) for code, found in lines.items())


def heard_in(code: str, lines: Iterable[tuple[UUID, int]], heard: Mapping[UUID, bool], *, by_votes: bool) -> College:
    every = list(lines)
    there = [(entry, votes) for entry, votes in every if entry in heard]
    proxies = [votes for entry, votes in there if heard[entry]]
    return College(
        code,
        registered_members=len(every),
        present_members=len(there) - len(proxies),
        proxies=sum(proxies) if by_votes else len(proxies),
        registered_votes=sum(votes for _, votes in every),
        present_votes=sum(votes for _, votes in there),
        in_favour=0,
        against=0,
    )


def on_paper(poll: Poll, counts: tally.Counts, roll: list[tuple[UUID, str, int]]) -> College:
    votes = sum(tally.papers_of(poll.put, counted) for counted in counts.values())
    most = max((carried for _, _, carried in roll), default=1)
    registered = sum(carried for _, _, carried in roll)
    members = min(len(roll), -(-votes // most))
    return College(tally.EVERYBODY, len(roll), members, 0, registered, min(votes, registered), 0, 0)
