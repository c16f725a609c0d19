"""The room as it is now: who is there, drawn; whether it is enough; what is to be done next."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from kevread.attendance import permissions
from kevread.attendance.queries.attendance import Attendance, Placed, attendance
from kevread.attendance.rules import Standing
from kevread.common.actor import Actor
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.naming import college_name
from kevread.meetings.queries.terms import terms
from kevread.meetings.queries.wording import when
from kevread.seats.models import Body, Mandate
from kevread.tally.rules.quorum import Enough, Quorum, QuorumUnit
from kevread.tally.rules.sentences import quorum_in_words
from kevread.ui.words import counted, plural
from kevread.votes.models import Poll
from kevread.votes.queries.live import version_of

KINDS = {
    Standing.PRESENT: "here",
    Standing.REMOTE: "here",
    Standing.REPLACED: "here",
    Standing.REPRESENTED: "by-proxy",
    Standing.LEFT: "away",
    Standing.ABSENT: "away",
}
USUAL = {"president": "chair", "vice-president": "chair", "secretary": "secretary"}
ORDER = ("here", "by-proxy", "away")


@dataclass(frozen=True, slots=True)
class Group:
    """The votes of a college, or of those who sit for one organisation: a dot each, those who are there first."""

    name: str
    dots: tuple[str, ...]

    @property
    def said(self) -> str:
        here, proxy = self.dots.count("here"), self.dots.count("by-proxy")
        by_proxy = f", {proxy} par pouvoir" if proxy else ""
        return f"{self.name or 'Voix'} : {here} sur {len(self.dots)}{by_proxy}"


@dataclass
class RoomNow:
    """What the head of the room shows, and the projected view says."""

    meeting: Meeting
    attendance: Attendance
    quorum: Quorum | None
    enough: Enough | None
    items: list[AgendaItem]
    polls: dict[UUID, list[Poll]] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        """Nobody comes: the room shows no dots, and the quorum is counted on the answers."""
        return self.meeting.mode == Meeting.Mode.WRITTEN

    @property
    def groups(self) -> list[Group]:
        return groups_of(self.attendance.registered)

    @property
    def wanted(self) -> float | None:
        """Where the tick stands, from 0 to 100: the share of those registered that must be there."""
        return float(self.quorum.ratio * 100) if self.quorum else None

    @property
    def reached(self) -> float:
        """How far the row goes, as the quorum counts it."""
        if not (self.quorum and self.enough):
            registered = sum(line.entry.votes for line in self.attendance.registered)
            return 100 * self.attendance.votes / registered if registered else 0
        return min(100.0, self.enough.have * float(self.wanted or 0) / need_of(self.enough)) if self.enough.have else 0

    @property
    def said(self) -> str:
        """« 28 présents et 12 pouvoirs. Quorum atteint : 40 membres sur 60 ; il en fallait 15 au moins. »"""
        if self.is_written:
            asked = counted(sum(line.entry.votes for line in self.attendance.registered), "voix est", "voix sont")
            quorum = f" Quorum, compté sur les réponses à chaque vote : {self.rule}." if self.quorum else ""
            return f"Consultation écrite : {asked} consultées, on répond {when(self.meeting)}.{quorum}"
        here, proxy = len(self.attendance.present), len(self.attendance.represented)
        who = f"{counted(here, 'présent·e')} et {counted(proxy, 'pouvoir')}, {counted(self.attendance.votes, 'voix', 'voix')}."
        if self.enough is None or self.quorum is None:
            return f"{who} Aucun quorum n’est demandé."
        return f"{who} Quorum {'atteint' if self.enough.met else 'non atteint'} : {self.enough.said}."

    @property
    def brief(self) -> str:
        """The bar of the room: « Quorum atteint : 4 présent·es ou représenté·es, il en fallait 3 »."""
        if self.is_written:
            return "Consultation écrite"
        if self.enough is None:
            proxies = len(self.attendance.represented)
            return self.here + (f" et {counted(proxies, 'pouvoir')}" if proxies else "")
        met, have = self.enough.met, self.enough.have
        where = " dans un collège" if self.quorum and self.quorum.by_college and not met else ""
        took = f"il en {'fallait' if met else 'faut'} {self.needed}"
        return f"Quorum {'atteint' if met else 'non atteint'}{where} : {have} {self.counted_as}, {took}"

    @property
    def here(self) -> str:
        return counted(len(self.attendance.present), "présent·e")

    @property
    def counted_as(self) -> str:
        """Whom the quorum counts, as many as there are: those who are there, those for whom they vote, or votes."""
        if self.quorum is None or self.quorum.unit is QuorumUnit.VOTES:
            return "voix"
        there = plural(self.enough.have if self.enough else 0, "présent·e")
        represented = self.quorum.count_proxies and self.attendance.represented
        return f"{there} ou représenté·es" if represented else there

    @property
    def needed(self) -> int:
        """How many it takes, in whole members or votes."""
        return ceil(Fraction(self.enough.need)) if self.enough else 0

    @property
    def position(self) -> str:
        """Where the sitting is in its agenda: « Point 1 sur 4 »."""
        ranks = [item.pk for item in self.items]
        if self.meeting.current_id not in ranks or not self.is_open:
            return self.meeting.stage.label
        return f"Point {ranks.index(self.meeting.current_id) + 1} sur {len(ranks)}"

    @property
    def rule(self) -> str:
        return quorum_in_words(self.quorum) if self.quorum else ""

    @property
    def may_begin(self) -> bool:
        return self.enough is None or self.enough.met

    @property
    def without_a_vote(self) -> list[Placed]:
        """Those of the roll who have none, neither on another line of it."""
        voters = {line.entry.person_id for line in self.attendance.registered}
        return [line for line in self.attendance.lines if line.entry.person_id not in voters]

    @property
    def presences_first(self) -> bool:
        """Who is there comes before the rest, as long as nobody was noted but whoever chairs and records, and others may be."""
        officers = (self.meeting.chair_id, self.meeting.secretary_id)
        came = any(line.entry.person_id not in officers for line in self.attendance.present)
        awaited = any(line.standing is Standing.ABSENT for line in self.attendance.registered)
        return not self.is_written and awaited and not came

    def item(self, key: str) -> AgendaItem | None:
        """The point that an address names; otherwise the current one; otherwise the first."""
        named = next((item for item in self.items if str(item.pk) == key), None)
        current = next((item for item in self.items if item.pk == self.meeting.current_id), None)
        return named or current or next(iter(self.items), None)

    def after(self, item: AgendaItem | None) -> AgendaItem | None:
        following = [one for one in self.items if item and one.rank > item.rank]
        return next(iter(following), None)

    @property
    def under_way(self) -> Poll | None:
        """The vote that is open, or that waits for its count."""
        every = [poll for polls in self.polls.values() for poll in polls]
        return next((poll for poll in every if poll.state in (Poll.State.OPEN, Poll.State.CLOSED)), None)

    @property
    def is_open(self) -> bool:
        return self.meeting.stage.is_under_way


def need_of(enough: Enough) -> float:
    top, _, bottom = enough.need.partition("/")
    return float(top) / float(bottom or 1) or 1.0


def groups_of(lines: list[Placed]) -> list[Group]:
    """By college, where there are several; otherwise by the organisation that people sit for, where some sit together."""
    colleges = {line.entry.college for line in lines}
    organisations = [line.entry.represents_id for line in lines]
    by_college = len(colleges) > 1
    together = not by_college and len(set(organisations)) < len(organisations) and any(organisations)
    dots: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        where = line.entry.represents.name if together and line.entry.represents else college_name(line.entry.college)
        dots[where if by_college or together else ""] += [KINDS[line.standing]] * line.entry.votes
    return [Group(name, tuple(sorted(found, key=ORDER.index))) for name, found in dots.items()]


def room_now(meeting: Meeting) -> RoomNow:
    """Five queries whatever the size."""
    asked = terms(meeting)
    found = attendance(meeting)
    items = list(meeting.items.filter(withdrawn=False).order_by("rank"))
    polls: dict[UUID, list[Poll]] = defaultdict(list)
    for poll in Poll.objects.filter(item__in=items).select_related("item__meeting").order_by("number"):
        polls[poll.item_id].append(poll)
    enough = None if meeting.mode == Meeting.Mode.WRITTEN else found.enough(asked.quorum)
    return RoomNow(meeting, found, asked.quorum, enough, items, dict(polls))


def bar_of(now: RoomNow, actor: Actor, part: str) -> dict[str, Any]:
    """What the bar of the room needs, on the page of the room and on those that one opens from it."""
    meeting = now.meeting
    named = {"chair": meeting.chair_id, "secretary": meeting.secretary_id}
    return {
        "meeting": meeting,
        "now": now,
        "part": part,
        "may_run": bool(permissions.may_run(actor, meeting)),
        "key": uuid4(),
        "officers": named if meeting.chair_id else {"chair": None, "secretary": None} | officers(meeting),
    }


def bar_beside(meeting: Meeting, actor: Actor, part: str = "") -> dict[str, Any]:
    """The same bar on a page that one opens from the room, and leaves to come back to it at `part`."""
    version = version_of(meeting.pk)  # read first: what happens meanwhile is asked for again
    return bar_of(room_now(meeting), actor, part) | {"version": version, "beside": True}


def officers(meeting: Meeting) -> dict[str, UUID]:
    """Who usually chairs and records: those of the roll who preside, or are secretary, in that body or on the board."""
    body = meeting.body
    rows = (
        Mandate.objects.on(meeting.day)
        .filter(person__roll_entries__meeting=meeting, seat__title__in=USUAL)
        .filter(Q(seat__body=body) | Q(seat__body__organisation=body.organisation_id, seat__body__kind=Body.Kind.BOARD))
        .order_by("seat__rank", "pk")
    )
    found: dict[str, UUID] = {}
    for title, person in rows.values_list("seat__title", "person"):
        if person not in found.values():
            found.setdefault(USUAL[title], person)
    return found
