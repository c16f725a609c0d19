"""Whose votes are missing from a vote that is about to be closed."""

from dataclasses import dataclass

from django.db.models import F, Q, Sum

from kevread.votes.models import Poll, RollMark

# A line whose votes were cast: a mark where the box is closed to names, an answer where the vote is by name, and never the
# other. What is cast is stamped: the closing refuses a mark or an answer that is not.
SECRET = Q(poll__method=Poll.Method.SECRET)
CAST = (SECRET & Q(marked=True)) | (~SECRET & Q(open_vote__poll=F("poll")))


@dataclass(frozen=True, slots=True)
class Missing:
    """`votes` of `voices` that nobody has cast. `people`: whose they are, and who carries them; of a secret vote, nobody:
    who has not voted is told to no one while it is open."""

    votes: int
    voices: int
    people: tuple[str, ...]


def voices_missing(poll: Poll) -> int:
    """How many votes nobody has cast. One query."""
    rows = RollMark.objects.filter(~CAST, poll=poll)
    found: int | None = rows.aggregate(votes=Sum("votes"))["votes"]
    return found or 0


def missing_from(poll: Poll) -> Missing:
    return Missing(voices_missing(poll), poll.put.voices, () if poll.is_secret else tuple(people_missing(poll)))


def people_missing(poll: Poll) -> list[str]:
    rows = RollMark.objects.filter(~CAST, poll=poll).select_related("entry__person", "voter")
    return [
        f"{row.entry.person} (par {row.voter})" if row.by_proxy else str(row.entry.person)
        for row in rows.order_by("entry__person__search", "pk")
    ]
