"""A meeting as the papers of `documents` want it: minutes, failure of quorum, sign-in sheet."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from kevread.attendance.models import QuorumCheck
from kevread.attendance.papers import RollGroup, RollLine, SignIn
from kevread.attendance.queries.attendance import Attendance, Placed, attendance
from kevread.attendance.rules import Standing
from kevread.common.periods import day_in_words, hour_in_words
from kevread.directory.models import Organisation
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.meetings.models import Meeting, Reply, RollEntry
from kevread.meetings.queries.naming import college_name, on_paper, quality_of
from kevread.meetings.rules.life import State
from kevread.sittings import papers as contract
from kevread.sittings.queries.proceedings import CLOSING_TITLE, OPENING_TITLE, Point, Proceedings, proceedings
from kevread.tally.rules.sentences import quorum_in_words
from kevread.votes.models import Poll
from kevread.votes.queries.vote_papers import told_votes


def minutes_paper(
    meeting: Meeting, *, is_draft: bool = False, corrects: str = "", seal: str = "", sheet: str = ""
) -> Any:
    """The minutes of a meeting that was held, or the record of its failure of quorum, with the sign-in sheet after it.

    `seal`: the head of the journal; `sheet`: the digest of the sheet that is kept apart.
    """
    found = proceedings(meeting)
    roll, guests = sheet_of(meeting, found.attendance)
    organisation: Organisation = meeting.organisation
    said: dict[str, Any] = {
        "letterhead": letterhead(organisation, meeting.day),
        "meeting": on_paper(meeting),
        "opened_at": local(meeting.opened_at),
        "chair": str(meeting.chair or ""),
        "secretary": str(meeting.secretary or ""),
        "convened": convened(meeting),
        "attendance": attendance_of(found),
        "signatories": signatories(meeting),
        "roll": roll,
        "roll_guests": guests,
        "annexes": tuple(annexes(meeting, seal, sheet)),
    }
    if meeting.stage is State.FAILED:
        return contract.NoQuorum(
            **said,
            quorum=quorum_of(found) or contract.QuorumNoted(rule="", sum="", met=False),
            agenda=tuple(point.item.title for point in found.points),
            second_call=second_call(meeting),
        )
    return contract.Minutes(
        **said,
        closed_at=local(meeting.closed_at),
        scrutineers=scrutineers(found),
        quorum=quorum_of(found),
        checks=tuple(checks_of(found)),
        points=points_of(found),
        is_draft=is_draft,
        corrects=corrects,
    )


def local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def convened(meeting: Meeting) -> str:
    """« Convocation envoyée le 9 novembre 2026 par Anne Morvan, Présidence. »"""
    sent = list(meeting.notices.select_related("convener__person", "convener__seat", "sender").order_by("number"))
    if not sent:
        return ""
    first = sent[0]
    by = ""
    if first.convener:
        by = f" par {first.convener.person}, {first.convener.seat.name}"
    elif first.sender:
        by = f" par {first.sender}"
    days = " et ".join(day_in_words(timezone.localtime(one.sent_at).date()) for one in sent)
    return f"Convocation envoyée le {days}{by}."


def signatories(meeting: Meeting) -> tuple[Signatory, ...]:
    return tuple(
        Signatory(name=str(person), quality=quality)
        for person, quality in (
            (meeting.chair, "Présidence de séance"),
            (meeting.secretary, "Secrétariat de séance"),
        )
        if person
    )


def quorum_of(found: Proceedings) -> contract.QuorumNoted | None:
    quorum, check = found.terms.quorum, found.check
    if quorum is None or check is None:
        return None
    return contract.QuorumNoted(rule=f"Quorum demandé : {quorum_in_words(quorum)}.", sum=check.shown, met=check.met)


def scrutineers(found: Proceedings) -> tuple[str, ...]:
    polls = [poll.pk for point in found.points for poll in point.polls]
    rows = RollEntry.objects.filter(pk__in=Poll.objects.filter(pk__in=polls).values("scrutineers__entry"))
    return tuple(str(entry.person) for entry in rows.select_related("person").order_by("pk"))


def checks_of(found: Proceedings) -> Iterable[str]:
    """The quorum found again while the meeting lasted; that of each vote is told with the vote."""
    for one in found.checks:
        if one.occasion == QuorumCheck.Occasion.DEMAND:
            word = "atteint" if one.met else "non atteint"
            yield f"Constaté de nouveau à {hour_in_words(timezone.localtime(one.at))} : {word}, {one.shown}."


def annexes(meeting: Meeting, seal: str, sheet: str) -> Iterable[str]:
    kept = f", gardée aussi à part, SHA-256 {sheet}" if sheet else ""
    if meeting.mode != Meeting.Mode.WRITTEN:
        yield f"Feuille d’émargement et pouvoirs, à la suite de ce document{kept}"
    if seal:
        yield f"Journal de la fédération, {seal}"


# Attendance ----------------------------------------------------------------------------------------------------------


def attendance_of(found: Proceedings) -> contract.Attendance:
    """Everybody of the roll, once: whoever came is present, whatever the time they stayed, and the note says it."""
    meeting = found.meeting
    excused = set(
        Reply.objects.filter(entry__meeting=meeting, answer=Reply.Answer.ABSENT).values_list("entry_id", flat=True)
    )
    groups: dict[str, list[contract.Attendee]] = defaultdict(list)
    for line in found.attendance.lines:
        if where := group_of(line, line.entry.pk in excused):
            groups[where].append(attendee(line, meeting))
    return contract.Attendance(**{name: tuple(lines) for name, lines in groups.items()})


def group_of(line: Placed, is_excused: bool) -> str:
    """A guest or an alternate who did not come is not told."""
    if not line.entry.votes:
        alternate = line.entry.quality == RollEntry.Quality.ALTERNATE
        return "" if not line.came else "present" if alternate else "guests"
    if line.came:
        return "present"
    if line.standing in (Standing.REPRESENTED, Standing.REPLACED):
        return "represented"
    return "excused" if is_excused else "absent"


def attendee(line: Placed, meeting: Meeting) -> contract.Attendee:
    return contract.Attendee(name=str(line.entry.person), quality=quality_of(line.entry), note=note_of(line, meeting))


def note_of(line: Placed, meeting: Meeting) -> str:
    """Their arrival when it is after the opening, their departure before the end, at a distance, by the
    code of the room, or who votes for them."""
    if line.voter and line.standing is Standing.REPRESENTED:
        return f"pouvoir à {line.voter.person}"
    if line.voter and line.standing is Standing.REPLACED:
        return f"suppléance : {line.voter.person}"
    said = ["suppléance"] if line.entry.quality == RollEntry.Quality.ALTERNATE else []
    for stay in (stay for stay in line.stays if not stay.is_void):
        distant = ["à distance"] * stay.remote + ["par le code de la salle"] * stay.by_code
        if meeting.opened_at and stay.arrived_at > meeting.opened_at:
            distant.append(f"arrivée à {hour_in_words(timezone.localtime(stay.arrived_at))}")
        if stay.left_at and (meeting.closed_at is None or stay.left_at < meeting.closed_at):
            distant.append(f"départ à {hour_in_words(timezone.localtime(stay.left_at))}")
        said += distant
    return ", ".join(said)


def sign_in_paper(meeting: Meeting) -> SignIn:
    """The sheet: empty before the sitting, to sign by hand; afterwards with what was noted."""
    groups, guests = sheet_of(meeting, attendance(meeting))
    return SignIn(
        letterhead=letterhead(meeting.organisation, meeting.day),
        meeting=on_paper(meeting),
        groups=groups,
        guests=guests,
        certified_by=tuple(f"{one.quality} : {one.name}" for one in signatories(meeting))
        or ("Présidence de séance", "Secrétariat de séance"),
    )


def sheet_of(meeting: Meeting, found: Attendance) -> tuple[tuple[RollGroup, ...], tuple[RollLine, ...]]:
    """The roll, college by college, then those without a vote, each with what was noted. Nothing of a written
    consultation: nobody comes to it, and who answered which question is with each vote."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return (), ()
    groups: dict[str, list[RollLine]] = defaultdict(list)
    for line in found.lines:
        name = line.entry.college if line.entry.votes else "\0"
        groups[name].append(roll_line(line, meeting, holder_of(line, found)))
    guests = tuple(groups.pop("\0", ()))
    several = len(groups) > 1
    return tuple(
        RollGroup(name=college_name(name) if several and name else "", lines=tuple(lines))
        for name, lines in groups.items()
    ), guests


def holder_of(line: Placed, found: Attendance) -> str:
    """Who holds their proxy, even while nobody is there yet."""
    key = getattr(line.entry, "proxy_to", None)
    return str(found.by_entry[key].entry.person) if key in found.by_entry else ""


def roll_line(line: Placed, meeting: Meeting, proxy_to: str) -> RollLine:
    """Before the end, whoever has not come yet has room to sign; after it, the sheet says that they did not."""
    noted = ""
    if meeting.opened_at:
        noted = note_of(line, meeting) or ("présence" if line.came else "absence" if meeting.closed_at else "")
        if line.standing is Standing.REPRESENTED:
            noted = "par pouvoir"
    return RollLine(
        name=str(line.entry.person),
        quality=quality_of(line.entry),
        votes=str(line.entry.votes),
        proxy_to=proxy_to,
        attendance=noted,
    )


# Points --------------------------------------------------------------------------------------------------------------


def points_of(found: Proceedings) -> tuple[contract.Point, ...]:
    meeting = found.meeting
    said = [point_of(point, found.checks) for point in found.points]
    if meeting.opening_text:
        said.insert(0, contract.Point(number="", title=OPENING_TITLE, debate=meeting.opening_text))
    if meeting.closing_text:
        said.append(contract.Point(number="", title=CLOSING_TITLE, debate=meeting.closing_text))
    return tuple(said)


def point_of(point: Point, checks: list[QuorumCheck]) -> contract.Point:
    return contract.Point(
        number=str(point.number),
        title=point.item.title,
        debate=point.said,
        votes=told_votes(point.polls, checks),
        follow_up=tuple(f"{task.owner}, avant le {day_in_words(task.due)} : {task.what}" for task in point.follow_ups),
    )


def second_call(meeting: Meeting) -> str:
    later = getattr(meeting, "second_call", None)
    if later is None:
        return ""
    return f"Une seconde réunion, avec le même ordre du jour, est prévue le {day_in_words(later.day)}."
