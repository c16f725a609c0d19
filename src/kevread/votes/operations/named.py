"""A vote by name, counted: each answer as it was stamped when it came, on the roll of the opening."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from kevread.common.errors import Refused
from kevread.tally.rules import tallies as tally
from kevread.votes.models import OpenVote, Poll
from kevread.votes.operations.box import require_roll, require_terms
from kevread.votes.queries.box import lines_of
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import is_stamped, stamped_name

LINE = ("mark__entry", "mark__college", "mark__votes", "choices", "mark__voter", "mark__by_proxy")


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
    a stamp copied to the line of another would still hold. Raises Refused."""
    require_terms(poll)
    require_roll(poll, lines_of(poll))
    terms, public = bytes.fromhex(poll.sha256), installation().public
    rows = OpenVote.objects.filter(Q(poll=poll) | Q(mark__poll=poll)).order_by("mark__entry")
    found: dict[UUID, Named] = {}
    for *line, of, line_of, stamp in rows.values_list(*LINE, "poll_id", "mark__poll_id", "stamp"):
        one = Named(*line)
        is_here = of == line_of == poll.pk and one.entry not in found
        if not is_here or not is_stamped(public, bytes(stamp or b""), stamped_name(terms, one.entry, one.choices)):
            raise Refused(
                "Une réponse n’est pas celle qui a été donnée : quelqu’un l’a changée, ou ajoutée. Ce vote doit être annulé, "
                "avec ce motif, puis recommencé."
            )
        found[one.entry] = one
    return list(found.values())


def counted_openly(poll: Poll, said: Sequence[Named]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    by_college = poll.put.by_college
    for one in said:
        votes = counts.setdefault(one.college if by_college else tally.EVERYBODY, Counter())
        for choice in one.choices or [tally.BLANK]:
            votes[choice] += one.votes
    return counts


def frozen(said: Sequence[Named]) -> dict[str, Any]:
    """What the page tells of each afterwards, kept with the result: what each line answered, who carried those that were by
    proxy, how many votes in all. The rows that were cast are not read again."""
    names = {str(one.entry): one.choices for one in said}
    return {
        "names": names,
        "names_sha256": tally.digest(names),
        "carried": {str(one.entry): str(one.voter) for one in said if one.by_proxy},
        "cast": sum(one.votes for one in said),
    }


def casting_of(poll: Poll) -> str:
    """How whoever presides voted, in their own name: it breaks a tie where the articles say so."""
    chair = poll.meeting.chair_id
    own = OpenVote.objects.filter(poll=poll, mark__poll=poll, mark__voter=chair, mark__entry__person=chair).first()
    chosen = own.choices[0] if own and own.choices else ""
    return chosen if chosen in (tally.FOR, tally.AGAINST) else "none"
