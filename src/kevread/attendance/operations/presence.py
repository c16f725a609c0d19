"""Who comes and who goes. A proxy falls when its giver comes: nothing is written on it, the presence is enough.

A moment is never before another that is noted in the same meeting: when a clock is put back, what comes next stands at the
last moment noted. The journal keeps the hour of the machine.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kevread.attendance import permissions
from kevread.attendance.asks import MOMENTS
from kevread.attendance.models import Presence, QuorumCheck
from kevread.attendance.operations.acted import attendance_of
from kevread.attendance.queries.attendance import attendance
from kevread.attendance.queries.awaited import awaited
from kevread.attendance.queries.codes import codes_of
from kevread.attendance.rules import not_before
from kevread.base.models import new_key
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.journal.operations import act
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.operations.stages import lock
from kevread.meetings.rules.life import State

WHILE = (State.CONVENED, State.OPEN, State.IN_PROGRESS)
TICK = timedelta(microseconds=1)


def mark_present(
    *, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime, key: UUID | None = None
) -> Presence:
    """Somebody of the roll is in the room; where all is remote, at a distance. Their proxy falls, for good.

    With the same `key`, sent again after the network failed, it is noted once. Whoever is there already stays as they are.
    Raises Denied; Refused before the day of the meeting, once it is over, or in a written consultation.
    """
    remote = meeting.mode == Meeting.Mode.REMOTE
    return arrival(
        "attendance.mark_present", actor=actor, meeting=meeting, entry=entry, now=now, key=key, remote=remote
    )


def mark_remote(
    *, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime, key: UUID | None = None
) -> Presence:
    """As `mark_present`, at a distance. Raises also Refused when the meeting is held on site only."""
    if meeting.mode not in (Meeting.Mode.HYBRID, Meeting.Mode.REMOTE):
        raise Refused("Cette réunion se tient sur place : personne n’y participe à distance.")
    return arrival("attendance.mark_remote", actor=actor, meeting=meeting, entry=entry, now=now, key=key, remote=True)


def arrival(
    verb: str, *, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime, key: UUID | None, remote: bool
) -> Presence:
    permissions.may_note(actor, meeting).or_raise()
    if (found := known(meeting, entry, key)) and (key == found.pk or found.remote == remote):
        return found
    arguments = {"meeting": meeting.pk, "entry": entry.pk}
    with act(verb, actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        locked = lock(meeting, WHILE, "Les présences ne se notent plus", attendance_of)
        require_noted(locked, now)
        return arrive(locked, entry, now, remote=remote, key=key)


def mark_several(*, actor: Actor, meeting: Meeting, entries: Iterable[RollEntry], now: datetime) -> int:
    """Those of the roll that a page named, and that are awaited still, are there, at one moment: at a distance where all is, or
    where they said that they come so. How many people came. Whoever came, left, or gave a proxy since the page was read is as
    they are. All of them, or none. Raises as `mark_present`; Refused when nobody is left to note."""
    permissions.may_note(actor, meeting).or_raise()
    named = [one.pk for one in entries]
    arguments = {"meeting": meeting.pk, "entries": named}
    with act("attendance.mark_several", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        locked = lock(meeting, WHILE, "Les présences ne se notent plus", attendance_of)
        require_noted(locked, now)
        missing = awaited(attendance(locked))
        people = {entry.person_id for entry in missing.everybody if entry.pk in named}
        if not people:
            raise Refused("Plus personne de cette liste n’est à noter : relisez les présences.")
        moment, distant = moment_of(locked, now), at_a_distance(locked)
        there = Presence.objects.filter(entry__meeting=locked, left_at__isnull=True).values("entry")
        lines = RollEntry.objects.filter(meeting=locked, person__in=people).exclude(pk__in=there)
        Presence.objects.bulk_create(
            Presence(entry=line, arrived_at=moment, remote=locked.mode == Meeting.Mode.REMOTE or line.pk in distant)
            for line in lines
        )
        return len(people)


def at_a_distance(meeting: Meeting) -> set[UUID]:
    """The lines of whoever said that they come at a distance, where one may."""
    rows = Reply.objects.filter(entry__meeting=meeting, answer=Reply.Answer.REMOTE)
    return set(rows.values_list("entry", flat=True)) if meeting.mode == Meeting.Mode.HYBRID else set()


def sign_in(*, actor: Actor, meeting: Meeting, code: str, now: datetime, remote: bool = False) -> Presence:
    """« Je suis là »: somebody of the roll notes their own arrival, with the code that is shown in the room.

    The code changes every minute, serves this meeting only, and is shown to whoever holds the sitting, who projects it. Who
    came by it is told so in the room and on the sheet, and the presence may be undone.

    Raises Denied to whoever is not on the roll; Invalid on `code`; Refused as `mark_present`.
    """
    entries = list(meeting.roll.filter(person=actor.person)) if actor.person else []
    if not entries:
        raise Denied("Vous n’êtes pas sur la liste de cette réunion : voyez la ou le secrétaire de séance.")
    typed = "".join(letter for letter in code if letter.isdigit())
    if not any(constant_time_compare(typed, valid) for valid in codes_of(meeting, now)):
        raise Invalid("code", "Ce n’est pas le code affiché dans la salle, ou il a changé. Regardez-le à nouveau.")
    if found := known(meeting, entries[0], None):
        return found
    arguments = {"meeting": meeting.pk, "entry": entries[0].pk}
    with act("attendance.sign_in", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        locked = lock(meeting, WHILE, "Les présences ne se notent plus", attendance_of)
        require_noted(locked, now)
        distant = locked.mode == Meeting.Mode.REMOTE or (remote and locked.mode == Meeting.Mode.HYBRID)
        return arrive(locked, entries[0], now, remote=distant, signed_in=True)


def mark_left(*, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime) -> None:
    """Somebody leaves, with all the votes they cast. Nothing is done when they are not there.

    Raises Denied; Refused for who chairs or records the sitting: somebody else is named first.
    """
    depart("attendance.mark_left", actor=actor, meeting=meeting, entry=entry, now=now, mistaken=False)


def unmark(*, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime) -> None:
    """An arrival was noted by mistake: it never was, and the proxy that it made fall stands again. What was counted
    meanwhile stays as it was counted. Raises as `mark_left`."""
    depart("attendance.unmark", actor=actor, meeting=meeting, entry=entry, now=now, mistaken=True)


def depart(verb: str, *, actor: Actor, meeting: Meeting, entry: RollEntry, now: datetime, mistaken: bool) -> None:
    permissions.may_note(actor, meeting).or_raise()
    if known(meeting, entry, None) is None:
        return
    arguments = {"meeting": meeting.pk, "entry": entry.pk}
    with act(verb, actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        locked = lock(meeting, WHILE, "Les présences ne se notent plus", attendance_of)
        if locked.opened_at and entry.person_id in (locked.chair_id, locked.secretary_id):
            raise Refused("Cette personne préside ou est secrétaire de séance : désignez d’abord quelqu’un d’autre.")
        moment = moment_of(locked, now)
        for presence in Presence.objects.filter(entry__in=lines_of(locked, entry), left_at__isnull=True):
            presence.left_at = presence.arrived_at if mistaken else max(moment, presence.arrived_at + TICK)
            presence.save(update_fields=["left_at"])


def arrive(
    meeting: Meeting, entry: RollEntry, now: datetime, *, remote: bool, key: UUID | None = None, signed_in: bool = False
) -> Presence:
    """Write an arrival on every line of this person, inside an act; the meeting is locked. Who was at a distance and comes
    into the room has two presences."""
    moment = moment_of(meeting, now)
    lines = lines_of(meeting, entry)
    there = {one.entry_id: one for one in Presence.objects.filter(entry__in=lines, left_at__isnull=True)}
    for line in lines:
        since = moment
        if (before := there.get(line)) and before.remote != remote:
            since = before.left_at = max(moment, before.arrived_at + TICK)
            before.save(update_fields=["left_at"])
        elif before:
            continue
        there[line] = Presence.objects.create(
            pk=(line == entry.pk and key) or new_key(),
            entry_id=line,
            arrived_at=since,
            remote=remote,
            signed_in=signed_in,
        )
    return there[entry.pk]


def known(meeting: Meeting, entry: RollEntry, key: UUID | None) -> Presence | None:
    """The presence that this key made, or the one that lasts."""
    rows = Presence.objects.filter(entry=entry, entry__meeting=meeting)
    found: Presence | None = (key and rows.filter(pk=key).first()) or rows.filter(left_at__isnull=True).first()
    return found


def lines_of(meeting: Meeting, entry: RollEntry) -> list[UUID]:
    """Somebody who sits for two organisations is on the roll twice, and comes once."""
    return list(RollEntry.objects.filter(meeting=meeting, person=entry.person_id).values_list("pk", flat=True))


def moment_of(meeting: Meeting, now: datetime) -> datetime:
    """Now, but never before what is noted already in this meeting. Two queries, and those of the rooms above."""
    known: list[datetime | None] = [meeting.opened_at, meeting.closed_at]
    for rows, columns in (
        (Presence.objects.filter(entry__meeting=meeting), ("arrived_at", "left_at")),
        (QuorumCheck.objects.filter(meeting=meeting), ("at",)),
    ):
        known += rows.aggregate(**{f"last_{column}": Max(column) for column in columns}).values()
    for moments in MOMENTS:
        known += moments(meeting)
    return not_before(now, *known)


def require_noted(meeting: Meeting, now: datetime) -> None:
    if why := unnoted(meeting, now):
        raise Refused(why)


def unnoted(meeting: Meeting, now: datetime) -> str:
    """Why nobody is noted there: never in a written consultation, elsewhere from the day of the meeting on."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return "À une consultation écrite, personne ne vient : chacun·e y répond de son côté."
    if timezone.localtime(now).date() < meeting.day:
        return f"Cette réunion se tient le {day_in_words(meeting.day)} : les présences se notent ce jour-là."
    return ""


def bring(meeting: Meeting, entries: Iterable[RollEntry], now: datetime) -> None:
    """Whoever chairs and whoever records are there, inside the act that names them."""
    remote = meeting.mode == Meeting.Mode.REMOTE
    for entry in entries:
        if known(meeting, entry, None) is None:
            arrive(meeting, entry, now, remote=remote)
