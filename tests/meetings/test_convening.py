"""A notice: when it may be sent, by whom, what it freezes, what changes after it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from icalendar import Calendar

from kevread.base.models import as_range
from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.mail.message import message_of
from kevread.meetings.models import AgendaItem, Meeting, Notice, RollEntry
from kevread.meetings.operations import Point, add_item, amend_meeting, cancel_meeting, convene, send_further_notice
from kevread.meetings.queries import votable
from kevread.meetings.queries.roll import expected_roll
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from kevread.seats.models import Mandate, Seat
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.preparing import calendar, letters, ready, send

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 20, 17, 30, tzinfo=UTC)


def test_a_notice_freezes_the_agenda_the_roll_and_its_digest():
    met = ready()
    notice = send(met)
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CONVENED
    assert notice.content["agenda"][0]["title"] == "Rapport moral et d’activité"
    assert len(notice.content["roll"]) == 13
    assert digest(Notice.objects.get(pk=notice.pk).content) == notice.sha256
    assert notice.content["convener"] == {"name": str(met.president), "seat": "Présidence", "title": "president"}
    assert notice.sender == met.secretary


def test_what_was_sent_is_never_rewritten_not_even_by_an_act():
    met = ready()
    notice = send(met)
    for rows in (Notice.objects.filter(pk=notice.pk), RollEntry.objects.filter(meeting=met.meeting)):
        with pytest.raises(DatabaseError), transaction.atomic(), arranging():
            rows.delete()


def test_a_member_removed_after_the_notice_stays_on_the_roll():
    met = ready()
    send(met)
    gone = met.members[-1]
    with arranging():
        Mandate.objects.filter(pk=gone.pk).update(period=as_range(Period(gone.dates.start, TODAY)), end_reason="term")
    assert met.meeting.roll.filter(person=gone.person).exists()
    assert gone.person not in [one.person for one in expected_roll(met.meeting)]


def test_each_person_gets_a_letter_with_their_link_and_the_calendar_entry():
    met = ready()
    _, sent = letters(lambda: send(met))
    assert len(sent) == 13
    letter = next(one for one in sent if one.person == met.secretary)
    assert letter.content.subject == f"Convocation : Assemblée de {met.grouping.name}, 18\xa0décembre"
    assert "vendredi 18 décembre 2026, de 18\xa0h\xa030 à 21\xa0h\xa030" in letter.content.text
    assert "2. Approuver les comptes 2025 (décision)" in letter.content.text
    assert [label for label, _ in letter.content.buttons] == ["Je viens", "Je ne peux pas", "Je donne pouvoir"]
    assert letter.notice
    assert len({one.content.buttons[0][1].split("?")[0] for one in sent}) == 13
    assert [label for label, _ in sent[-1].content.buttons] == ["Je viens", "Je ne peux pas"]
    entry = calendar(letter)
    (event,) = entry.walk("VEVENT")
    assert (entry["method"], str(event["uid"]), event["sequence"]) == ("REQUEST", str(met.meeting.pk), 1)


def test_lines_in_a_title_stop_neither_the_letters_nor_the_papers():
    met = ready()
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(title="Conseil\r\nBcc: a@exemple.fr", place="Ici\r\net là")
        AgendaItem.objects.filter(meeting=met.meeting).update(title="Point\r\nde plus")
    met.meeting.refresh_from_db()
    _, written = letters(lambda: send(met))
    assert written
    for letter in written:
        assert message_of(letter, letter.content).message()["Subject"]


def test_whole_days_are_asked_and_the_refusal_says_the_last_day_and_the_way_out():
    met = ready(starts_at=datetime(2026, 12, 9, 17, 30, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        send(met)
    assert "devait partir le 23 novembre 2026 au plus tard" in refused.value.sentence
    assert "il faut 15 jours entiers, il en reste 14" in refused.value.sentence
    assert "réunion le 10 décembre 2026 ou après" in refused.value.sentence
    assert refused.value.rule == "L1.10"
    assert [way.label for way in refused.value.ways] == ["Reporter la réunion"]
    assert not Notice.objects.exists()


def test_the_last_possible_day_is_in_time():
    met = ready(starts_at=datetime(2026, 12, 10, 17, 30, tzinfo=UTC))
    assert send(met)


def test_a_board_without_a_decided_delay_is_convened_with_the_remark():
    met = ready(
        body="board", starts_at=datetime(2026, 11, 26, 17, 30, tzinfo=UTC), settings={"L1.10.notice_days_board": None}
    )
    notice, sent = letters(lambda: send(met))
    assert notice.content["terms"]["notice_days"] is None
    assert "délai de convocation n’est pas décidé" in sent[0].content.text


def test_a_meeting_that_has_begun_is_not_convened():
    met = ready(starts_at=NOW - timedelta(hours=1), settings={"L1.10.notice_days": None})
    with pytest.raises(Refused, match="déjà commencé"):
        send(met)


@pytest.mark.parametrize(
    ("own", "columns", "expected"),
    [
        ({"L1.13.remote": None}, {"mode": "hybrid", "link": "https://visio.example"}, "L1.13"),
        ({}, {"mode": "remote", "link": "https://visio.example"}, "L1.13"),
        ({}, {"mode": "written"}, "L1.13"),
        ({}, {"mode": "hybrid"}, "Donnez le lien"),
    ],
)
def test_the_mode_is_one_that_the_articles_allow(own, columns, expected):
    met = ready(settings=own, **columns)
    with pytest.raises(Refused, match=expected):
        send(met)


def test_somewhere_is_said():
    met = ready()
    with arranging():
        Meeting.objects.update(place="")
    with pytest.raises(Invalid, match="où l’on se réunit"):
        send(met)


def test_the_agenda_is_settled_first():
    met = ready(State.DRAFT)
    with pytest.raises(Refused, match=r"ne part pas\. État de la réunion : en préparation"):
        send(met)


def test_a_notice_is_sent_once():
    met = ready()
    send(met)
    with pytest.raises(Refused, match="convoquée"):
        send(met)
    assert Notice.objects.count() == 1


# Who may


def test_whoever_has_the_right_convenes_in_the_name_of_a_named_convener():
    met = ready()
    chosen = next(mandate for mandate in met.directors if mandate.seat.title == "secretary")
    assert send(met, met.direction, convener=chosen).convener == chosen


def test_the_articles_may_charge_somebody_who_has_no_other_right():
    met = ready(settings={"L1.10.convener": "officers"})
    assert send(met, met.holder("treasurer"))
    other = ready()
    with pytest.raises(Denied):
        send(other, other.holder("treasurer"))


def test_nobody_else_convenes():
    met = ready()
    for who in (NOBODY, met.actor(met.holder("administrator"))):
        with pytest.raises(Denied, match="Convoquer"):
            convene(actor=who, meeting=met.meeting, now=NOW)


def test_the_convener_is_one_of_those_whom_the_articles_charge():
    met = ready()
    stranger = next(mandate for mandate in met.directors if mandate.seat.title == "treasurer")
    with pytest.raises(Invalid, match="que les statuts chargent"):
        send(met, convener=stranger)


def test_when_nobody_holds_the_seat_that_convenes_it_is_said():
    met = ready(settings={"L1.10.convener": "president"})
    with arranging():
        Mandate.objects.filter(seat__title="president").update(
            period=as_range(Period(TODAY - timedelta(days=9), TODAY))
        )
    with pytest.raises(Refused, match="Personne ne tient aujourd’hui"):
        send(met)


def test_when_nobody_decided_who_convenes_the_notice_names_nobody():
    met = ready(settings={"L1.10.convener": None})
    assert send(met).content["convener"] is None


# After


def test_an_amended_agenda_is_a_new_notice_and_the_first_stays():
    met = ready(starts_at=datetime(2026, 12, 10, 17, 30, tzinfo=UTC))
    first = send(met)
    late = NOW + timedelta(days=1)
    added = add_item(actor=met.actor(), meeting=met.meeting, point=Point("decision", "Acheter un véhicule"), now=late)
    assert not votable(added)
    asked = {"actor": met.actor(), "meeting": met.meeting, "now": late}
    second, sent = letters(lambda: send_further_notice(reason="Un point de plus.", **asked))
    assert (second.number, second.content["previous"]) == (2, first.sha256)
    assert Notice.objects.get(pk=first.pk).content == first.content
    assert "Acheter un véhicule (décision) : on en parlera sans voter" in sent[0].content.text
    assert not votable(added)
    assert votable(AgendaItem.objects.get(meeting=met.meeting, title="Voter le budget 2027"))
    (event,) = calendar(sent[0]).walk("VEVENT")
    assert (str(event["uid"]), event["sequence"]) == (str(met.meeting.pk), 2)
    with pytest.raises(Refused, match="Rien n’a changé"):
        send_further_notice(reason="Encore une fois.", **asked)


def test_a_further_notice_says_why_and_by_whom():
    met = ready(State.CONVENED)
    amend_meeting(
        actor=met.actor(), meeting=met.meeting, now=NOW, title="", session="ordinary", mode="on_site", place="Ailleurs",
        link="", is_public=False,
    )  # fmt: skip
    with pytest.raises(Invalid, match="ce qui change"):
        send_further_notice(actor=met.actor(), meeting=met.meeting, reason="", now=NOW)
    with pytest.raises(Denied):
        send_further_notice(
            actor=met.actor(met.members[-1].person), meeting=met.meeting, reason="Le lieu change.", now=NOW
        )


def test_a_cancelled_meeting_tells_those_convened_and_leaves_calendars():
    met = ready(State.CONVENED)
    _, sent = letters(
        lambda: cancel_meeting(actor=met.actor(), meeting=met.meeting, reason="La salle est inondée.", now=NOW),
    )
    assert len(sent) == 13
    assert "n’aura pas lieu : La salle est inondée." in sent[0].content.text
    entry = calendar(sent[0])
    assert (entry["method"], entry.walk("VEVENT")[0]["status"]) == ("CANCEL", "CANCELLED")


def test_cancelling_before_the_notice_is_for_those_who_prepare_and_after_for_those_who_convene():
    met = ready(State.DRAFT)
    for person in (met.members[-1].person, met.holder("treasurer")):
        with pytest.raises(Denied):
            cancel_meeting(actor=met.actor(person), meeting=met.meeting, reason="Plus besoin.", now=NOW)
    assert cancel_meeting(actor=met.actor(), meeting=met.meeting, reason="Plus besoin.", now=NOW)
    with pytest.raises(Refused, match="annulée"):
        cancel_meeting(actor=met.actor(), meeting=met.meeting, reason="Plus besoin.", now=NOW)
    opened = ready(State.OPEN)
    with pytest.raises(Refused, match="ouverte"):
        cancel_meeting(actor=opened.actor(), meeting=opened.meeting, reason="Trop tard.", now=NOW)
    other = ready(State.DRAFT)
    with pytest.raises(Invalid, match="pourquoi"):
        cancel_meeting(actor=other.actor(), meeting=other.meeting, reason=" ", now=NOW)


def test_the_letter_that_leaves_carries_the_invitation_as_calendars_want_it():
    met = ready()
    _, sent = letters(lambda: send(met))
    left = message_of(sent[0], sent[0].content).message()
    (part,) = (one for one in left.walk() if one.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "reunion.ics")
    (event,) = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert event["summary"] == f"Assemblée de {met.grouping.name}"
    assert str(event["attendee"]) == f"mailto:{sent[0].address}"
    assert part["Content-Transfer-Encoding"] == "base64"
    assert all(line.isascii() for line in part.as_bytes().splitlines())


def test_one_answers_whoever_convenes():
    """From the notice to its end: calendars follow the organiser whom they know, and no other."""
    met = ready()
    with arranging():
        type(met.president).objects.filter(pk=met.president.pk).update(email="presidence@exemple.bzh")
    for verb in (
        lambda: send(met),
        lambda: cancel_meeting(actor=met.actor(), meeting=met.meeting, reason="Salle inondée.", now=NOW),
    ):
        _, sent = letters(verb)
        met.meeting.refresh_from_db()
        assert {one.content.reply_to for one in sent} == {"presidence@exemple.bzh"}
        (event,) = calendar(sent[0]).walk("VEVENT")
        assert str(event["organizer"]) == "mailto:presidence@exemple.bzh"
        assert str(met.president) in event["organizer"].params["CN"]


def seat_again(met, rank, *, of=None, name="Deuxième"):
    """Somebody else represents the member at that rank in the assembly."""
    member = (of or met.members)[rank]
    with arranging():
        person = Person.objects.create(given_name="Maëlle", family_name=name, email="maelle@example.org")
        seat = Seat.objects.create(
            body=member.seat.body, title="representative-direct", name="Autre", period=member.period
        )
        return Mandate.objects.create(
            seat=seat, person=person, represents=member.represents, origin="election", period=member.period
        )


def test_a_member_does_not_vote_twice_in_one_assembly():
    met = ready()
    twice = seat_again(met, 1)
    with pytest.raises(Refused, match="voterait plusieurs fois") as refused:
        send(met)
    for told in (twice.represents.name, str(twice.person), str(met.members[1].person)):
        assert told in refused.value.sentence
    assert refused.value.rule == "L1.11"
    assert not Notice.objects.exists()
    with arranging():
        Mandate.objects.filter(pk=twice.pk).update(period=as_range(Period(twice.dates.start, TODAY)), end_reason="term")
    assert send(met)


def test_two_members_of_one_name_have_a_voice_each():
    met = ready()
    first, second = (met.members[rank].represents for rank in (0, 1))
    with arranging():
        Organisation.objects.filter(pk=second.pk).update(name=first.name)
    assert send(met)
    assert {first.pk, second.pk} <= set(met.meeting.roll.values_list("represents", flat=True))


@pytest.mark.parametrize(("given", "sent"), [(1, False), (2, True)])
def test_the_articles_may_give_a_member_several_votes(given, sent):
    met = ready(settings={"L1.11.member_votes": given})
    seat_again(met, 1)
    if sent:
        assert send(met)
    else:
        with pytest.raises(Refused, match="voterait"):
            send(met)


def test_an_alternate_is_no_second_vote_and_a_board_counts_people():
    met = ready()
    second = seat_again(met, 1)
    with arranging():
        Seat.objects.filter(pk=second.seat_id).update(is_alternate=True)
    assert send(met)
    met = ready(body="board")
    seat_again(met, 1, of=met.directors)
    assert send(met)
