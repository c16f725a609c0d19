"""The verbs of a sitting: held, told in its minutes, voted in."""

from datetime import timedelta
from typing import Any
from unittest import mock

from kevread.common.errors import Refused
from kevread.common.marks import mark_of
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.sittings.operations import certifying, holding, minutes
from kevread.sittings.queries.proceedings import OPENING
from kevread.votes import operations as votes
from kevread.votes.models import Poll
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.polling import CALL, HANDS, OPEN, all_read, asking, opened
from tests.gatherings.worlds import TONIGHT, Gathering
from tests.seats.scene import Scene

from .asking import Guarded, guarded
from .of_meetings import held, noted_by, of_the_meeting, on, ready


def officers(met: Gathering) -> dict[str, Any]:
    return {"chair": met.president, "secretary": met.secretary}


@guarded("sittings.open", twice=Refused)
def open_sitting(scene: Scene) -> Guarded:
    """Nobody opens it by what they will be there: chair and secretary are named when it opens."""
    met = ready(State.CONVENED)
    near = [met.president, met.secretary, met.members[-1].person]
    return of_the_meeting(met, on(met, holding.open_meeting, **officers(met)), now=TONIGHT, others=near)


@guarded("sittings.name_officers")
def name_officers(scene: Scene) -> Guarded:
    met = held(State.OPEN)
    named = {"chair": met.holder("vice-president"), "secretary": met.secretary}
    return noted_by(met, on(met, holding.name_officers, **named))


@guarded("sittings.begin", twice=Refused)
def begin(scene: Scene) -> Guarded:
    met = held(State.OPEN)
    return noted_by(met, on(met, holding.begin))


@guarded("sittings.record_failure", twice=Refused)
def record_failure(scene: Scene) -> Guarded:
    met = held(State.OPEN, settings={"L1.11.quorum": "1/1"}, represented=0)
    with arranging():
        met.presences[0].delete()
    return noted_by(met, on(met, holding.record_failure))


@guarded("sittings.turn_to")
def turn_to(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    return noted_by(met, on(met, holding.turn_to, item=met.items["cap"]))


@guarded("sittings.close", twice=Refused)
def close(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    return noted_by(met, on(met, holding.close_meeting, seen=all_read(met.meeting)))


# Minutes.


@guarded("sittings.write_minutes")
def write_minutes(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    return noted_by(met, on(met, minutes.write_minutes, part=OPENING, text="Bienvenue.", base=mark_of("")))


@guarded("sittings.draft_minutes", twice=Refused)
def draft_minutes(scene: Scene) -> Guarded:
    met = held(State.CLOSED)
    return noted_by(met, on(met, minutes.draft_minutes))


def signed(met: Gathering) -> Gathering:
    """Its minutes are drafted and signed by the two who keep the sitting."""
    asked = {"meeting": met.meeting, "now": TONIGHT + timedelta(hours=3)}
    minutes.draft_minutes(actor=met.actor(), **asked)
    with mock.patch("kevread.documents.operations.signing.proven", lambda *_: True):
        for person in (met.president, met.secretary):
            minutes.sign_minutes(actor=met.actor(person), code="123456", **asked)
    met.meeting.refresh_from_db()
    return met


@guarded("sittings.approve_minutes", twice=Refused)
def approve_minutes(scene: Scene) -> Guarded:
    """By whoever runs the meeting that approves: those who kept the one whose minutes they are may not."""
    met = signed(held(State.CLOSED))
    starts = TONIGHT + timedelta(days=30)
    with arranging():
        later = Meeting.objects.create(
            body=met.assembly,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            opened_at=starts,
            state=State.IN_PROGRESS.value,
            chair=met.holder("vice-president"),
            secretary=met.holder("treasurer"),
        )
    return of_the_meeting(
        met,
        on(met, minutes.approve_minutes, approved_in=later),
        now=starts + timedelta(minutes=5),
        people=[later.chair, later.secretary],
        others=[met.president, met.secretary, met.members[-1].person],
    )


@guarded("sittings.correct_minutes")
def correct_minutes(scene: Scene) -> Guarded:
    met = signed(held(State.CLOSED))
    asked = {"part": OPENING, "text": "Bienvenue.", "corrects": "L’accueil manquait."}
    return noted_by(met, on(met, minutes.correct_minutes, **asked))


@guarded("sittings.archive", twice=Refused)
def archive(scene: Scene) -> Guarded:
    met = signed(held(State.CLOSED))
    with arranging():
        met.meeting.state = State.APPROVED.value
        met.meeting.save()
    return noted_by(met, on(met, minutes.archive_meeting))


@guarded("sittings.certify_extract")
def certify_extract(scene: Scene) -> Guarded:
    met = held(State.CLOSED)
    with arranging():
        decision = decided(met.assembly, meeting=met.meeting, on=TODAY)
    asked = {"decision": decision, "signer": met.president}
    return of_the_meeting(met, lambda **who: certifying.certify_extract(**asked, **who))


# Votes.


def voted(met: Gathering, do: Any, poll: Poll | None = None, **more: Any) -> Guarded:
    if poll:
        return noted_by(met, lambda **who: do(poll=poll, **who), **more)
    return noted_by(met, do, **more)


@guarded("votes.draft")
def draft_poll(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    return voted(met, lambda **who: votes.draft_poll(asked=asking(met, HANDS), **who))


@guarded("votes.put")
def put_to_vote(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    return voted(met, lambda **who: votes.put_to_vote(asked=asking(met, HANDS), **who))


@guarded("votes.open", twice=Refused)
def open_poll(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    poll = votes.draft_poll(actor=met.actor(), asked=asking(met, OPEN), now=TONIGHT + timedelta(minutes=20))
    return voted(met, votes.open_poll, poll)


@guarded("votes.call_name", twice=Refused)
def call_name(scene: Scene) -> Guarded:
    """Somebody who is called says it aloud: they do not write it themselves."""
    met = held(State.IN_PROGRESS)
    poll, _ = opened(met, CALL)
    mark = poll.marks.select_related("entry__person").order_by("pk").last()
    asked = {"mark": mark, "choices": ["for"]}
    return voted(met, lambda **who: votes.call_name(poll=poll, **asked, **who))


@guarded("votes.close", twice=Refused)
def close_poll(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    poll, _ = opened(met, OPEN)
    return voted(met, lambda **who: votes.close_poll(poll=poll, missing=99, **who))


@guarded("votes.enter_count", twice=Refused)
def enter_count(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    poll, _ = opened(met, HANDS)
    counts = {"tous": {"for": 5, "against": 2}}
    return voted(met, lambda **who: votes.enter_count(poll=poll, counts=counts, **who))


@guarded("votes.void", twice=Refused)
def void_poll(scene: Scene) -> Guarded:
    met = held(State.IN_PROGRESS)
    poll, _ = opened(met, HANDS)
    return voted(met, lambda **who: votes.void_poll(poll=poll, reason="Mal posée, à reprendre.", **who))
