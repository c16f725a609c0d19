"""Who is there, for whom, and whether it is enough: three questions, one answer, two queries whatever the size; of one
meeting or of many."""

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from kevread.attendance.models import Presence
from kevread.attendance.rules import Room, Sitting, Standing, Stay, room
from kevread.meetings.models import Meeting, RollEntry
from kevread.tally.rules.colleges import College
from kevread.tally.rules.quorum import Enough, Quorum, QuorumUnit, enough


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the roll where it stands: `voter` casts its `votes` (itself, the holder, the alternate, or nobody)."""

    entry: RollEntry
    standing: Standing
    voter: RollEntry | None
    votes: int
    stays: tuple[Stay, ...]

    @property
    def by_proxy(self) -> bool:
        return self.standing is Standing.REPRESENTED

    @property
    def came(self) -> bool:
        """They have been there, if only for a while."""
        return any(not stay.is_void for stay in self.stays)


@dataclass
class Attendance:
    """The roll at a moment. `lines` are in its order: members, alternates and guests."""

    meeting: Meeting
    room: Room
    lines: list[Placed]

    def colleges(self, unit: QuorumUnit = QuorumUnit.MEMBERS) -> tuple[College, ...]:
        """Registered and present members and votes of each college, and its proxies in members or in votes."""
        return self.room.colleges(unit)

    def enough(self, quorum: Quorum | None) -> Enough | None:
        """The quorum that is asked, with its sum; None where none is."""
        return enough(quorum, self.colleges(quorum.unit)) if quorum else None

    @cached_property
    def by_entry(self) -> dict[UUID, Placed]:
        return {line.entry.pk: line for line in self.lines}

    @cached_property
    def voting(self) -> list[Placed]:
        """The lines whose votes count at this moment."""
        return [line for line in self.lines if line.votes]

    @cached_property
    def registered(self) -> list[Placed]:
        """Those of the roll who have a vote."""
        return [line for line in self.lines if line.entry.votes]

    def cast_by(self, person: UUID) -> list[Placed]:
        """The lines whose votes this person casts: their own, and those that they hold."""
        return [line for line in self.voting if line.voter and line.voter.person_id == person]

    def standing(self, *standings: Standing) -> list[Placed]:
        return [line for line in self.lines if line.standing in standings]

    @cached_property
    def present(self) -> list[Placed]:
        """Members in the room or at a distance, and those whose alternate is there."""
        wanted = (Standing.PRESENT, Standing.REMOTE, Standing.REPLACED)
        return [line for line in self.registered if line.standing in wanted]

    @cached_property
    def represented(self) -> list[Placed]:
        return [line for line in self.registered if line.standing is Standing.REPRESENTED]

    @property
    def votes(self) -> int:
        return sum(line.votes for line in self.voting)


def attendance(meeting: Meeting, at: datetime | None = None) -> Attendance:
    """Who stands where at a moment; without one, as last noted: at the end, for a meeting that is over."""
    return attendances([meeting], at)[0]


def attendances(meetings: Collection[Meeting], at: datetime | None = None) -> list[Attendance]:
    """Each in the order given; of the entries, the meeting is the one given."""
    stays: dict[UUID, list[Stay]] = defaultdict(list)
    for entry, arrived, left, remote, by_code in (
        Presence.objects.filter(entry__meeting__in=meetings)
        .order_by("arrived_at", "pk")
        .values_list("entry", "arrived_at", "left_at", "remote", "signed_in")
    ):
        stays[entry].append(Stay(arrived, left, remote, by_code))
    rolls: dict[UUID, list[RollEntry]] = defaultdict(list)
    for entry in roll_of(meetings):
        rolls[entry.meeting_id].append(entry)
    return [placed(meeting, rolls[meeting.pk], stays, at) for meeting in meetings]


def placed(
    meeting: Meeting, entries: list[RollEntry], stays: dict[UUID, list[Stay]], at: datetime | None
) -> Attendance:
    for entry in entries:
        entry.meeting = meeting
    found = room((sitting_of(entry, tuple(stays[entry.pk])) for entry in entries), at)
    by_key: dict[Hashable, RollEntry] = {entry.pk: entry for entry in entries}
    lines = []
    for entry in entries:
        place = found.places[entry.pk]
        voter = by_key[place.voter] if place.votes else None
        lines.append(Placed(entry, place.standing, voter, place.votes, tuple(stays[entry.pk])))
    return Attendance(meeting, found, lines)


def roll_of(meetings: Collection[Meeting]):
    """The rolls in their order, with `proxy_to`: the entry that holds each one's proxy."""
    return (
        RollEntry.objects.filter(meeting__in=meetings)
        .select_related("person", "represents")
        .alias(given=FilteredRelation("proxies_given", condition=Q(proxies_given__withdrawn_at__isnull=True)))
        .annotate(proxy_to=F("given__holder"))
        .order_by("pk")
    )


def sitting_of(entry: RollEntry, stays: tuple[Stay, ...]) -> Sitting:
    return Sitting(
        key=entry.pk,
        votes=entry.votes,
        college=entry.college,
        place=entry.represents_id or entry.college or None,
        is_alternate=entry.quality == RollEntry.Quality.ALTERNATE,
        stays=stays,
        proxy_to=entry.proxy_to,  # type: ignore[attr-defined]
    )
