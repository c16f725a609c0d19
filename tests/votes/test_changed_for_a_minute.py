"""Whoever owns the tables changes, for the minute in which a vote opens or is counted, what the server reads then, and puts it
back: who presides, who carries whose votes, who is there, what the notice froze. The result would be stamped, and the night
would find no more than that some row was written again. The verbs hold what they read against the acts that wrote it."""

from uuid import uuid4

import pytest
from django.db import connection

from kevread.attendance.models import Presence
from kevread.attendance.operations.presence import mark_left, mark_present
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from kevread.journal.tables import verify_tables
from kevread.meetings.models import RollEntry
from kevread.votes import operations
from kevread.votes.models import Poll
from tests.gatherings.polling import (
    CALL,
    ELECTION,
    HANDS,
    NOW,
    OPEN,
    PAPER,
    SECRET,
    asking,
    closed,
    hands,
    opened,
    voters,
)

from .test_attacks import all_cast, answered_against
from .test_whoever_holds_the_database import by_hand, counted, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]
OTHERWISE = "n’est pas ce que le journal dit en avoir été écrit"


@pytest.fixture
def noted(met):
    """Somebody left, and somebody came back, as verbs note it."""
    mark_left(actor=met.actor(), meeting=met.meeting, entry=met.entries[8], now=NOW)
    mark_left(actor=met.actor(), meeting=met.meeting, entry=met.entries[7], now=NOW)
    mark_present(actor=met.actor(), meeting=met.meeting, entry=met.entries[7], now=NOW)
    return met


TO_ANOTHER = """
UPDATE meetings_proxy SET holder_id = (
    SELECT id FROM meetings_rollentry r WHERE votes > 0
    AND r.id NOT IN (SELECT holder_id FROM meetings_proxy UNION SELECT giver_id FROM meetings_proxy) LIMIT 1
) WHERE id = (SELECT id FROM meetings_proxy LIMIT 1)
"""
LAST = "(SELECT max(id::text)::uuid FROM meetings_rollentry WHERE votes > 0)"
ANOTHER = f"(SELECT person_id FROM meetings_rollentry WHERE id = {LAST})"
STILL_THERE = """
UPDATE attendance_presence p SET left_at = NULL WHERE left_at IS NOT NULL
AND NOT EXISTS (SELECT FROM attendance_presence o WHERE o.entry_id = p.entry_id AND o.left_at IS NULL)
"""
NO_QUORUM = "UPDATE meetings_notice SET content = jsonb_set(content::jsonb, '{terms,quorum}', 'null')"
ATTACKS = {
    "who presides": (f"UPDATE meetings_meeting SET chair_id = {ANOTHER}", "réunion"),
    "whose proxy it is": (TO_ANOTHER, "pouvoir"),
    "how many votes": ("UPDATE meetings_rollentry SET votes = votes + 4 WHERE votes > 0", "personne convoquée"),
    "who is called": (f"UPDATE meetings_rollentry SET votes = 0 WHERE id = {LAST}", "personne convoquée"),
    "who is there": (STILL_THERE, "présence"),
    "what the notice says": (NO_QUORUM, "convocation"),
    "what the point changes": ("UPDATE meetings_agendaitem SET resolution = 'statutes'", "point"),
}


@pytest.mark.parametrize(("statement", "what"), ATTACKS.values(), ids=ATTACKS)
def test_a_vote_does_not_open_on_what_no_act_wrote(noted, statement, what):
    by_hand(statement)
    with pytest.raises(Refused, match=OTHERWISE) as refusal:
        opened(noted, HANDS)
    assert what in str(refusal.value)


@pytest.mark.parametrize(("statement", "what"), ATTACKS.values(), ids=ATTACKS)
def test_a_vote_is_not_counted_on_what_no_act_wrote(noted, statement, what):
    poll, _ = opened(noted, HANDS)
    by_hand(statement)
    with pytest.raises(Refused, match=OTHERWISE):
        hands(noted, poll, for_=9)


@pytest.mark.parametrize("method", [OPEN, CALL, PAPER])
def test_whoever_presides_for_the_time_of_a_count_breaks_no_tie(met, method):
    poll, _ = opened(met, method)
    if method != PAPER:
        answered_against(met, poll)
    before = met.meeting.chair_id
    by_hand("UPDATE meetings_meeting SET chair_id = %s", met.entries[5].person_id)
    with pytest.raises(Refused, match=OTHERWISE):
        hands(met, poll, for_=9) if method == PAPER else closed(met, poll)
    by_hand("UPDATE meetings_meeting SET chair_id = %s", before)
    assert again() == ["meetings_meeting"], "put back, its rows say that somebody wrote them again"
    poll = hands(met, poll, for_=9) if method == PAPER else closed(met, poll)
    assert poll.state == Poll.State.COUNTED


def again() -> list[str]:
    """The tables of what somebody wrote again, and put back: nothing else is wrong."""
    faults = verify_tables(None)["faults"]
    assert {fault["kind"] for fault in faults} == {"touched"}
    return [fault["table"] for fault in faults]


def test_nobody_is_noted_present_by_a_line_lent_for_a_minute_and_the_night_names_the_line(noted):
    line, named = noted.entries[8], noted.entries[0].person
    by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", named.pk, line.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        mark_present(actor=noted.actor(), meeting=noted.meeting, entry=RollEntry.objects.get(pk=line.pk), now=NOW)
    by_hand("UPDATE meetings_rollentry SET person_id = %s WHERE id = %s", line.person_id, line.pk)
    assert not Presence.objects.filter(entry=line, left_at=None).exists()
    assert again() == ["meetings_rollentry"]


def test_a_box_is_neither_closed_nor_opened_on_another_roll(met):
    poll, codes = opened(met, SECRET)
    poll = all_cast(met, poll)
    statement = "UPDATE meetings_rollentry SET votes = votes + %s WHERE id = %s"
    by_hand(statement, 1, met.entries[0].pk)
    with pytest.raises(Refused, match=OTHERWISE):
        closed(met, poll)
    by_hand(statement, -1, met.entries[0].pk)
    poll = closed(met, poll)
    by_hand(statement, 1, met.entries[0].pk)
    with pytest.raises(Refused, match=OTHERWISE):
        counted(met, poll, codes)
    by_hand(statement, -1, met.entries[0].pk)
    assert counted(met, Poll.objects.get(pk=poll.pk), codes).state == Poll.State.COUNTED


def test_lines_said_to_be_by_proxy_for_the_time_of_a_count_are_those_of_the_opening(met):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    by_hand("UPDATE votes_rollmark SET by_proxy = NOT by_proxy WHERE id = (SELECT id FROM votes_rollmark LIMIT 1)")
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        closed(met, poll)


def test_somebody_who_is_there_and_whose_line_was_taken_out_is_missed(noted):
    """By an act that said who came: nothing stands to be compared."""
    by_hand("DELETE FROM attendance_presence WHERE entry_id = %s AND left_at IS NULL", noted.entries[7].pk)
    with pytest.raises(Refused, match="présence"):
        opened(noted, HANDS)


def test_a_line_lent_to_another_meeting_is_missed(noted):
    other = noted.entries[8].pk
    by_hand(
        "UPDATE attendance_presence SET entry_id = %s WHERE entry_id = %s AND left_at IS NULL",
        other,
        noted.entries[7].pk,
    )
    with pytest.raises(Refused, match="présence"):
        opened(noted, HANDS)


def test_somebody_whom_nobody_noted_is_not_there(met):
    by_hand(
        "INSERT INTO attendance_presence SELECT (jsonb_populate_record(p, jsonb_build_object('id', %s::text, 'entry_id', "
        "(SELECT giver_id FROM meetings_proxy LIMIT 1)))).* FROM attendance_presence p LIMIT 1",
        uuid4(),
    )
    with pytest.raises(Refused, match="présence"):
        opened(met, HANDS)


@pytest.mark.parametrize(
    ("column", "value"), [("question", "Autre ?"), ("text", "Autre."), ("threshold", 3), ("secret_asked", True)]
)
def test_what_is_put_to_the_vote_is_what_was_prepared(met, column, value):
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, HANDS), now=NOW)
    by_hand(f"UPDATE votes_poll SET {column} = %s", value)
    with pytest.raises(Refused, match="« vote »"):
        operations.open_poll(actor=met.actor(), poll=Poll.objects.get(pk=poll.pk), now=NOW)


def test_a_candidate_who_is_somebody_else_for_the_time_of_a_count(met):
    poll, _ = opened(met, PAPER, ELECTION)
    by_hand("UPDATE votes_candidate SET person_id = %s WHERE rank = 1", met.entries[5].person_id)
    with pytest.raises(Refused, match="candidature"):
        hands(met, poll, **{"c-1": 9})


# The journal changed as well -----------------------------------------------------------------------------------------

TOLD = """
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT %s, 'meetings_meeting', id, to_jsonb(m), to_jsonb(m), salt,
    journal_digest(salt, %s, 'meetings_meeting', id, to_jsonb(m), to_jsonb(m))
FROM meetings_meeting m, gen_random_uuid() AS salt
"""


def presiding(met) -> None:
    by_hand("UPDATE meetings_meeting SET chair_id = %s", met.entries[5].person_id)


def test_a_change_added_to_an_act_of_ours_tells_nothing(met):
    presiding(met)
    key = Act.objects.filter(changes__table="meetings_meeting").order_by("-id").first().pk
    by_hand(TOLD, key, key)
    with pytest.raises(Refused, match=OTHERWISE):
        opened(met, HANDS)


def test_a_change_of_an_act_that_this_installation_did_not_open_tells_nothing(met):
    presiding(met)
    key = uuid4()
    by_hand(
        "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
        "VALUES (%s, 'sittings.name_officers', now(), '', '', '{}', '')",
        key,
    )
    by_hand(TOLD, key, key)
    with pytest.raises(Refused, match=OTHERWISE):
        opened(met, HANDS)


def test_a_change_rewritten_where_it_stands_tells_nothing(met):
    presiding(met)
    last = Change.objects.filter(table="meetings_meeting").order_by("-pk").first().pk
    by_hand("UPDATE journal_change SET after = (SELECT to_jsonb(m) FROM meetings_meeting m) WHERE id = %s", last)
    with pytest.raises(Refused, match=OTHERWISE):
        opened(met, HANDS)


def test_an_act_from_which_a_departure_was_taken_out_is_missed(noted):
    """The row is as the change before left it; the act that noted the departure no longer holds what it held."""
    gone = Change.objects.filter(act__verb="attendance.mark_left").order_by("pk").first()
    by_hand("DELETE FROM journal_change WHERE id = %s", gone.pk)
    by_hand("UPDATE attendance_presence SET left_at = NULL WHERE id = %s", gone.row)
    with pytest.raises(Refused, match=OTHERWISE):
        opened(noted, HANDS)


def test_what_another_opened_elsewhere_stops_no_vote(met):
    """An act that this installation did not open is named by the night; it wrote nothing that this vote reads."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_act (id, verb, at, person_name, hat, organisation, arguments, reason) "
            "VALUES (%s, 'seats.fill', now(), '', '', %s, '{}', '')",
            [uuid4(), met.meeting.organisation.pk],
        )
    with act("tests.try", actor=SYSTEM, about=met.meeting.organisation, now=NOW):
        pass
    poll, _ = opened(met, HANDS)
    assert hands(met, poll, for_=9).state == Poll.State.COUNTED


def test_who_takes_part_is_whom_the_acts_say(met):
    poll, _ = opened(met, OPEN)
    assert sum(len(marks) for _, marks in voters(met, poll)) == 15
