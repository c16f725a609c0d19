"""The sittings that are under way, as somebody who is convened there sees them."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kevread.attendance.queries.attendance import attendance
from kevread.common.words import listed, of
from kevread.meetings.queries.answers import Mine
from kevread.meetings.queries.naming import known_as
from kevread.meetings.queries.terms import terms
from kevread.meetings.rules.life import State
from kevread.ui.words import day, hour


@dataclass(frozen=True, slots=True)
class Now:
    """A sitting that is open: since when, how far it is, and what this person is there. `has_quorum`: as the people noted
    now make it; None where none is asked."""

    mine: Mine
    has_quorum: bool | None
    point: int  # 0: none is taken up yet
    points: int
    presides: bool
    records: bool

    @property
    def name(self) -> str:
        return known_as(self.mine.meeting)

    @property
    def holds(self) -> bool:
        """Has the pen: it is theirs to do."""
        return self.presides or self.records

    @property
    def said(self) -> str:
        """« Séance ouverte à 8 h 32 (La Baratte, Vitré). Quorum atteint, point 1 sur 4. Vous y êtes invité·e, … »"""
        return " ".join(filter(None, [self.since, self.progress, self.place, *self.carried]))

    @property
    def since(self) -> str:
        meeting = self.mine.meeting
        where = f" ({meeting.place})" if meeting.place else ""
        if meeting.opened_at is None:
            return f"Séance ouverte{where}."
        at = timezone.localtime(meeting.opened_at)
        which = "" if at.date() == meeting.day else f"le {day(at.date())} "
        return f"Séance ouverte {which}à {hour(at)}{where}."

    @property
    def progress(self) -> str:
        quorum = {True: "quorum atteint", False: "quorum non atteint", None: ""}[self.has_quorum]
        point = f"point {self.point} sur {self.points}" if self.point else ""
        if self.mine.meeting.stage is State.OPEN:
            point = "pas encore commencée"
        said = ", ".join(filter(None, [quorum, point]))
        return f"{said[:1].upper()}{said[1:]}." if said else ""

    @property
    def place(self) -> str:
        if self.presides:
            return "Vous la présidez."
        if self.records:
            return "Vous en tenez le secrétariat."
        if any(line.entry.votes for line in self.mine.lines):
            return "Vous y siégez."
        return "Vous y êtes invité·e, sans droit de vote."

    @property
    def carried(self) -> list[str]:
        names = [of(str(proxy.giver.person)) for line in self.mine.lines for proxy in line.holds]
        return [f"Vous portez le pouvoir {listed(names)}."] if names else []


def under_way(meetings: list[Mine], person: UUID) -> list[Now]:
    """Those of these meetings that are held at this hour. Five queries for each: one is seldom in two rooms."""
    found = []
    for one in meetings:
        if not one.is_now:
            continue
        meeting = one.meeting
        enough = attendance(meeting).enough(terms(meeting).quorum)
        points = list(meeting.items.filter(withdrawn=False).order_by("rank").values_list("pk", flat=True))
        found.append(
            Now(
                mine=one,
                has_quorum=enough.met if enough else None,
                point=points.index(meeting.current_id) + 1 if meeting.current_id in points else 0,
                points=len(points),
                presides=meeting.chair_id == person,
                records=meeting.secretary_id == person,
            )
        )
    return sorted(found, key=lambda now: not now.holds)
