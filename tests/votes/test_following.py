"""A page that follows a meeting: it asks little, it learns that a vote opens or closes, and it takes nothing from anybody's
hands."""

import re

import pytest
from django.urls import reverse

from kevread.meetings.rules.life import State
from kevread.votes import operations
from kevread.votes.operations import cast_open
from kevread.votes.queries.live import followed_version
from tests.clients import entered_as, screen_of_a_meeting
from tests.conftest import arranging
from tests.gatherings.polling import NOW, OPEN, SECRET, asking, opened, voters
from tests.gatherings.screens import alone, said
from tests.gatherings.screens import of_vote as at
from tests.gatherings.worlds import IN_A_MONTH, gathering

pytestmark = pytest.mark.django_db


def pulse(met, name="pulse"):
    return reverse(screen_of_a_meeting(name), kwargs={"scale": met.grouping.slug, "key": met.meeting.pk})


def page_of(met):
    return reverse("sittings:meeting", kwargs={"scale": met.grouping.slug, "key": met.meeting.pk})


def followed_in(page):
    """What a page follows, and the version that it shows."""
    return re.findall(r'data-follow="([^"]+)" data-version="([^"]+)"', page.text)


def test_nothing_is_read_again_before_something_happens(met, settings, django_assert_num_queries):
    client = entered_as(alone(met), settings)
    ((where, version),) = followed_in(client.get(page_of(met)))
    assert client.get(where, {"v": version}).status_code == 204
    with django_assert_num_queries(0):  # two hundred who ask in one second read once
        assert client.get(where, {"v": version}).status_code == 204
    assert client.get(where, {"v": "autre"}).status_code == 200


@pytest.mark.parametrize("name", ["pulse", "pulse_of_count"])
def test_only_those_who_see_the_meeting_learn_that_something_happened(met, settings, name):
    with arranging():
        stranger = gathering(body="board").president
    assert entered_as(met.entries[30].person, settings).get(pulse(met, name), {"v": "autre"}).status_code == 200
    assert entered_as(stranger, settings).get(pulse(met, name), {"v": "autre"}).status_code == 404
    assert entered_as(None, settings).get(pulse(met, name), {"v": "autre"}).status_code == 302


def test_a_vote_that_opens_closes_or_is_given_up_is_news_and_a_ballot_is_not(met, now_and_then):
    now_and_then("nothing", changed=False)
    poll, _ = opened(met, OPEN)
    now_and_then("opened", changed=True)
    for actor, _marks in voters(met, poll)[:3]:
        cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    now_and_then("three have voted", changed=False)
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    now_and_then("closed", changed=True)
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET), now=NOW)
    now_and_then("prepared", changed=True)
    keeper = poll.scrutineers.select_related("entry__person", "poll__item__meeting").first()
    operations.accept_scrutiny(actor=met.actor(keeper.entry.person), scrutineer=keeper, now=NOW)
    now_and_then("a share is accepted", changed=True)
    operations.void_poll(actor=met.actor(), poll=poll, reason="Une question mal posée.", now=NOW)
    now_and_then("given up", changed=True)


@pytest.fixture
def now_and_then(met, monkeypatch):
    """Whether the version changed since the last time; no second goes by, so nothing is kept of the last answer."""
    from kevread.votes.queries import live

    monkeypatch.setattr(live, "KEPT", -1)
    last = [followed_version(met.meeting.pk)]

    def look(what, *, changed):
        version = followed_version(met.meeting.pk)
        assert (version != last[0]) is changed, what
        last[0] = version

    return look


def test_the_page_of_the_meeting_offers_to_vote_and_what_is_shown_is_a_part_of_it(met, settings):
    client = entered_as(alone(met), settings)
    assert "Un vote est ouvert" not in said(client.get(page_of(met)))
    poll, _ = opened(met, OPEN)
    page = said(client.get(page_of(met)))
    assert "Un vote est ouvert : Approuver les comptes 2025" in page
    assert page.count(f'href="{at(met, poll, "/bulletin")}"') == 1
    assert re.findall(r'id="([\w-]+)" data-part', page) == ["etat", "a-voter", "les-votes"]


def test_the_ballot_is_not_taken_from_the_hands_of_whoever_chooses(met, settings):
    """The page keeps what was chosen (`data-keep`), and has the line that says that it is over."""
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    page = client.get(at(met, poll, "/bulletin"))
    assert len(followed_in(page)) == 1
    assert 'data-told=""' in page.text
    assert "data-keep" in page.text
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    page = client.get(at(met, poll, "/bulletin"))
    assert 'data-told="Le vote est clos : ce qui n’était pas confirmé n’est pas compté."' in said(page)
    assert followed_in(page) == []


def test_a_receipt_stays_on_the_screen_once_the_vote_is_closed(met, settings):
    poll, _ = opened(met, SECRET)
    client = entered_as(alone(met), settings)
    page = client.post(at(met, poll, "/bulletin"), {"choix": "for", "nonce": "n" * 24, "etape": "confirmer"})
    assert "data-receipt" in page.text
    assert followed_in(page) == []


def test_whoever_runs_a_vote_follows_each_ballot_and_the_others_its_end(met, settings):
    poll, _ = opened(met, OPEN)
    voter, secretary = entered_as(alone(met), settings), entered_as(met.secretary, settings)
    assert [where for where, _ in followed_in(voter.get(at(met, poll)))] == [pulse(met)]
    assert [where for where, _ in followed_in(secretary.get(at(met, poll)))] == [pulse(met, "pulse_of_count")]
    operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW)
    assert followed_in(voter.get(at(met, poll))) == []
    assert [where for where, _ in followed_in(secretary.get(at(met, poll)))] == [
        pulse(met, "pulse_of_count")
    ]  # the bar


def test_today_follows_the_meetings_of_the_day(met, settings):
    client = entered_as(alone(met), settings)
    today = reverse("home:today", kwargs={"scale": met.grouping.slug})
    assert [where for where, _ in followed_in(client.get(today))] == [pulse(met)]
    assert followed_in(client.get(today, {"au": "2026-03-12"})) == []
    opened(met, OPEN)
    assert "Un vote est ouvert : Approuver les comptes 2025" in said(client.get(today))


def test_a_meeting_to_come_is_not_asked_after(settings):
    with arranging():
        met = gathering(state=State.CONVENED, starts_at=IN_A_MONTH)
    assert followed_in(entered_as(met.entries[30].person, settings).get(page_of(met))) == []
