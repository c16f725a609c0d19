"""A vote by name, counted: each answer as it was stamped when it came, on the roll of the opening."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from kevread.common.errors import Refused
from kevread.meetings.models import RollEntry
from kevread.tally.rules import tallies as tally
from kevread.votes.models import OpenVote, Poll
from kevread.votes.operations.box import require_roll, require_terms
from kevread.votes.queries.box import lines_of
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import is_stamped, stamped_name


@dataclass(frozen=True, slots=True)
class Named:
    """What was said in somebody's own name."""

    entry: UUID
    college: str
    votes: int
    choices: list[str]
    voter: UUID
    by_proxy: bool


def named(poll: Poll) -> list[Named]:
    """Each as it was stamped when it came, on the roll of the opening: once for a line, and on a line of this very vote, since
    a stamp copied to the line of another would still hold. The roll that is held is the one that is counted. Raises Refused."""
    require_terms(poll)
    lines = lines_of(poll)
    require_roll(poll, lines)
    roll = {line.entry: line for line in lines}
    terms, public = bytes.fromhex(poll.sha256), installation().public
    rows = OpenVote.objects.filter(Q(poll=poll) | Q(mark__poll=poll)).order_by("mark__entry")
    found: dict[UUID, Named] = {}
    for entry, choices, of, line_of, stamp in rows.values_list(
        "mark__entry", "choices", "poll_id", "mark__poll_id", "stamp"
    ):
        is_here = of == line_of == poll.pk and entry in roll and entry not in found
        if not is_here or not is_stamped(public, bytes(stamp or b""), stamped_name(terms, entry, choices)):
            raise Refused(
                "Une réponse n’est pas celle qui a été donnée : quelqu’un l’a changée, ou ajoutée. Ce vote doit être annulé, "
                "avec ce motif, puis recommencé."
            )
        line = roll[entry]
        found[entry] = Named(entry, line.college, line.votes, choices, line.voter, line.by_proxy)
    return list(found.values())


def counted_openly(poll: Poll, said: Sequence[Named]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    by_college = poll.put.by_college
    for one in said:
        votes = counts.setdefault(one.college if by_college else tally.EVERYBODY, Counter())
        for choice in one.choices or [tally.BLANK]:
            votes[choice] += one.votes
    return counts


def heard_in(said: Sequence[Named]) -> dict[UUID, bool]:
    """The lines that answered, each with whether it is by proxy."""
    return {one.entry: one.by_proxy for one in said}


def frozen(said: Sequence[Named], own: Named | None) -> dict[str, Any]:
    """What the page tells of each afterwards, kept with the result: what each line answered, who carried those that were by
    proxy, how many votes in all, which line is that of whoever presides (`casting_line`). The rows that were cast are not read
    again."""
    names = {str(one.entry): one.choices for one in said}
    return {
        "names": names,
        "names_sha256": tally.digest(names),
        "carried": {str(one.entry): str(one.voter) for one in said if one.by_proxy},
        "cast": sum(one.votes for one in said),
        "casting_line": str(own.entry) if own else "",
    }


def own_line(poll: Poll, said: Sequence[Named]) -> Named | None:
    """What whoever presides answered, in their own name: of what was counted, and of no other reading."""
    chair = poll.meeting.chair_id
    own = (
        set(RollEntry.objects.filter(meeting=poll.meeting, person=chair).values_list("pk", flat=True))
        if chair
        else set()
    )
    return next((one for one in said if one.voter == chair and one.entry in own), None)


def casting_of(own: Named | None) -> str:
    """How it breaks a tie, where the articles say that it does."""
    chosen = own.choices[0] if own and own.choices else ""
    return chosen if chosen in (tally.FOR, tally.AGAINST) else "none"
