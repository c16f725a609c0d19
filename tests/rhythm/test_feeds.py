"""Calendar addresses: what they show, to whom, and when they stop; the entries keep their identity."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Timezone

from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act, Change
from kevread.meetings.models import Meeting
from kevread.meetings.operations import cancel_meeting, convene, move_meeting, plan_meeting, postpone_meeting
from kevread.meetings.rules.life import State
from kevread.rhythm.feeds import ZONE, calendar_of
from kevread.rhythm.models import Feed
from kevread.rhythm.operations import make_feed, renew_feed, revoke_feed
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, MandateFactory, OrganisationFactory, SeatFactory, since
from tests.gatherings.worlds import IN_A_MONTH, gathering
from tests.worlds import met

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    with arranging():
        return BodyFactory(organisation=OrganisationFactory(grouping=True), slug="conseil")


@pytest.fixture
def president(board):
    with arranging():
        return MandateFactory(seat=SeatFactory(body=board, president=True)).person


def hours(day: date) -> dict[str, datetime]:
    start = datetime(day.year, day.month, day.day, 18, tzinfo=timezone.get_current_timezone())
    return {"starts_at": start, "ends_at": start + timedelta(hours=2)}


def planned(president, board, day: date = date(2026, 12, 8)) -> Meeting:
    return plan_meeting(actor=actor_of(president, TODAY), body=board, now=NOW, **hours(day))


def feed_for(person, scope="mine", **what) -> tuple[Feed, str]:
    return make_feed(actor=actor_of(person, TODAY), person=person, scope=scope, now=NOW, **what)


def read(token: str, **headers: str):
    return Client().get(reverse("rhythm:feed", kwargs={"token": token}), headers=headers)


def entries(token: str) -> list:
    return list(Calendar.from_ical(read(token).content).walk("VEVENT"))


def test_the_token_is_not_kept(president):
    feed, token = feed_for(president)
    assert feed.digest == Feed.digest_of(token)
    written = [str(row) for row in (*Act.objects.values(), *Change.objects.values())]
    assert not any(token in row for row in written)


def test_an_entry_is_read_back_in_the_hours_of_the_federation(president, board):
    meeting = planned(president, board)
    _, token = feed_for(president)
    answer = read(token)
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Referrer-Policy"] == "no-referrer"
    calendar = Calendar.from_ical(answer.content)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    (event,) = recurring_ical_events.of(calendar).between(date(2026, 12, 1), date(2026, 12, 31))
    assert event["UID"] == str(meeting.pk)
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "TENTATIVE")
    assert event["DTSTART"].dt.isoformat() == "2026-12-08T18:00:00+01:00"
    assert str(meeting.pk) in event["URL"]
    assert token not in event["URL"]
    assert event["LAST-MODIFIED"].dt == NOW


def test_the_hours_of_the_zone_are_given_by_a_rule_and_are_right_every_day():
    """Dates that stop somewhere leave what reads them an hour late afterwards, each summer."""
    zone = Timezone.from_ical(ZONE)
    changes = []
    for part in zone.subcomponents:
        rule = rrulestr(part["RRULE"].to_ical().decode(), dtstart=part["DTSTART"].dt)
        years = rule.between(datetime(2020, 1, 1), datetime(2060, 1, 1))
        changes += [(moment - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for moment in years]
    changes.sort()
    assert len(changes) == 80
    for before, moment in zip([None, *changes[:-1]], changes, strict=True):
        for at, offset in ((moment[0], moment[1]), (moment[0] - timedelta(minutes=1), before[1] if before else None)):
            if offset is not None:
                assert at.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Paris")).utcoffset() == offset, at


def test_how_often_to_read_again_is_a_duration(president, board):
    text = calendar_of("Kevread", [], {}, str).decode()
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RDATE" not in text


def test_a_moved_meeting_keeps_its_uid_with_the_next_sequence(president, board):
    meeting = planned(president, board)
    _, token = feed_for(president)
    (before,) = entries(token)
    later = NOW + timedelta(hours=3)
    move_meeting(actor=actor_of(president, TODAY), meeting=meeting, now=later, **hours(date(2026, 12, 15)))
    (after,) = entries(token)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt.date() == date(2026, 12, 15)
    assert after["LAST-MODIFIED"].dt == later


STATUS = dict.fromkeys(State, "CONFIRMED")
STATUS |= dict.fromkeys((State.DRAFT, State.AGENDA), "TENTATIVE")
STATUS |= dict.fromkeys((State.CANCELLED, State.POSTPONED, State.FAILED), "CANCELLED")


@pytest.mark.parametrize(("state", "status"), STATUS.items())
def test_the_status_follows_the_meeting(president, board, state, status):
    meeting = planned(president, board)
    _, token = feed_for(president)
    with arranging():
        Meeting.objects.filter(pk=meeting.pk).update(state=state)
    (event,) = entries(token)
    assert event["STATUS"] == status
    assert ("Sans quorum" in event.get("DESCRIPTION", "")) is (state is State.FAILED)


def test_what_has_not_changed_is_not_sent_again(president, board):
    meeting = planned(president, board)
    _, token = feed_for(president)
    first = read(token)
    again = read(token, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert read(token).content == first.content
    move_meeting(actor=actor_of(president, TODAY), meeting=meeting, now=NOW, **hours(date(2026, 12, 15)))
    assert read(token, **{"if-none-match": first["ETag"]}).status_code == 200


def test_a_revoked_address_answers_nothing(president, board, caplog):
    planned(president, board)
    feed, token = feed_for(president)
    revoke_feed(actor=actor_of(president, TODAY), feed=feed, now=NOW)
    for wrong in (token, "x" * 32):
        answer = read(wrong)
        assert (answer.status_code, answer.content) == (404, b"")
    assert token not in caplog.text
    with pytest.raises(Refused):
        revoke_feed(actor=actor_of(president, TODAY), feed=feed, now=NOW)


def test_an_address_made_anew_replaces_the_one_before(president, board):
    planned(president, board)
    feed, token = feed_for(president, "body", body=board)
    new, other = renew_feed(actor=actor_of(president, TODAY), feed=feed, now=NOW)
    assert (read(token).status_code, read(other).status_code) == (404, 200)
    assert (new.scope, new.body, other != token) == ("body", board, True)
    assert Act.objects.filter(verb="rhythm.renew_feed").count() == 1


def test_a_mandate_that_ended_shows_nothing_any_more(president, board):
    """The address lives on: what it shows is what the person may see that day."""
    with arranging():
        MandateFactory(seat=SeatFactory(body=BodyFactory(organisation=board.organisation)), person=president)
        met(board, date(2026, 12, 8))
    tokens = [feed_for(president)[1], feed_for(president, "body", body=board)[1]]
    tokens.append(feed_for(president, "organisation", organisation=board.organisation)[1])
    assert [len(entries(token)) for token in tokens] == [1, 1, 1]
    with arranging():
        Mandate.objects.filter(person=president).update(period=since(last=date(2026, 11, 23)))
    assert [len(entries(token)) for token in tokens] == [0, 0, 0]


def test_mine_are_the_bodies_where_one_sits(president, board):
    with arranging():
        bureau = BodyFactory(organisation=board.organisation, bureau=True)
        met(board, date(2026, 12, 8))
        met(bureau, date(2026, 12, 9))
    assert len(entries(feed_for(president)[1])) == 1
    assert len(entries(feed_for(president, "organisation", organisation=board.organisation)[1])) == 2
    assert len(entries(feed_for(president, "body", body=bureau)[1])) == 1


def test_one_makes_addresses_for_oneself_and_for_what_one_reads(president, board):
    with arranging():
        elsewhere = BodyFactory()
        other = MandateFactory(seat=SeatFactory(body=elsewhere)).person
    with pytest.raises(Denied):
        make_feed(actor=actor_of(other, TODAY), person=president, scope="mine", now=NOW)
    with pytest.raises(Denied):
        feed_for(other, "body", body=board)
    with pytest.raises(Denied):
        feed_for(other, "organisation", organisation=board.organisation)
    for scope in ("body", "organisation", "everything"):
        with pytest.raises(Invalid):
            feed_for(president, scope)
    feed, _ = feed_for(president)
    with pytest.raises(Denied):
        revoke_feed(actor=actor_of(other, TODAY), feed=feed, now=NOW)


def test_there_is_an_end_to_the_addresses_of_one_person(president):
    for _ in range(20):
        feed_for(president)
    with pytest.raises(Refused, match="vingt"):
        feed_for(president)


def test_the_public_sees_the_assemblies_that_are_open_to_all(board):
    with arranging():
        assembly = BodyFactory(organisation=board.organisation, assembly=True)
        shown = met(assembly, date(2026, 12, 8), state="convened", is_public=True)
        met(assembly, date(2026, 12, 9), state="convened")
        met(assembly, date(2026, 12, 10), is_public=True)  # a draft
    answer = Client().get(reverse("rhythm:public_feed", kwargs={"scale": board.organisation.slug}))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["UID"] == str(shown.pk)
    assert f"/reunions-publiques/{event['UID']}" in event["URL"]


@pytest.mark.parametrize("gone", ["cancel", "postpone"])
def test_the_public_sees_that_an_assembly_will_not_be_held(gone):
    """It vanished: calendars kept it, and people came. A draft that was never announced is still nobody's business."""
    with arranging():
        found = gathering(is_public=True, starts_at=IN_A_MONTH)
        gathering(state=State.CANCELLED, is_public=True)
    asked = {"actor": found.actor(), "meeting": found.meeting, "reason": "La salle est fermée.", "now": NOW}
    if gone == "cancel":
        cancel_meeting(**asked)
    else:
        postpone_meeting(
            **asked, starts_at=IN_A_MONTH + timedelta(days=7), ends_at=IN_A_MONTH + timedelta(days=7, hours=2)
        )
    with arranging():
        draft = met(found.assembly, date(2026, 12, 10), is_public=True)
        Meeting.objects.filter(pk=draft.pk).update(state="cancelled")
    answer = Client().get(reverse("rhythm:public_feed", kwargs={"scale": found.grouping.slug}))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == (str(found.meeting.pk), "CANCELLED", 1)


def test_convening_is_a_change_that_calendars_are_sent(board):
    with arranging():
        found = gathering(state=State.AGENDA, members=12)
    _, token = feed_for(found.secretary)
    (before,) = entries(token)
    convene(actor=found.actor(), meeting=found.meeting, now=NOW)
    (after,) = entries(token)
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1


def test_an_address_is_made_shown_once_and_revoked_on_screen(president, board, settings):
    planned(president, board)
    client = entered_as(president, settings)
    there = reverse("rhythm:feeds")
    made = client.post(there, {"suivre": f"instance-{board.slug}"})
    (feed,) = Feed.objects.all()
    address = made.context["address"]
    assert f"readonly>{address}</textarea>" in made.content.decode()  # whole
    assert (
        "webcal:" not in made.text and f'href="{address}"' not in made.text
    )  # what asks for it in the clear would tell it
    assert f'href="{there}"' in client.get(reverse("home:mine"), follow=True).content.decode()
    assert "no-store" in made["Cache-Control"]
    assert len(Calendar.from_ical(client.get(address).content).walk("VEVENT")) == 1
    assert address not in client.get(there).content.decode()
    renewed = client.post(reverse("rhythm:renew_feed", kwargs={"key": feed.pk}))
    assert client.get(address).status_code == 404
    assert client.get(renewed.context["address"]).status_code == 200
    feed = Feed.objects.get(revoked_at=None)
    assert client.post(reverse("rhythm:revoke_feed", kwargs={"key": feed.pk})).status_code == 302
    assert client.get(renewed.context["address"]).status_code == 404


def test_from_today_an_address_is_made_once_and_from_its_page_another_may_be(president, settings):
    client = entered_as(president, settings)
    there, once = reverse("rhythm:feeds"), {"suivre": "mine", "une-fois": "1"}
    first = client.post(there, once)
    assert f"readonly>{first.context['address']}</textarea>" in first.text
    second = client.post(there, once)
    assert Feed.objects.count() == 1 and "readonly>" not in second.text
    assert "Une adresse de vos réunions a déjà été donnée." in second.text and "a déjà été donnée" not in first.text
    assert "readonly>" in client.post(there, {"suivre": "mine"}).text and Feed.objects.count() == 2
    with arranging():
        Feed.objects.update(revoked_at=NOW)
    assert "readonly>" in client.post(there, once).text


def test_nobody_touches_the_addresses_of_another_on_screen(president, settings):
    with arranging():
        other = MandateFactory().person
    feed, token = feed_for(president)
    client = entered_as(other, settings)
    for name in ("rhythm:renew_feed", "rhythm:revoke_feed"):
        assert client.post(reverse(name, kwargs={"key": feed.pk})).status_code == 404
    assert read(token).status_code == 200
    assert Client().get(reverse("rhythm:feeds")).status_code == 302
    assert client.post(reverse("rhythm:feeds"), {"suivre": "instance-inconnue"}).status_code == 404


def test_queries_do_not_grow_with_the_meetings(president, board, django_assert_num_queries):
    _, token = feed_for(president)
    with arranging():
        met(board, date(2026, 12, 8))
    entries(token)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        entries(token)
    with arranging():
        for day in range(1, 20):
            met(board, date(2027, 1, day))
    with django_assert_num_queries(len(few)):
        assert len(entries(token)) == 20


def test_what_is_followed_already_is_offered_for_another_device(president, settings):
    client = entered_as(president, settings)
    there = reverse("rhythm:feeds")
    assert "sur un autre appareil" not in client.get(there).content.decode()
    client.post(there, {"suivre": "mine"})
    page = client.get(there).content.decode()
    assert "Mes réunions, sur un autre appareil</button>" in page and page.count("sur un autre appareil") == 1
