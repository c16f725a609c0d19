"""Whoever owns the tables changes, for the minute of a gesture on a meeting, what that gesture reads, and puts it back: the
gesture is refused, and passes once the rows are again what acts left."""

import pytest

from kevread.attendance.models import Presence, QuorumCheck
from kevread.attendance.operations.presence import mark_left, mark_present, unmark
from kevread.common.errors import Refused
from kevread.decisions.models import Application
from kevread.decisions.operations.applying import apply_decision
from kevread.journal.tables import verify_tables
from kevread.meetings.models import Meeting, Proxy
from kevread.meetings.operations import answer, give_proxy
from kevread.meetings.rules.life import State
from kevread.sittings.operations.holding import check_quorum, close_meeting, name_officers, open_meeting, turn_to
from kevread.sittings.operations.minutes import approve_minutes
from tests.conftest import NOW, arranging
from tests.databases import by_hand
from tests.decisions.test_seats_given import second_named
from tests.factories import PersonFactory
from tests.gatherings.polling import all_read
from tests.gatherings.preparing import by

from .test_holding import at, built, doing, opening
from .test_minutes import built as sat
from .test_minutes import signed, signing
from .test_minutes_as_acted import OTHERWISE

pytestmark = pytest.mark.django_db
__all__ = ["signing"]

ANOTHER = (
    "UPDATE meetings_rollentry SET person_id = (SELECT person_id FROM meetings_rollentry WHERE id = %s) WHERE id = %s"
)


def last(met):
    return met.entries[-1]


def lent(met):
    """A line of the roll made that of who presides."""
    line, named = last(met), met.entries[0]
    by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", named.person_id, line.pk)
    return lambda: by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", line.person_id, line.pk)


def weighed(met):
    """Each line of the roll carries ten times its votes."""
    by_hand("UPDATE meetings_rollentry SET votes = votes * 10 WHERE votes > 0")
    return lambda: by_hand("UPDATE meetings_rollentry SET votes = votes / 10 WHERE votes > 0")


def another_day(met):
    by_hand("UPDATE meetings_meeting SET starts_at = starts_at - interval '1 hour'")
    return lambda: by_hand("UPDATE meetings_meeting SET starts_at = starts_at + interval '1 hour'")


def hidden(met):
    """Whoever is there was taken out."""
    kept = list(Presence.objects.values_list("pk", "entry", "arrived_at", "left_at", "remote", "signed_in"))
    by_hand("DELETE FROM attendance_presence")

    def back():
        for row in kept:
            by_hand(
                "INSERT INTO attendance_presence (id, entry_id, arrived_at, left_at, remote, signed_in) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                *row,
            )

    return back


def come_earlier(met):
    by_hand("UPDATE attendance_presence SET arrived_at = arrived_at - interval '1 minute'")
    return lambda: by_hand("UPDATE attendance_presence SET arrived_at = arrived_at + interval '1 minute'")


def found_already(met):
    """A quorum that was found, and was not met, is."""
    by_hand("UPDATE attendance_quorumcheck SET met = NOT met")
    return lambda: by_hand("UPDATE attendance_quorumcheck SET met = NOT met")


GESTURES = {
    "somebody is noted": lambda met: mark_present(**doing(met, 20, entry=last(met))),
    "somebody leaves": lambda met: mark_left(**doing(met, 20, entry=met.entries[5])),
    "an arrival is undone": lambda met: unmark(**doing(met, 20, entry=met.entries[5])),
    "the quorum is found": lambda met: check_quorum(**doing(met, 20)),
    "another chairs": lambda met: name_officers(**doing(met, 20, chair=met.entries[3].person, secretary=met.secretary)),
    "another point": lambda met: turn_to(**doing(met, 20, item=met.meeting.items.order_by("rank").last())),
    "the sitting ends": lambda met: close_meeting(**doing(met, 20, seen=all_read(met.meeting))),
}


CHANGES = (lent, weighed, another_day, hidden, come_earlier, found_already)
DOES_NOTHING = (
    "somebody leaves",
    "an arrival is undone",
)  # of whoever is hidden: they are not there, nothing is written


@pytest.mark.parametrize(
    ("gesture", "change"), [(g, c) for g in GESTURES for c in CHANGES if not (c is hidden and g in DOES_NOTHING)]
)
def test_a_gesture_of_a_sitting_is_not_made_on_what_no_act_wrote(gesture, change):
    met = built(State.IN_PROGRESS)
    for entry in met.entries[5:8]:  # noted by a verb, as the others were not
        mark_left(**doing(met, 4, entry=entry))
        mark_present(**doing(met, 5, entry=entry))
    check_quorum(**doing(met, 6))
    back = change(met)
    met.meeting.refresh_from_db()
    with pytest.raises(Refused, match=OTHERWISE):
        GESTURES[gesture](met)
    back()
    met.meeting.refresh_from_db()
    GESTURES[gesture](met)


@pytest.mark.parametrize("change", [lent, weighed, another_day])
def test_a_sitting_is_not_opened_on_what_no_act_wrote(change):
    met = built()
    back = change(met)
    with pytest.raises(Refused, match=OTHERWISE):
        open_meeting(**opening(met))
    back()
    open_meeting(**opening(met))


def test_a_proxy_is_not_given_nor_an_answer_made_by_the_line_of_another():
    met = built()
    holding = set(Proxy.objects.values_list("holder", flat=True)) | set(Proxy.objects.values_list("giver", flat=True))
    giver, holder, third = [entry for entry in met.entries if entry.votes and entry.pk not in holding][:3]
    by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", third.person_id, giver.pk)
    line = type(giver).objects.get(pk=giver.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        give_proxy(actor=by(line), giver=line, holder=holder, now=NOW)
    with pytest.raises(Refused, match=OTHERWISE):
        answer(actor=by(line), entry=line, says="absent", now=NOW)
    by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", giver.person_id, giver.pk)
    give_proxy(actor=by(giver), giver=giver, holder=holder, now=NOW)


def test_minutes_are_not_approved_by_a_meeting_of_another_day_or_body(signing):
    met = sat(State.CLOSED)
    signed(met)
    with arranging():
        before = Meeting.objects.create(
            body=met.meeting.body, starts_at=at(-60 * 24), ends_at=at(-60 * 23), state=State.IN_PROGRESS.value
        )
    by_hand("UPDATE meetings_meeting SET starts_at = %s, ends_at = %s WHERE id = %s", at(9_000), at(9_060), before.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        approve_minutes(**doing(met, 9_005, approved_in=Meeting.objects.get(pk=before.pk)))
    by_hand(
        "UPDATE meetings_meeting SET starts_at = %s, ends_at = %s WHERE id = %s",
        before.starts_at,
        before.ends_at,
        before.pk,
    )
    assert {one["kind"] for one in verify_tables(None)["faults"]} == {"touched"}


APPLIED = {
    "who it names": "UPDATE decisions_application SET asked = asked || jsonb_build_object('person', %(other)s::text)",
    "whose record it is": "UPDATE directory_person SET into_id = %(other)s WHERE id = %(named)s",
    "the seat": "UPDATE seats_seat SET title = 'Autre' WHERE id = %(seat)s",
    "what was decided": "UPDATE decisions_decision SET title = 'Autre' WHERE id = %(decision)s",
}


@pytest.mark.parametrize("statement", APPLIED.values(), ids=APPLIED)
def test_a_decision_does_not_seat_somebody_whom_no_act_named(scene, statement):
    application = second_named(scene)
    with arranging():
        other = PersonFactory()
    named, seat = application.asked["person"], application.asked["seat"]
    by_hand(statement, other=other.pk, named=named, seat=seat, decision=application.decision_id)
    with pytest.raises(Refused, match=OTHERWISE):
        apply_decision(actor=scene.direction, application=Application.objects.get(pk=application.pk), now=NOW)
    assert Application.objects.get(pk=application.pk).applied_at is None


def test_the_rows_of_this_file_are_there():
    met = built(State.IN_PROGRESS)
    mark_present(**doing(met, 5, entry=met.entries[5]))
    check_quorum(**doing(met, 6))
    assert (Presence.objects.exists(), QuorumCheck.objects.exists()) == (True, True)
