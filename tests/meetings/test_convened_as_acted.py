"""Whoever owns the tables changes, for the minute in which a notice is sent, who sits, or what was decided of votes, and
puts it back: the roll and the terms are final, and the night would find nothing."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.meetings.models import Notice, RollEntry
from kevread.meetings.operations import send_further_notice
from kevread.meetings.queries.roll import seated_since
from kevread.seats.models import Seat
from kevread.seats.operations import enter_mandate
from tests.conftest import NOW, arranging
from tests.databases import by_hand
from tests.factories import PersonFactory, SeatFactory, SettingFactory
from tests.gatherings.preparing import ready, send

pytestmark = pytest.mark.django_db
OF_THE_BODY = "seat_id IN (SELECT id FROM seats_seat WHERE body_id = %(body)s)"
MOST = f"(SELECT max(id::text)::uuid FROM seats_mandate WHERE {OF_THE_BODY})"
ATTACKS = {
    "who sits": (f"UPDATE seats_mandate SET person_id = %(other)s WHERE id = {MOST}", "mandat"),
    "until when": (f"UPDATE seats_mandate SET period = '[2020-01-01,2021-01-01)' WHERE id = {MOST}", "mandat"),
    "who is elsewhere": (
        f"UPDATE seats_mandate SET seat_id = %(seat)s WHERE id = %(moved)s AND {OF_THE_BODY}",
        "mandat",
    ),
    "who is gone": ("DELETE FROM seats_mandate WHERE id = %(moved)s", "mandat"),
    "what a seat is": ("UPDATE seats_seat SET rank = rank + 50 WHERE body_id = %(body)s", "siège"),
    "a name": ("UPDATE directory_person SET given_name = 'Autre' WHERE id = %(person)s", "personne"),
    "in which college": (
        "UPDATE directory_affiliation SET college = 'autre' WHERE of_id = %(organisation)s",
        "adhésion",
    ),
    "what all decided of votes": (
        "UPDATE charter_setting SET value = '9' WHERE name = 'L1.11.proxies_max' AND organisation_id IS NULL",
        "modalité",
    ),
    "what is decided here": (
        "UPDATE charter_setting SET value = '9' WHERE name = 'L1.11.proxies_max' AND organisation_id = %(organisation)s",
        "modalité",
    ),
    "a seat is gone": ("DELETE FROM seats_seat WHERE id = %(empty)s", "siège"),
    "what all decided is gone": (
        "DELETE FROM charter_setting WHERE name = 'L1.11.proxies_max' AND organisation_id IS NULL",
        "modalité",
    ),
    "who votes there is said to direct it": (
        (
            "INSERT INTO seats_mandate SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), "
            f"'person_id', (SELECT person_id FROM seats_mandate WHERE id = {MOST})))).* FROM seats_mandate m "
            "WHERE person_id = %(direction)s"
        ),
        "mandat",
    ),
    "who directs it is gone": ("DELETE FROM seats_mandate WHERE person_id = %(direction)s", "mandat"),
    "what the body is": ("UPDATE seats_body SET purpose = 'autre' WHERE id = %(body)s", "instance"),
    "where one meets": ("UPDATE meetings_meeting SET place = 'Ailleurs' WHERE id = %(meeting)s", "réunion"),
    "whose body it is": (
        "UPDATE directory_organisation SET name = 'Autre' WHERE id = %(organisation)s",
        "organisation",
    ),
    "a point": (
        "UPDATE meetings_agendaitem SET title = 'Autre' WHERE meeting_id = %(meeting)s",
        "point de l’ordre du jour",
    ),
}


@pytest.mark.parametrize(("statement", "what"), ATTACKS.values(), ids=ATTACKS)
def test_a_notice_does_not_leave_on_what_no_act_wrote(statement, what):
    met = ready()
    body, organisation = met.meeting.body, met.meeting.organisation
    with arranging():
        other, person = PersonFactory(given_name="Mallory"), PersonFactory(given_name="Azenor")
        empty = SeatFactory(body=body, title="nobody")  # by an act that is not about this organisation
        for owner in (None, organisation):
            SettingFactory(name="L1.11.proxies_max", value=1, organisation=owner)
    seat = Seat.objects.filter(body=body, mandates__isnull=False).order_by("-rank").first()
    moved = enter_mandate(
        actor=SYSTEM, seat=seat, person=person, period=Period(date(2026, 1, 1)), origin="election", now=NOW
    )
    elsewhere = Seat.objects.exclude(body=body).order_by("pk").first()
    asked = {
        "body": body.pk, "organisation": organisation.pk, "meeting": met.meeting.pk, "other": other.pk, "moved": moved.pk,
        "seat": elsewhere.pk, "person": person.pk, "direction": met.direction.pk, "empty": empty.pk,
    }  # fmt: skip
    by_hand(statement, **asked)
    with pytest.raises(Refused, match="n’est pas ce que le journal dit en avoir été écrit") as refusal:
        send(met)
    assert f"« {what} »" in str(refusal.value)
    assert not Notice.objects.exists() and not RollEntry.objects.exists()


def test_nor_does_a_further_notice_call_whom_no_act_seated():
    met = ready()
    send(met)
    with arranging():
        mallory = PersonFactory(given_name="Mallory")
    by_hand(
        "INSERT INTO seats_mandate SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), "
        f"'person_id', %(other)s::text, 'represents_id', NULL))).* FROM seats_mandate m WHERE id = {MOST}",
        other=str(mallory.pk),
        body=met.meeting.body.pk,
    )
    assert mallory in [one.person for one in seated_since(met.meeting)]
    with pytest.raises(Refused, match="« mandat »"):
        send_further_notice(actor=SYSTEM, meeting=met.meeting, reason="Une personne de plus.", now=NOW)
    assert Notice.objects.count() == 1
