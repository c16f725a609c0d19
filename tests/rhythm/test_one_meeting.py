"""One meeting alone, taken in one’s calendar from its page: who may, what the file holds, and that it doubles nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from kevread.meetings.models import Meeting
from kevread.meetings.queries.ics import invitation
from kevread.meetings.rules.life import State
from kevread.rhythm.operations import make_feed
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import BodyFactory, MandateFactory, SeatFactory
from tests.gatherings.worlds import IN_A_MONTH, Gathering, gathering
from tests.worlds import put

pytestmark = pytest.mark.django_db
LINK = "https://visio.example.org/conseil"


@pytest.fixture
def board() -> Gathering:
    with arranging():
        return gathering(body="board", state=State.CONVENED, members=12, starts_at=IN_A_MONTH)


def at(name: str, met: Gathering) -> str:
    return reverse(name, kwargs={"scale": met.grouping.slug, "key": met.meeting.pk})


def taken(client: Client, met: Gathering):
    answer = client.get(at("rhythm:one_meeting", met))
    assert answer.status_code == 200
    return answer, Calendar.from_ical(answer.content)


def test_the_file_is_of_that_meeting_alone_and_of_the_entry_that_the_letter_carries(board, settings):
    with arranging():
        Meeting.objects.create(
            body=board.board, title="Une autre", starts_at=IN_A_MONTH, ends_at=IN_A_MONTH + timedelta(hours=1),
            state=State.CONVENED.value,
        )  # fmt: skip
    answer, calendar = taken(entered_as(board.secretary, settings), board)
    (event,) = calendar.walk("VEVENT")
    (letter,) = Calendar.from_ical(invitation(board.meeting, board.secretary, NOW, "", None)).walk("VEVENT")
    assert event["UID"] == letter["UID"] == str(board.meeting.pk)
    assert [event[key] for key in ("SEQUENCE", "STATUS", "SUMMARY")] == [
        letter[key] for key in ("SEQUENCE", "STATUS", "SUMMARY")
    ]
    assert event["DTSTART"].dt == letter["DTSTART"].dt and event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert event["URL"].endswith(at("sittings:meeting", board))
    # Nobody is invited by it, and it neither names a calendar nor asks to be read again.
    assert calendar["METHOD"] == "PUBLISH" and "ATTENDEE" not in event and "ORGANIZER" not in event
    assert not [key for key in ("X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL") if key in calendar]
    assert answer["Content-Type"].startswith("text/calendar")
    day = timezone.localtime(board.meeting.starts_at).date().isoformat()
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment") and board.grouping.slug in disposition and f"{day}.ics" in disposition


def test_whoever_does_not_read_the_page_does_not_take_the_meeting(board, settings):
    with arranging():
        other = MandateFactory(seat=SeatFactory(body=BodyFactory())).person
    there, page = at("rhythm:one_meeting", board), at("sittings:meeting", board)
    client = entered_as(other, settings)
    assert client.get(there).status_code == client.get(page).status_code == 404
    assert Client().get(there).status_code == 302
    elsewhere = reverse("rhythm:one_meeting", kwargs={"scale": "ailleurs", "key": board.meeting.pk})
    assert entered_as(board.secretary, settings).get(elsewhere).status_code == 404


def test_the_link_is_told_to_those_who_join_as_on_the_page(board, settings):
    """Whoever is on the board since it was convened reads the page, without its link."""
    with arranging():
        put(board.meeting, place="", link=LINK, mode=Meeting.Mode.REMOTE)
        reader = MandateFactory(seat=board.board.seats.get(title="administrator")).person
    for person, told in ((board.entries[3].person, True), (reader, False)):
        client = entered_as(person, settings)
        assert (LINK in client.get(at("sittings:meeting", board)).text) is told
        answer, _ = taken(client, board)
        assert (LINK in answer.content.decode().replace("\r\n ", "")) is told
        _, token = make_feed(actor=actor_of(person, TODAY), person=person, scope="body", body=board.board, now=NOW)
        followed = Client().get(reverse("rhythm:feed", kwargs={"token": token})).content.decode()
        assert str(board.meeting.pk) in followed and (LINK in followed.replace("\r\n ", "")) is told


def test_the_address_that_is_open_to_all_tells_nobody_where_to_join(board):
    with arranging():
        put(board.meeting, place="", link=LINK, mode=Meeting.Mode.REMOTE, is_public=True)
    followed = Client().get(reverse("rhythm:network_feed")).content.decode()
    assert str(board.meeting.pk) in followed and LINK not in followed.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("state", "offered"), [("agenda", True), ("convened", True), ("cancelled", False), ("failed", False)]
)
def test_the_page_offers_it_while_the_meeting_is_to_come(board, settings, state, offered):
    with arranging():
        put(board.meeting, state=state)
    client = entered_as(board.secretary, settings)
    page = client.get(at("sittings:meeting", board))
    assert (at("rhythm:one_meeting", board) in page.text) is ("Mettre dans mon agenda" in page.text) is offered
    assert taken(client, board)[1].walk("VEVENT")[0]["UID"] == str(board.meeting.pk)


def test_a_meeting_whose_hour_is_past_is_not_offered(board, settings):
    with arranging():
        put(board.meeting, starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=1))
    assert "Mettre dans mon agenda" not in entered_as(board.secretary, settings).get(at("sittings:meeting", board)).text
