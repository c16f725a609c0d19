"""What votes wait for from somebody, wherever they are."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kevread.votes.models import Poll, RollMark, Scrutineer
from kevread.votes.queries.missing import CAST


@dataclass(frozen=True, slots=True)
class Awaited:
    """What a vote waits for from somebody: their ballot, their word to keep a share of the key, that share; or that they look
    whether the roll of a secret vote says of them what is true, before the box is opened."""

    poll: Poll
    what: str  # « vote », « marked », « unmarked », « accept » or « open »


def given_in(person: UUID, meetings: Collection[UUID]) -> frozenset[UUID]:
    """Those of these meetings where votes are open, and where this person has cast all of theirs: that they took part, never
    for what. One query; none where there is no meeting."""
    if not meetings:
        return frozenset()
    by_screen = Q(poll__method__in=(Poll.Method.OPEN, Poll.Method.SECRET))
    mine = RollMark.objects.filter(
        by_screen, voter=person, poll__state=Poll.State.OPEN, poll__item__meeting__in=meetings
    )
    rows = set(mine.annotate(is_cast=CAST).values_list("poll__item__meeting", "is_cast"))
    return frozenset(meeting for meeting, _ in rows) - {meeting for meeting, is_cast in rows if not is_cast}


def awaited_of(person: UUID) -> list[Awaited]:
    """Every vote that waits for this person, whatever the organisation: what is open first. Two queries."""
    polls = Poll.objects.select_related("item__meeting__body__organisation").order_by("opened_at", "pk")
    roll = RollMark.objects.filter(voter=person)
    uncast = roll.filter(~CAST).values("poll")
    mine = polls.filter(
        Q(state=Poll.State.OPEN, method__in=(Poll.Method.OPEN, Poll.Method.SECRET), pk__in=uncast)
        | Q(state=Poll.State.CLOSED, method=Poll.Method.SECRET, pk__in=roll.values("poll"))
    ).annotate(is_uncast=Q(pk__in=uncast))
    said = {True: "unmarked", False: "marked"}
    found = [Awaited(poll, "vote" if poll.state == Poll.State.OPEN else said[poll.is_uncast]) for poll in mine]
    kept = (
        Scrutineer.objects.filter(entry__person=person, poll__state__in=(Poll.State.DRAFT, Poll.State.CLOSED))
        .filter(opening__isnull=True, is_lost=False)
        .select_related("poll__item__meeting__body__organisation")
        .order_by("pk")
    )
    for row in kept:
        if row.poll.state == Poll.State.DRAFT and row.public_key is None:
            found.append(Awaited(row.poll, "accept"))
        elif row.poll.state == Poll.State.CLOSED and row.share is not None:
            found.append(Awaited(row.poll, "open"))
    return found
