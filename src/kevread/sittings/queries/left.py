"""What a sitting that is about to be closed leaves behind: nobody closes it over what they have not read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kevread.attendance.models import QuorumCheck
from kevread.attendance.queries.attendance import Attendance
from kevread.attendance.rules import Standing
from kevread.common.errors import Way
from kevread.decisions.models import Decision
from kevread.meetings.models import AgendaItem, Meeting, Reply
from kevread.meetings.rules.life import State
from kevread.sittings.queries.room import RoomNow, room_now
from kevread.votes.models import Poll

DECIDES = (AgendaItem.Kind.DECISION, AgendaItem.Kind.ELECTION)
COMING = (Reply.Answer.COMING, Reply.Answer.REMOTE)
UNFINISHED = (Poll.State.OPEN, Poll.State.CLOSED)
QUORUM = "Le quorum"
NEVER_FOUND = "Il est demandé, et n’a pas été constaté."
NOT_FOUND_LOST = "Il n’y est plus, et personne ne l’a constaté."


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left. `keys`: what its acknowledgement names, each with how it is left; the same thing left in
    another way has another key."""

    keys: tuple[str, ...]
    what: str
    why: str
    way: Way


def unfinished(meeting: Meeting) -> list[Poll]:
    """The votes that are open, or wait for their count: nothing closes over them."""
    rows = Poll.objects.filter(item__meeting=meeting, state__in=UNFINISHED)
    return list(rows.select_related("item__meeting__body__organisation").order_by("number"))


def left_in(meeting: Meeting) -> list[Left]:
    """What was not done in this sitting, point by point, then who was expected, then the quorum; nothing unless it is
    under way. The number of queries does not grow with the points."""
    if meeting.stage is not State.IN_PROGRESS:
        return []
    now = room_now(meeting)
    found = left_points(now)
    return found if now.is_written else found + left_people(now.attendance) + left_quorum(now)


def keys_of(left: Iterable[Left]) -> list[str]:
    return [key for one in left for key in one.keys]


def left_points(now: RoomNow) -> list[Left]:
    """Points that the sitting did not come to, « questions diverses » aside, and those that it passed over though they ask
    for a decision. One that was voted, entered in the register, or carried to another agenda, is dealt with."""
    dealt = decided_in(now.items, now.polls) | carried_from(now.items)
    reached = reached_in(now.meeting, now.items)
    found = []
    for number, item in enumerate(now.items, start=1):
        if item.pk in dealt or item.kind == AgendaItem.Kind.MISCELLANEOUS:
            continue
        how, why = how_left(item, now.polls.get(item.pk, []), reached)
        if how:
            where = {"scale": now.meeting.organisation.slug, "key": now.meeting.pk}
            way = Way("Aller à ce point", "meeting_room", where, {"point": item.pk})
            found.append(Left((f"{how}:{item.pk}",), f"{number}. {item.title}", why, way))
    return found


def how_left(item: AgendaItem, polls: list[Poll], reached: int | None) -> tuple[str, str]:
    """`reached`: how far the sitting came; None where nothing is dealt with one after another."""
    if any(poll.state == Poll.State.DRAFT for poll in polls):
        return "draft", "Un vote y est préparé, et n’a pas été ouvert."
    if reached is not None and item.rank > reached:
        return "unreached", "Ce point n’a pas été abordé."
    if item.kind not in DECIDES:
        return "", ""
    if polls:
        return "void", "Son vote est annulé, et rien n’y est décidé."
    return "passed", "Ce point demande une décision, et rien n’y est voté."


def reached_in(meeting: Meeting, items: Iterable[AgendaItem]) -> int | None:
    """The rank that the sitting came to; None where points are not dealt with one after another."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return None
    return next((one.rank for one in items if one.pk == meeting.current_id), 0)


def decided_in(items: Iterable[AgendaItem], polls: Mapping[UUID, Iterable[Poll]]) -> set[UUID]:
    """The points that were voted, or of which the register holds a decision."""
    voted = {key for key, found in polls.items() if any(poll.state == Poll.State.COUNTED for poll in found)}
    decided = Decision.objects.filter(item__in=[item.pk for item in items], annulled_on=None).values_list(
        "item", flat=True
    )
    return voted | {key for key in decided if key}


def carried_from(items: Iterable[AgendaItem]) -> set[UUID]:
    """The points that are on the agenda of another meeting, which stands."""
    over = Q(meeting__state__in=(State.CANCELLED, State.POSTPONED))
    rows = AgendaItem.objects.filter(origin__in=[item.pk for item in items], withdrawn=False).exclude(over)
    return {key for key in rows.values_list("origin", flat=True) if key}


def undone(meeting: Meeting, items: list[AgendaItem], polls: Mapping[UUID, list[Poll]]) -> dict[UUID, str]:
    """What a sitting that is over did not do, by point: « Non abordé », « Non voté ». Nothing of one that is not over, nor
    of a meeting recorded afterwards, which nobody held here."""
    over = meeting.stage in State.held() or meeting.stage is State.FAILED
    if not over or meeting.is_recorded:
        return {}
    done = decided_in(items, polls)
    # What was written or voted on a point says that the sitting came to it, wherever it stopped.
    came = [item.rank for item in items if item.record or any(one.opened_at for one in polls.get(item.pk, []))]
    reached = reached_in(meeting, items)
    # Closed before it was kept how far a sitting came: nothing says that a point was not come to.
    told = meeting.current_id is not None or meeting.stage is State.FAILED
    reached = max([reached, *came]) if told and reached is not None else None
    found = {}
    for item in items:
        if item.pk in done or item.kind == AgendaItem.Kind.MISCELLANEOUS:
            continue
        how, _ = how_left(item, polls.get(item.pk, []), reached)
        if how == "unreached" or (how and item.kind in DECIDES):
            found[item.pk] = "Non abordé" if how == "unreached" else "Non voté"
    return found


def left_people(found: Attendance) -> list[Left]:
    """Those who had said that they would come, of whom nothing was noted."""
    absent = [line for line in found.registered if line.standing is Standing.ABSENT and not line.came]
    entries = [line.entry.pk for line in absent]
    said = set(Reply.objects.filter(entry__in=entries, answer__in=COMING).values_list("entry", flat=True))
    expected = [line.entry for line in absent if line.entry.pk in said]
    if not expected:
        return []
    names = ", ".join(dict.fromkeys(str(entry.person) for entry in expected))
    several = len({entry.person_id for entry in expected}) > 1
    why = (
        "Ces personnes avaient répondu qu’elles venaient, et rien n’est noté de leur arrivée."
        if several
        else "Cette personne avait répondu qu’elle venait, et rien n’est noté de son arrivée."
    )
    where = {"scale": found.meeting.organisation.slug, "key": found.meeting.pk}
    way = Way("Noter les présences", "sittings:presences", where)
    return [Left(tuple(f"expected:{entry.pk}" for entry in expected), f"Les arrivées : {names}", why, way)]


def left_quorum(now: RoomNow) -> list[Left]:
    """A quorum that is asked, and that nobody looked for, or that is lost since it was last found."""
    if now.enough is None:
        return []
    last = QuorumCheck.objects.filter(meeting=now.meeting).order_by("-at", "-pk").first()
    if last is not None and (now.enough.met or not last.met):
        return []
    where = {"scale": now.meeting.organisation.slug, "key": now.meeting.pk}
    way = Way("Aller à la salle", "meeting_room", where)
    why = NEVER_FOUND if last is None else NOT_FOUND_LOST
    return [Left(("quorum:never" if last is None else "quorum:lost",), QUORUM, why, way)]
