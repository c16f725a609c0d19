"""A point is led without leaving the room: its vote is put, called, counted and closed under the bar, and one comes back to
this very vote; nobody else has the bar."""

import re

import pytest

from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.life import State
from kevread.votes import operations
from kevread.votes.models import OpenVote, Poll, RollMark
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.polling import CALL, HANDS, OPEN, SECRET, asking, closed, opened
from tests.gatherings.screens import alone, of_meeting, of_vote, proclaimed, room_at, said, zeros
from tests.sittings.test_bar import held, primaries, room

pytestmark = pytest.mark.django_db


def at_the_point(met) -> str:
    return f"{of_meeting('room', met)}?point={met.items['comptes'].pk}"


def under_the_bar(page, way: str, *, follows: bool = True) -> bool:
    """One bar, the way back in it, and the page that follows what happens: not a refusal, whose address only receives."""
    bars = re.findall(r'(?s)<div class="sitting".*?</p>', page.text)
    assert page.status_code in (200, 409, 422)
    return len(bars) == 1 and f'class="back" href="{way}"' in bars[0] and ("data-follow" in page.text) is follows


def test_a_vote_by_hand_is_put_and_counted_and_one_goes_on(settings):
    met = held(members=12)
    client, put = entered_as(met.secretary, settings), of_meeting("put_to_vote", met, item=met.items["comptes"].pk)
    assert under_the_bar(client.get(put), at_the_point(met))
    typed = {"kind": "resolution", "method": "show_of_hands", "text": "Ils sont approuvés."}
    again = client.post(put, typed)
    assert under_the_bar(again, at_the_point(met)) and "Ils sont approuvés." in again.text
    sent = client.post(put, typed | {"question": "Les comptes ?"})
    poll = Poll.objects.get()
    assert sent["Location"] == room_at(met, poll)
    assert primaries(client.get(sent["Location"])) == ["Écrire le compte"]

    count = of_vote(met, poll, "/compte")
    assert under_the_bar(client.get(count), at_the_point(met))
    assert under_the_bar(client.post(count, {"votes_0_0": 99, **zeros(1, 3)}), at_the_point(met))
    typed = {"votes_0_0": 10, "votes_0_1": 2, **zeros(2, 3)}
    assert under_the_bar(client.post(count, typed), at_the_point(met))
    sent = proclaimed(client, count, typed)
    assert sent["Location"] == room_at(met, poll)
    page = client.get(sent["Location"])
    assert "Adopté" in said(page) and primaries(page) == ["Point suivant"]


def test_a_name_is_called_in_the_room_and_no_button_stands_for_another(settings):
    met = held(members=4, represented=0)
    poll, _ = opened(met, CALL)
    client = entered_as(met.secretary, settings)
    page = client.get(room_at(met, poll))
    marks = list(RollMark.objects.filter(poll=poll))
    names = re.findall(r'<button class="button" id="(voix-[^"]+)" name="choix"', page.text)
    assert len(names) == len(set(names)) == len(marks) * 3
    assert primaries(page) == []  # as long as somebody is to be called
    for mark in marks:
        sent = client.post(of_vote(met, poll, "/appel"), {"voix": str(mark.pk), "choix": "for"})
        assert sent["Location"] == room_at(met, poll)
    assert OpenVote.objects.filter(poll=poll).count() == len(marks)
    assert primaries(client.get(room_at(met, poll))) == ["Clore le vote"]
    sent = client.post(of_vote(met, poll, "/clore"))
    assert sent["Location"] == room_at(met, poll)
    assert "Adopté" in said(client.get(sent["Location"]))


def test_whoever_votes_calls_nobody(settings):
    met = held(members=12)
    poll, _ = opened(met, CALL)
    page = entered_as(alone(met), settings).get(of_vote(met, poll))
    assert page.status_code == 200 and "L’appel" not in said(page)


@pytest.mark.parametrize("last", ["", "/clore", "/annuler", "/recus"])
def test_what_one_does_of_an_open_vote_is_under_the_bar(settings, last):
    met = held(members=12)
    poll, _ = opened(met, OPEN)
    assert under_the_bar(entered_as(met.secretary, settings).get(of_vote(met, poll, last)), at_the_point(met))


def test_a_keeper_who_leads_opens_their_share_under_the_bar(settings):
    met = held(members=12)
    chair = met.meeting.roll.get(person=met.secretary)
    keepers = [chair, *[one for one in met.entries[4:7] if one.pk != chair.pk]]
    poll = operations.draft_poll(actor=met.actor(), asked=asking(met, SECRET, scrutineers=keepers), now=NOW)
    page = entered_as(met.secretary, settings).get(of_vote(met, poll, "/ma-part"))
    assert under_the_bar(page, at_the_point(met))


def test_who_comes_and_how_one_closes_are_under_the_bar(settings):
    met = held()
    client = entered_as(met.secretary, settings)
    for name in ("presences", "close"):
        assert under_the_bar(client.get(of_meeting(name, met)), of_meeting("room", met)), name
    typed = {"texte": "Le mien.", "base": "un autre"}
    page = client.post(of_meeting("text", met, part="ouverture"), typed)
    assert under_the_bar(page, f"{of_meeting('room', met)}?point=ouverture", follows=False)


@pytest.mark.parametrize("last", ["/ouvrir", "/compte", "/annuler"])
def test_what_is_refused_of_a_vote_is_under_the_bar(settings, last):
    met = held(members=12)
    poll, _ = opened(met, HANDS)
    client = entered_as(met.secretary, settings)
    operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": {"for": 3}}, now=NOW)
    page = client.post(of_vote(met, poll, last), {"votes_0_0": "3", "reason": "Mal posée."})
    is_form = last == "/annuler"  # shown again with what is wrong in it: its address is that of a page
    assert page.status_code in (409, 422) and under_the_bar(page, at_the_point(met), follows=is_form)


def test_what_is_refused_of_the_sitting_is_under_the_bar(settings):
    met = held(members=12)
    with arranging():
        AgendaItem.objects.filter(pk=met.items["budget"].pk).update(withdrawn=True)
    page = entered_as(met.secretary, settings).post(of_meeting("turn", met, item=met.items["budget"].pk))
    assert page.status_code == 409 and "Ce point n’est pas" in said(page)
    assert under_the_bar(page, of_meeting("room", met), follows=False)
    other = entered_as(alone(met), settings).post(of_meeting("turn", met, item=met.items["cap"].pk))
    assert other.status_code == 403 and 'class="sitting"' not in other.text


def test_a_ballot_of_whoever_leads_is_under_the_bar_which_asks_nothing_by_itself(settings):
    """A receipt is shown once: no bar draws its page again. Nobody else’s ballot has anything but the ballot."""
    met = held(members=12)
    poll, _ = opened(met, OPEN)
    client, ballot = entered_as(met.secretary, settings), of_vote(met, poll, "/bulletin")
    asked = client.get(ballot)
    assert under_the_bar(asked, at_the_point(met)) and asked.text.count("votes/follow") == 1
    assert "revenir à la salle" in said(asked)
    reviewed = client.post(ballot, {"choix": "for"})
    assert under_the_bar(reviewed, at_the_point(met))
    cast = client.post(ballot, {"choix": "for", "etape": "confirmer"})
    assert "Votre vote est enregistré" in said(cast)
    assert 'class="back"' in cast.text and "data-follow" not in cast.text
    other = entered_as(alone(met), settings).get(ballot)
    assert other.status_code == 200 and 'class="sitting"' not in other.text and other.text.count("votes/follow") == 1


def test_nobody_else_has_the_bar(settings):
    met = held(members=12)
    poll, _ = opened(met, OPEN)
    page = entered_as(alone(met), settings).get(of_vote(met, poll))
    assert page.status_code == 200 and 'class="sitting"' not in page.text
    refused = entered_as(alone(met), settings).post(of_vote(met, poll, "/clore"))
    assert refused.status_code == 403 and 'class="sitting"' not in refused.text
    leads = entered_as(met.secretary, settings)
    assert 'class="sitting"' not in leads.get(of_vote(met, poll), {"au": TODAY.isoformat()[:4] + "-01-01"}).text


@pytest.mark.parametrize("state", [State.CONVENED, State.CLOSED])
def test_a_sitting_that_is_not_under_way_has_no_bar_beside_its_room(settings, state):
    met = held(members=12)
    poll, _ = opened(met, HANDS)
    client = entered_as(met.secretary, settings)
    assert 'class="sitting"' in client.get(of_vote(met, poll)).text
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(state=state)
    assert 'class="sitting"' not in client.get(of_vote(met, poll)).text


def test_the_room_itself_leads_to_the_page_of_the_meeting(settings):
    met = held()
    poll, _ = opened(met, OPEN)
    closed(met, poll)
    page = room(met, settings)
    assert 'class="back"' not in page.text and f'href="{of_meeting("meeting", met)}"' in page.text
