"""A sitting that is over says so, since when, and where its minutes are; a gesture that comes late is told so."""

import pytest

from kevread.meetings.models import Meeting
from kevread.meetings.queries.wording import ended
from kevread.meetings.rules.life import State
from kevread.sittings.operations.holding import close_meeting
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.polling import OPEN, all_read, closed, opened, under_way
from tests.gatherings.screens import of_meeting, of_vote, said
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db
SINCE = "La séance est close depuis "


@pytest.fixture
def met() -> Gathering:
    """A sitting that was closed after a vote on screens."""
    with arranging():
        found = under_way(members=12, starts_at=NOW)
    found.poll, _ = opened(found, OPEN)
    closed(found, found.poll)
    close_meeting(actor=found.actor(), meeting=found.meeting, now=NOW, seen=all_read(found.meeting))
    found.meeting.refresh_from_db()
    return found


def told(page) -> str:
    return said(page).partition("<main")[2].partition("</main>")[0]


def test_the_hour_is_said_in_words(met):
    assert ended(met.meeting).startswith("La séance est close depuis mardi 24 novembre 2026, à ")
    with arranging():
        failed = gathering(state=State.FAILED).meeting
        Meeting.objects.filter(pk=failed.pk).update(closed_at=NOW)
        recorded = gathering(state=State.CLOSED, is_recorded=True).meeting
        written = gathering(state=State.CLOSED, mode=Meeting.Mode.WRITTEN).meeting
        running = gathering(state=State.IN_PROGRESS).meeting
    failed.refresh_from_db()
    assert ended(failed).startswith("La séance s’est arrêtée faute de quorum mardi ")
    assert ended(written).startswith("La consultation est close depuis ")
    assert (ended(recorded), ended(running)) == ("", "")


@pytest.mark.parametrize("name", ["room", "presences", "wall", "here"])
def test_each_page_of_the_sitting_says_that_it_is_over(met, settings, name):
    page = told(entered_as(met.secretary, settings).get(of_meeting(name, met)))
    assert SINCE in page
    assert "procès-verbal" in page
    if name != "wall":
        assert of_meeting("minutes", met) in page


def test_the_phone_of_who_votes_says_it(met, settings):
    client = entered_as(met.entries[5].person, settings)
    page = said(client.get(of_vote(met, met.poll, "/bulletin")))
    assert SINCE in page
    assert of_meeting("minutes", met) in page


def test_nothing_says_it_while_the_sitting_lasts(settings):
    with arranging():
        met = under_way(members=12, starts_at=NOW)
    client = entered_as(met.secretary, settings)
    for name in ("room", "presences", "wall", "here"):
        assert SINCE not in said(client.get(of_meeting(name, met)))
