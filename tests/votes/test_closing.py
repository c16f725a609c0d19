"""A vote is not closed while votes are missing without whoever closes having read how many, and whose where all is public."""

import pytest

from kevread.votes.models import Poll, RollMark
from kevread.votes.operations import VoicesMissing, call_name, cast_open, close_poll
from kevread.votes.queries.missing import missing_from
from tests.clients import entered_as
from tests.gatherings.polling import CALL, HANDS, NOW, OPEN, SECRET, drop, never_committed, opened, voters
from tests.gatherings.screens import of_vote, room_at, said
from tests.gatherings.worlds import Gathering

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """Twelve votes, three of them by proxy."""
    with never_committed(django_db_blocker, members=12) as built:
        yield built


def run(met: Gathering, poll: Poll, **more):
    return {"actor": met.actor(), "poll": poll, "now": NOW, **more}


def answer(met: Gathering, poll: Poll, but: int) -> list[RollMark]:
    """All vote but that many people; the lines of those."""
    everyone = sorted(voters(met, poll), key=lambda one: len(one[1]))  # those who carry nobody's vote first
    for actor, _ in everyone[but:]:
        cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    return [mark for _, marks in everyone[:but] for mark in marks]


def test_where_everybody_answered_it_closes_at_once(met, settings):
    poll, _ = opened(met, OPEN)
    answer(met, poll, but=0)
    assert missing_from(poll).votes == 0
    page = entered_as(met.secretary, settings).post(of_vote(met, poll, "/clore"), follow=True)
    assert "Le vote est clos." in said(page)


def test_the_votes_that_are_missing_are_counted_and_named_where_all_is_public(met, settings):
    poll, _ = opened(met, OPEN)
    left = answer(met, poll, but=3)
    client = entered_as(met.secretary, settings)
    asked = client.post(of_vote(met, poll, "/clore"))
    assert (asked.status_code, asked["Location"]) == (302, of_vote(met, poll, "/clore"))
    names = ", ".join(sorted(str(mark.entry.person) for mark in left))
    page = client.get(of_vote(met, poll, "/clore"))
    told = missing_from(poll)
    assert (told.votes, told.voices, sorted(told.people)) == (3, 12, names.split(", "))
    assert f"Il manque 3 voix sur 12 : {', '.join(told.people)}." in said(page)
    assert "elles ne seront pas comptées" in said(page)
    assert 'name="manque" value="3"' in page.text
    poll.refresh_from_db()
    assert poll.state == Poll.State.OPEN
    done = client.post(of_vote(met, poll, "/clore"), {"manque": "3"}, follow=True)
    assert "Le vote est clos." in said(done)


def test_a_vote_that_somebody_carries_is_told_with_who_carries_it(met):
    poll, _ = opened(met, CALL)
    own = RollMark.objects.filter(poll=poll, by_proxy=False)
    for mark in own.select_related("entry__person"):
        call_name(actor=met.actor(), poll=poll, mark=mark, choices=["for"], now=NOW)
    told = missing_from(poll)
    assert (told.votes, len(told.people)) == (3, 3)
    proxy = met.proxies[0]
    assert f"{proxy.giver.person} (par {proxy.holder.person})" in told.people


def test_nobody_is_told_who_did_not_vote_by_secret_ballot(met, settings):
    poll, _ = opened(met, SECRET)
    (first, marks), *others = voters(met, poll)
    drop(first, poll, marks, "for")
    number = sum(len(held) for _, held in others)
    page = entered_as(met.secretary, settings).get(of_vote(met, poll, "/clore"))
    main = said(page).partition('class="page-head"')[2].partition("</main>")[0]  # the bar names who presides
    assert f"Il manque {number} voix sur 12. Un vote clos ne se rouvre pas" in main
    assert "Kevread ne dit pas qui n’a pas voté" in main
    for mark in RollMark.objects.filter(poll=poll).select_related("entry__person"):
        assert str(mark.entry.person) not in main


@pytest.mark.parametrize("sent", ["", "2", "-4", "trois", "³", "9" * 30])
def test_fewer_read_than_are_missing_is_asked_again(met, settings, sent):
    poll, _ = opened(met, OPEN)
    answer(met, poll, but=3)
    answered = entered_as(met.secretary, settings).post(of_vote(met, poll, "/clore"), {"manque": sent})
    poll.refresh_from_db()
    assert (poll.state, answered["Location"]) == (Poll.State.OPEN, of_vote(met, poll, "/clore"))


def test_what_was_read_of_one_vote_closes_no_other(met):
    first, _ = opened(met, OPEN)
    read = missing_from(first).votes - len(answer(met, first, but=2))
    assert read == 10
    close_poll(**run(met, first, missing=2))
    second, _ = opened(met, OPEN, item=met.items["budget"])
    with pytest.raises(VoicesMissing, match="Il manque 12 voix sur 12"):
        close_poll(**run(met, second, missing=2))


def test_a_vote_that_came_since_it_was_read_does_not_ask_again(met):
    poll, _ = opened(met, OPEN)
    left = answer(met, poll, but=3)
    read = missing_from(poll).votes
    actor = next(actor for actor, marks in voters(met, poll) if marks == [left[0]])
    cast_open(actor=actor, poll=poll, choices=["against"], now=NOW)
    assert close_poll(**run(met, poll, missing=read)).state == Poll.State.COUNTED


def test_who_does_not_hold_the_sitting_is_not_shown_who_is_missing(met, settings):
    poll, _ = opened(met, OPEN)
    assert entered_as(met.entries[8].person, settings).get(of_vote(met, poll, "/clore")).status_code == 403


def test_a_vote_counted_by_hand_has_no_such_page(met, settings):
    poll, _ = opened(met, HANDS)
    answered = entered_as(met.secretary, settings).get(of_vote(met, poll, "/clore"))
    assert answered["Location"] == room_at(met, poll)
