"""What happened in a meeting, in order: who came, the quorum, each point with its text, its votes and what follows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.attendance.models import QuorumCheck
from kevread.attendance.queries.attendance import Attendance, attendance
from kevread.common.periods import hour_in_words
from kevread.decisions.models import FollowUp
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.terms import terms
from kevread.meetings.queries.wording import when
from kevread.meetings.rules.terms import Terms
from kevread.sittings.queries.left import undone
from kevread.tally.rules.sentences import quorum_in_words, result_line
from kevread.ui.words import plural
from kevread.votes.models import Poll

OPENING, CLOSING = "ouverture", "cloture"
OVER = (Poll.State.COUNTED, Poll.State.VOID)
OPENING_TITLE, CLOSING_TITLE = "Ouverture de la séance", "Clôture de la séance"


@dataclass(frozen=True, slots=True)
class Point:
    """A point as it was dealt with. `number` is its place among those that were not withdrawn."""

    number: int
    item: AgendaItem
    polls: tuple[Poll, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    undone: str = ""  # « Non voté », « Non abordé »: of a sitting that is over

    @property
    def typed(self) -> str:
        """What was typed of it. A result that `fill_in` put there is told with its vote, once."""
        told = {result(poll) for poll in self.polls if poll.state in OVER}
        return "\n\n".join(line for line in self.item.record.split("\n\n") if line.strip() not in told)

    @property
    def said(self) -> str:
        """What was typed of it, and what was not done."""
        return self.and_undone(self.typed)

    def and_undone(self, typed: str) -> str:
        return "\n\n".join(filter(None, (typed, self.undone and f"{self.undone}.")))


@dataclass
class Proceedings:
    """Everything that minutes say. Ten queries whatever the size."""

    meeting: Meeting
    attendance: Attendance
    terms: Terms
    checks: list[QuorumCheck]
    points: list[Point] = field(default_factory=list)

    @property
    def check(self) -> QuorumCheck | None:
        """That of the opening; otherwise the last one."""
        at_opening = [check for check in self.checks if check.occasion == QuorumCheck.Occasion.OPENING]
        return next(reversed(at_opening or self.checks), None)


def proceedings(meeting: Meeting) -> Proceedings:
    """The whole of a meeting, as last noted."""
    polls: dict[UUID, list[Poll]] = {}
    for poll in Poll.objects.filter(item__meeting=meeting).order_by("number"):
        polls.setdefault(poll.item_id, []).append(poll)
    follow_ups: dict[UUID, list[FollowUp]] = {}
    tasks = FollowUp.objects.filter(decision__meeting=meeting, decision__annulled_on=None).select_related(
        "owner", "decision"
    )
    for task in tasks.order_by("due", "pk"):
        if task.decision.item_id:
            follow_ups.setdefault(task.decision.item_id, []).append(task)
    items = list(meeting.items.filter(withdrawn=False).order_by("rank"))
    not_done = undone(meeting, items, polls)
    opened = {key: [poll for poll in rows if poll.state != Poll.State.DRAFT] for key, rows in polls.items()}
    return Proceedings(
        meeting,
        attendance(meeting),
        terms(meeting),
        list(meeting.quorum_checks.order_by("at", "pk")),
        [
            Point(
                number,
                item,
                tuple(opened.get(item.pk, ())),
                tuple(follow_ups.get(item.pk, ())),
                not_done.get(item.pk, ""),
            )
            for number, item in enumerate(items, start=1)
        ],
    )


def sentences(found: Proceedings, part: str) -> list[str]:
    """What Kevread knows of a part of the minutes, ready to be inserted in its text: the opening with its attendance and its
    quorum, the result of each vote of a point, the closing."""
    if part == OPENING:
        return opening(found)
    if part == CLOSING:
        closed = found.meeting.closed_at
        return [f"L’ordre du jour étant épuisé, la séance est levée à {local_hour(closed)}."] if closed else []
    point = next((one for one in found.points if str(one.item.pk) == part), None)
    return [result(poll) for poll in point.polls if poll.state in OVER] if point else []


def opening(found: Proceedings) -> list[str]:
    meeting = found.meeting
    if not (meeting.opened_at and meeting.chair and meeting.secretary):
        return []
    opened = local_hour(meeting.opened_at)
    said = [f"La séance est ouverte à {opened}. Préside : {meeting.chair}. Secrétaire de séance : {meeting.secretary}."]
    registered = len(found.attendance.registered)
    if meeting.mode == Meeting.Mode.WRITTEN:
        consulted = plural(registered, "membre consulté", "membres consultés")
        asked = f"Consultation écrite, {when(meeting)}. {registered} {consulted}."
        quorum = found.terms.quorum
        counted = (
            f"Quorum demandé : {quorum_in_words(quorum)}, compté sur les réponses à chaque vote." if quorum else ""
        )
        return [line for line in (asked, said[0], counted) if line]
    check = found.check
    present = check.present if check else len(found.attendance.present)
    represented = check.represented if check else len(found.attendance.represented)
    there = plural(present, "membre présent", "membres présents")
    away = plural(represented, "représenté", "représentés")
    said.append(f"{present} {there} et {represented} {away}, sur {registered}.")
    said.append(quorum_sentence(found))
    return said


def quorum_sentence(found: Proceedings) -> str:
    """What was asked and found; that none is asked; or that nobody has noted it yet."""
    quorum, check = found.terms.quorum, found.check
    if quorum is None:
        return "Aucun quorum n’est demandé pour cette réunion."
    asked = f"Quorum demandé : {quorum_in_words(quorum)}."
    if check is None:
        return f"{asked} Il n’a pas encore été constaté."
    return f"{asked} Il {'est atteint' if check.met else 'n’est pas atteint'} : {check.shown}."


def result(poll: Poll) -> str:
    """« Approuver les comptes » : pour : 30 ; contre : 3 ; abstention : 2. Adopté : la majorité demandée est atteinte. (…)"""
    if poll.state == Poll.State.VOID:
        return f"« {poll.question} ». Ce vote est annulé : il ne décide rien. Motif : {poll.reason}"
    found = poll.counted
    if not found.is_told:
        return f"« {poll.question} ». {found.said}"
    said = f"« {poll.question} ». {result_line(poll.put, found.counts)}. {found.said}"
    return f"{said} ({found.sum_added})" if found.sum_added and poll.kind == Poll.Kind.RESOLUTION else said


def text_of(meeting: Meeting, part: str, items: dict[str, Any] | None = None) -> str:
    """What is typed so far in a part: the opening, the closing, or a point by its key. KeyError for anything else."""
    if part == OPENING:
        return meeting.opening_text
    if part == CLOSING:
        return meeting.closing_text
    item = (items or {}).get(part) or meeting.items.filter(withdrawn=False, pk=UUID(part)).first()
    if item is None:
        raise KeyError(part)
    return str(item.record)


def local_hour(moment: Any) -> str:
    return hour_in_words(timezone.localtime(moment))
