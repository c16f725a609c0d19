"""On the wall of the room: one sentence, one figure. Nothing that a person in the room may not read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kevread.attendance import permissions
from kevread.attendance.queries.codes import code_of
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import known_as
from kevread.meetings.queries.wording import ended, when
from kevread.meetings.rules.life import State
from kevread.meetings.scene import meeting_of
from kevread.sittings.queries.room import RoomNow, room_now
from kevread.tally.rules.sentences import result_line
from kevread.ui.access import signed_in
from kevread.ui.request import Request
from kevread.ui.words import plural
from kevread.votes.models import Poll
from kevread.votes.queries.live import shown_version
from kevread.votes.queries.polls import votes_cast

WAITING = {
    State.CONVENED: "La séance va s’ouvrir.",
    State.FAILED: "Le quorum n’est pas atteint : on ne délibère pas aujourd’hui.",
}
WHERE = "Chacun·e répond depuis sa page « Aujourd’hui », ou depuis la page de cette consultation."
MINUTES = "Le procès-verbal se lit depuis la page de la réunion."

_drawn: dict[tuple[UUID, bool], tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Wall:
    """`sentence` first, `figure` under it, `words` beside the figure."""

    sentence: str
    figure: str = ""
    words: str = ""
    small: str = ""


@signed_in
def wall(request: Request, scale: str, key: UUID) -> HttpResponse:
    meeting = meeting_of(request, key)
    version = shown_version(key, on_the_wall=True)
    return render(request, "sittings/wall.html", context_of(request, meeting, version))


@signed_in
def live(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The same, when it has changed. It is the same for everybody, but for the code: each process draws it once."""
    version = shown_version(key, on_the_wall=True)
    meeting = meeting_of(request, key)
    drawn = _drawn.get(which := (key, bool(permissions.may_note(request.actor, meeting))))
    if drawn is None or drawn[0] != version:
        context = context_of(request, meeting, version)
        if len(_drawn) > 200:
            _drawn.clear()
        drawn = _drawn[which] = (version, render_to_string("sittings/wall_live.html", context, request))
    return HttpResponse(drawn[1])


def context_of(request: Request, meeting: Meeting, version: str) -> dict[str, object]:
    """The code is for the wall of the room: whoever holds the sitting projects it, nobody else reads it from elsewhere."""
    under_way = meeting.stage in (State.CONVENED, State.OPEN, State.IN_PROGRESS) and meeting.day <= request.today
    projects = permissions.may_note(request.actor, meeting)
    comes = meeting.mode != Meeting.Mode.WRITTEN  # to a written consultation, nobody
    code = code_of(meeting, request.now) if under_way and projects and comes else ""
    return {
        "meeting": meeting,
        "wall": to_come(meeting) if is_ahead(meeting, request.today) else drawn_of(room_now(meeting)),
        "code": f"{code[:3]} {code[3:]}" if code else "",
        "version": version,
    }


def is_ahead(meeting: Meeting, on: date) -> bool:
    """Nobody is in the room before its day."""
    return meeting.stage in (State.DRAFT, State.AGENDA, State.CONVENED) and meeting.day > on


def to_come(meeting: Meeting) -> Wall:
    what = (
        "La consultation s’ouvrira." if meeting.mode == Meeting.Mode.WRITTEN else "La séance n’est pas encore ouverte."
    )
    said = when(meeting)
    return Wall(what, small=f"{said[:1].upper()}{said[1:]}.")


def drawn_of(now: RoomNow) -> Wall:
    return of_written(now) if now.is_written else wall_of(now)


def of_written(now: RoomNow) -> Wall:
    """Nobody is there: the question, how many votes came to it, where one answers and until when; nothing of what they say."""
    meeting = now.meeting
    if meeting.stage in State.held() or meeting.stage is State.FAILED:
        return Wall("La consultation est close.", small=over(meeting))
    if meeting.stage is State.CONVENED:
        return Wall("La consultation va s’ouvrir.", small=f"On y répondra {when(meeting)}.")
    asked = [poll for polls in now.polls.values() for poll in polls if poll.state == Poll.State.OPEN]
    if not asked:
        return of_open(now.under_way) if now.under_way else Wall("Aucune question n’attend de réponse.")
    until, cast = f"Consultation écrite : on répond {when(meeting)}.", votes_cast(asked)
    came = [
        (poll, number := cast.get(poll.pk, 0), f"voix {plural(number, 'reçue')} sur {poll.put.voices}")
        for poll in asked
    ]
    if len(asked) > 1:
        told = " ; ".join(f"« {poll.question} » : {number} {words}" for poll, number, words in came)
        return Wall(f"{len(asked)} questions sont posées.", small=f"{told}. {until} {WHERE}")
    ((poll, number, words),) = came
    return Wall(poll.question, str(number), words, f"{until} {WHERE}")


def wall_of(now: RoomNow) -> Wall:
    """What the room needs to read at this moment."""
    meeting = now.meeting
    if poll := now.under_way:
        return of_open(poll)
    if meeting.stage is State.IN_PROGRESS:
        item = now.item("")
        counted = [poll for poll in now.polls.get(item.pk, []) if poll.state == Poll.State.COUNTED] if item else []
        if counted:
            return of_counted(counted[-1])
        return Wall(
            item.title if item else known_as(meeting), str(len(now.attendance.present)), there(now), now.position
        )
    if meeting.stage is State.OPEN:
        return of_quorum(now)
    if meeting.stage in State.held():
        return Wall("La séance est close.", small=over(meeting))
    return Wall(
        WAITING.get(meeting.stage, known_as(meeting)), str(len(now.attendance.present)), there(now), over(meeting)
    )


def over(meeting: Meeting) -> str:
    said = ended(meeting)
    return f"{said} {MINUTES}" if said else ""


def there(now: RoomNow) -> str:
    return plural(len(now.attendance.present), "personne est là", "personnes sont là")


def of_quorum(now: RoomNow) -> Wall:
    if now.enough is None:
        return Wall("La séance est ouverte.", str(len(now.attendance.present)), there(now))
    if now.enough.met:
        return Wall(
            "Le quorum est atteint.", str(now.enough.have), f"{now.counted_as} ; il en fallait {now.needed}", now.rule
        )
    return Wall("Le quorum n’est pas encore atteint.", str(now.enough.missing), "de plus", f"Il faut {now.rule}.")


def of_open(poll: Poll) -> Wall:
    """How many have voted, and nothing of what they chose; of a show of hands, how many take part."""
    if poll.state == Poll.State.CLOSED:
        return Wall(poll.question, small="Le vote est clos. Le dépouillement suit.")
    if not poll.is_cast_on_screen:
        takes = plural(poll.put.voices, "voix prend part", "voix prennent part")
        return Wall(
            poll.question, str(poll.put.voices), f"{takes} à ce vote", f"On vote {poll.get_method_display().lower()}."
        )
    return Wall(poll.question, str(votes_cast([poll]).get(poll.pk, 0)), f"voix reçues sur {poll.put.voices}")


def of_counted(poll: Poll) -> Wall:
    found = poll.counted
    if not found.is_told:
        return Wall(poll.question, small=found.said)
    verdict = found.said.split(":")[0].strip()
    line = result_line(poll.put, found.counts)
    if poll.kind == Poll.Kind.ELECTION:
        return Wall(found.said, small=line)
    if poll.kind == Poll.Kind.CONSENT:  # its sum is its objections, which the line tells
        return Wall(poll.question, verdict, small=line)
    return Wall(poll.question, verdict, small=" — ".join(filter(None, (line, found.sum_added))))
