"""The verbs of a meeting that is prepared, convened, put off; and of who comes."""

from datetime import datetime, timedelta
from typing import Any

from kevread.attendance.operations import presence, recording
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.documents.files import receive
from kevread.meetings import operations
from kevread.meetings.models import Meeting
from kevread.meetings.operations import Point
from kevread.meetings.operations.planning import Slot
from kevread.meetings.rules.life import State
from kevread.rhythm.operations import renewals
from kevread.sittings.operations import holding
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import a_pdf, enclosing, ready
from tests.gatherings.worlds import TONIGHT, Gathering
from tests.seats.scene import Scene

from .asking import Guarded, guarded

LATER = TONIGHT + timedelta(days=60)
HOURS = {"starts_at": LATER, "ends_at": LATER + timedelta(hours=2)}


def of_the_meeting(met: Gathering, do: Any, *, now: datetime = NOW, **more: Any) -> Guarded:
    """A verb on this meeting: its members and its board are near, and may not by that alone."""
    people = more.pop("people", ())
    near = [met.members[-1].person, met.holder("treasurer")]
    others = more.pop("others", near)

    def done(**who: Any) -> Any:
        return do(**who | {"now": now})

    return Guarded(do=done, at=met.grouping, people=people, others=others, **more)


def on(met: Gathering, do: Any, **asked: Any) -> Any:
    return lambda **who: do(meeting=met.meeting, **asked, **who)


# Prepared.


@guarded("meetings.plan")
def plan(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, lambda **who: operations.plan_meeting(body=met.assembly, **HOURS, **who))


@guarded("meetings.plan_several")
def plan_several(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    slots = [Slot(met.assembly, **HOURS), Slot(met.board, **HOURS)]
    return of_the_meeting(met, lambda **who: operations.plan_meetings(slots=slots, **who))


@guarded("rhythm.plan_renewals")
def plan_renewals(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    far = LATER + timedelta(days=240)
    slots, today = [(Slot(met.assembly, far, far + timedelta(hours=2)), far.date())], NOW.date()
    return of_the_meeting(met, lambda **who: renewals.plan_renewals(slots=slots, today=today, **who))


@guarded("meetings.move")
def move(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, on(met, operations.move_meeting, **HOURS))


@guarded("meetings.amend")
def amend(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    asked = {"title": "Assemblée de printemps", "session": "ordinary", "mode": "on_site", "place": "Rennes"}
    return of_the_meeting(met, on(met, operations.amend_meeting, link="", is_public=False, **asked))


@guarded("meetings.add_item")
def add_item(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, on(met, operations.add_item, point=Point("debate", "Le cap")))


@guarded("meetings.amend_item")
def amend_item(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    item, point = met.items["cap"], Point("debate", "Le cap, autrement dit")
    return of_the_meeting(met, lambda **who: operations.amend_item(item=item, point=point, **who))


@guarded("meetings.move_item")
def move_item(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, lambda **who: operations.move_item(item=met.items["cap"], up=True, **who))


@guarded("meetings.withdraw_item", twice=Refused)
def withdraw_item(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, lambda **who: operations.withdraw_item(item=met.items["cap"], **who))


@guarded("meetings.forward_item")
def forward_item(scene: Scene) -> Guarded:
    met = ready(State.CLOSED)
    with arranging():
        later = Meeting.objects.create(body=met.assembly, **HOURS)
    return of_the_meeting(met, lambda **who: operations.forward_item(item=met.items["cap"], to=later, **who))


@guarded("meetings.set_agenda", twice=Refused)
def set_agenda(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, on(met, operations.set_agenda))


@guarded("meetings.reopen_agenda", twice=Refused)
def reopen_agenda(scene: Scene) -> Guarded:
    met = ready(State.AGENDA)
    return of_the_meeting(met, on(met, operations.reopen_agenda))


@guarded("meetings.enclose")
def enclose(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, on(met, operations.enclose, file=receive("a.pdf", a_pdf()), title="Comptes 2025"))


@guarded("meetings.withdraw_enclosure", twice=Refused)
def withdraw_enclosure(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    given = enclosing(met)
    return of_the_meeting(met, lambda **who: operations.withdraw_enclosure(enclosure=given, **who))


@guarded("meetings.propose_dates")
def propose_dates(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    return of_the_meeting(met, on(met, operations.propose_dates, starts=[LATER, LATER + timedelta(days=1)]))


@guarded("meetings.retain_date")
def retain_date(scene: Scene) -> Guarded:
    met = ready(State.DRAFT)
    starts = [LATER, LATER + timedelta(days=1)]
    operations.propose_dates(actor=SYSTEM, meeting=met.meeting, starts=starts, now=NOW)
    option = met.meeting.date_options.first()
    return of_the_meeting(met, lambda **who: operations.retain_date(option=option, **who))


@guarded("meetings.remind")
def remind(scene: Scene) -> Guarded:
    met = ready(State.CONVENED)
    return of_the_meeting(met, on(met, operations.remind))


# Convened. Those whom the articles of association charge with it may, without a right: the president and the secretary.


def convened_by(met: Gathering, do: Any, **more: Any) -> Guarded:
    return of_the_meeting(met, do, people=[met.president, met.secretary], **more)


@guarded("meetings.convene", twice=Refused)
def convene(scene: Scene) -> Guarded:
    met = ready(State.AGENDA)
    return convened_by(met, on(met, operations.convene))


@guarded("meetings.send_further_notice", twice=Refused)
def send_further_notice(scene: Scene) -> Guarded:
    met = ready(State.CONVENED)
    enclosing(met)
    return convened_by(met, on(met, operations.send_further_notice, reason="Les comptes sont joints."))


@guarded("meetings.cancel", twice=Refused)
def cancel(scene: Scene) -> Guarded:
    """Once it is convened, by those who convene: whoever prepares it may no longer."""
    met = ready(State.CONVENED)
    return convened_by(met, on(met, operations.cancel_meeting, reason="La salle est inondée."))


@guarded("meetings.postpone", twice=Refused)
def postpone(scene: Scene) -> Guarded:
    met = ready(State.CONVENED)
    return convened_by(met, on(met, operations.postpone_meeting, reason="Inondation.", **HOURS))


@guarded("meetings.call_again", twice=Refused)
def call_again(scene: Scene) -> Guarded:
    met = ready(State.FAILED)
    return convened_by(met, on(met, operations.second_call, **HOURS))


# Proxies that came on paper.


@guarded("meetings.give_proxy", twice=Refused)
def give_proxy(scene: Scene) -> Guarded:
    """On paper, by who prepares; neither giver nor holder enters it."""
    met = ready(State.CONVENED)
    giver, receiver = met.entries[:2]
    return of_the_meeting(
        met,
        lambda **who: operations.give_proxy(giver=giver, holder=receiver, on_paper=True, **who),
        others=[giver.person, receiver.person, met.holder("treasurer")],
    )


@guarded("meetings.withdraw_proxy", twice=Refused)
def withdraw_proxy(scene: Scene) -> Guarded:
    """Who gave it, who holds it, and who prepares since it came on paper."""
    met = ready(State.CONVENED)
    giver, receiver, third = met.entries[:3]
    given = operations.give_proxy(actor=SYSTEM, giver=giver, holder=receiver, on_paper=True, now=NOW)
    return of_the_meeting(
        met,
        lambda **who: operations.withdraw_proxy(proxy=given, **who),
        people=[giver.person, receiver.person],
        others=[third.person],
    )


# Who comes. Whoever chairs or records the sitting notes it too.


def held(state: State, **more: Any) -> Gathering:
    met = ready(state, **more)
    with arranging():
        met.meeting.chair, met.meeting.secretary = met.president, met.secretary
        met.meeting.save()
    return met


def noted_by(met: Gathering, do: Any, **more: Any) -> Guarded:
    return of_the_meeting(met, do, people=[met.president, met.secretary], now=TONIGHT + timedelta(minutes=30), **more)


def absent(met: Gathering) -> Any:
    """The line of somebody who has not come."""
    there = {one.entry_id for one in met.presences}
    return next(entry for entry in met.entries if entry.pk not in there)


@guarded("attendance.record_held")
def record_held(scene: Scene) -> Guarded:
    met = ready(State.CLOSED)
    hours = {"starts_at": NOW - timedelta(days=5), "ends_at": NOW - timedelta(days=5, hours=-2)}
    return of_the_meeting(met, lambda **who: recording.record_held(body=met.assembly, **hours, **who))


@guarded("attendance.mark_present")
def mark_present(scene: Scene) -> Guarded:
    met = held(State.OPEN, represented=2)
    return noted_by(met, on(met, presence.mark_present, entry=absent(met)))


@guarded("attendance.mark_several")
def mark_several(scene: Scene) -> Guarded:
    met = held(State.OPEN, represented=2)
    awaited = met.presences[-1]
    with arranging():
        awaited.delete()
    return noted_by(met, on(met, presence.mark_several, entries=[awaited.entry]))


@guarded("attendance.mark_remote")
def mark_remote(scene: Scene) -> Guarded:
    met = held(State.OPEN, represented=2, mode=Meeting.Mode.HYBRID)
    return noted_by(met, on(met, presence.mark_remote, entry=absent(met)))


@guarded("attendance.mark_left")
def mark_left(scene: Scene) -> Guarded:
    met = held(State.OPEN)
    return noted_by(met, on(met, presence.mark_left, entry=met.entries[5]))


@guarded("attendance.unmark")
def unmark(scene: Scene) -> Guarded:
    met = held(State.OPEN)
    return noted_by(met, on(met, presence.unmark, entry=met.entries[5]))


@guarded("attendance.check_quorum")
def check_quorum(scene: Scene) -> Guarded:
    met = held(State.OPEN)
    return noted_by(met, on(met, holding.check_quorum))
