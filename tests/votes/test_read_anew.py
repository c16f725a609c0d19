"""What a page read of a vote before it waited is not what counts: the verb reads it anew, once it holds the vote, and what the
terms of a vote do not say is held against its acts. One change each, as whoever owns the tables would make it."""

import json

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.decisions.models import Decision
from kevread.journal.operations import act
from kevread.meetings.models import AgendaItem
from kevread.seats.models import Seat
from kevread.votes import operations
from kevread.votes.models import Poll, Scrutineer
from kevread.votes.operations.polls import Standing
from kevread.votes.rules.group import ORDER, base, decode, encode
from kevread.votes.rules.keys import share_at_zero
from tests.conftest import arranging
from tests.factories import SeatFactory
from tests.gatherings.polling import (
    ELECTION,
    HANDS,
    NOW,
    OPEN,
    PAPER,
    SECRET,
    asking,
    closed,
    give,
    hands,
    opened,
    under_way,
    voters,
)

from .test_attacks import all_cast
from .test_whoever_holds_the_database import by_hand, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]
OTHERWISE = "n’est pas ce que le journal dit en avoir été écrit"


def read(poll: Poll) -> Poll:
    """As a page reads it: with its meeting, its point and its body."""
    return Poll.objects.select_related("item__meeting__body__organisation").get(pk=poll.pk)


@pytest.fixture
def half_open(met):
    """A box where all voted « contre », closed, of which one share was given; with the next keeper and their code."""
    poll, codes = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll, "against"))
    (first, code), (second, then) = list(codes.items())[:2]
    return give(met, poll, first, code), first, second, then


def test_a_share_that_was_given_is_not_made_to_say_otherwise(met, half_open):
    poll, first, second, code = half_open
    one, two = (Scrutineer.objects.get(poll=poll, entry=entry) for entry in (first, second))
    forged = json.loads(json.dumps(one.opening))
    weight = pow(share_at_zero(one.place, [one.place, two.place]), -1, ORDER)
    for cell, votes in ((0, 15), (1, -15)):
        point = decode(bytes.fromhex(forged[""][cell][0])) + base((-votes * weight) % ORDER)
        forged[""][cell][0] = encode(point).hex()
    by_hand("UPDATE votes_scrutineer SET opening = %s WHERE id = %s", json.dumps(forged), one.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        give(met, poll, second, code)
    assert not Decision.objects.exists()
    assert Poll.objects.get(pk=poll.pk).state == Poll.State.CLOSED


@pytest.mark.parametrize("given", [{}, {"": []}], ids=["nothing", "no sums"])
def test_nor_is_one_that_an_act_wrote(met, given):
    """What comes in under an act, for who gave nothing, is held by what it must make of the sums: the next keeper reads what is
    wrong."""
    poll, codes = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll, "against"))
    (first, _), (second, code) = list(codes.items())[:2]
    with act("tests.try", actor=SYSTEM, about=met.meeting.organisation, now=NOW):
        Scrutineer.objects.filter(poll=poll, entry=first).update(opening=given)
    with pytest.raises(Refused, match="Une part donnée avant la vôtre n’est plus celle qui l’a été"):
        give(met, poll, second, code)


def test_the_seat_that_an_election_gives_is_that_of_its_opening(met):
    seat = Seat.objects.filter(body__organisation=met.meeting.organisation).first()
    with arranging():
        other = SeatFactory()
    person = met.entries[6].person
    poll, _ = opened(met, PAPER, ELECTION, seat=seat, places=1, candidates=[Standing(str(person), person)])
    by_hand("UPDATE votes_poll SET seat_id = %s WHERE id = %s", other.pk, poll.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        hands(met, poll, **{"c-1": 9})


@pytest.mark.parametrize("method", [HANDS, OPEN, SECRET])
def test_the_point_that_a_vote_decides_is_that_of_its_opening(met, method):
    poll, _ = opened(met, method)
    if method != HANDS:
        answering = operations.cast_open if method == OPEN else None
        for actor, _marks in voters(met, poll) if answering else ():
            answering(actor=actor, poll=poll, choices=["for"], now=NOW)
        poll = poll if answering else all_cast(met, poll)
    other = AgendaItem.objects.filter(meeting=met.meeting).exclude(pk=poll.item_id).first()
    by_hand("UPDATE votes_poll SET item_id = %s WHERE id = %s", other.pk, poll.pk)
    with pytest.raises(Refused, match=OTHERWISE):
        hands(met, poll, for_=9) if method == HANDS else closed(met, poll)


def test_who_presides_is_read_once_the_vote_is_held(met):
    """Ties are broken by whoever presides as the vote is closed, not by whom the page read."""
    poll, _ = opened(met, OPEN)
    chair, sides, cast = met.meeting.chair_id, {}, 0
    everybody = voters(met, poll)
    total = sum(len(marks) for _, marks in everybody)
    for actor, marks in everybody:
        side = "for" if cast + len(marks) <= total // 2 else "against"
        if total % 2 and actor.person != chair and "abstain" not in sides.values() and len(marks) == 1:
            side = "abstain"
        elif side == "for":
            cast += len(marks)
        sides[actor.person] = side
        operations.cast_open(actor=actor, poll=poll, choices=[side], now=NOW)
    page = read(poll)
    page.item.meeting.chair_id = next(who for who, side in sides.items() if side not in ("abstain", sides[chair]))
    counted = operations.close_poll(actor=met.actor(), poll=page, now=NOW)
    outcome = "adopted" if sides[chair] == "for" else "rejected"
    assert Decision.objects.get(pk=counted.result["decision"]).outcome == outcome


def test_who_may_run_a_vote_is_judged_once_it_is_held(met):
    thief = met.actor(met.entries[9].person)

    def lent(poll):
        page = read(poll)
        page.item.meeting.chair_id = thief.person
        return page

    poll, _ = opened(met, HANDS)
    with pytest.raises(Denied):
        operations.enter_count(actor=thief, poll=lent(poll), counts={"tous": {"for": 15}}, now=NOW)
    operations.void_poll(actor=met.actor(), poll=poll, reason="Un essai", now=NOW)
    poll, _ = opened(met, OPEN)
    with pytest.raises(Denied):
        operations.close_poll(actor=thief, poll=lent(poll), missing=99, now=NOW)
    operations.void_poll(actor=met.actor(), poll=poll, reason="Un essai", now=NOW)
    item = read(poll).item
    item.meeting.chair_id = thief.person
    for verb in (operations.put_to_vote, operations.draft_poll):
        with pytest.raises(Denied):
            verb(actor=thief, asked=asking(met, HANDS, item=item), now=NOW)
    draft = operations.draft_poll(actor=met.actor(), asked=asking(met, HANDS), now=NOW)
    with pytest.raises(Denied):
        operations.open_poll(actor=thief, poll=lent(draft), now=NOW)


def test_a_share_is_given_by_its_keeper_as_the_vote_is_held(met):
    poll, codes = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll, "against"))
    (entry, code), thief = next(iter(codes.items())), met.actor(met.entries[9].person)
    page = Scrutineer.objects.select_related("entry", "poll").get(poll=poll, entry=entry)
    page.entry.person_id = thief.person
    with pytest.raises(Denied):
        operations.give_share(actor=thief, scrutineer=page, code=code, now=NOW)


def test_what_a_vote_decides_is_read_once_its_meeting_is_held(met):
    item = AgendaItem.objects.select_related("meeting__body__organisation").get(pk=met.items["comptes"].pk)
    item.resolution = "dissolution"
    poll = operations.put_to_vote(actor=met.actor(), asked=asking(met, HANDS, item=item), now=NOW)
    assert poll.put.resolution == "ordinary"


def test_a_seat_and_who_keeps_the_key_are_those_of_this_meeting_as_it_is_held(met):
    with arranging():
        elsewhere = SeatFactory()
        other = under_way(members=4).entries[0]
    elsewhere.body.organisation_id = met.meeting.organisation.pk
    with pytest.raises(Invalid) as refusal:
        opened(met, PAPER, ELECTION, seat=elsewhere, places=1, candidates=[Standing("Anne Madec")])
    assert refusal.value.field == "seat"
    other.meeting_id = met.meeting.pk
    keepers = [other, *met.entries[1:3]]
    asked = asking(met, SECRET, scrutineers=keepers, threshold=2)
    with pytest.raises(Invalid) as refusal:
        operations.draft_poll(actor=met.actor(), asked=asked, now=NOW)
    assert refusal.value.field == "scrutineers"


@pytest.mark.parametrize("name", ["Ensemble\u00a0!", "Ensemble\u202f!", "  Pour   demain "])
def test_a_list_is_named_with_plain_spaces_and_counted_so(met, name):
    standing = [Standing("Anne Madec", on_list=name), Standing("Yann Le Bris", on_list=" ".join(name.split()))]
    poll, _ = opened(met, PAPER, ELECTION, by_lists=True, places=2, candidates=standing)
    poll = hands(met, poll, **{" ".join(name.split()): 9})
    assert poll.state == Poll.State.COUNTED
    assert [one.rank for one in poll.candidates.order_by("rank")] == [1, 2]


def test_a_vote_that_could_not_be_counted_does_not_open(met):
    standing = [Standing("Anne Madec", on_list="Ensemble"), Standing("Yann Le Bris", on_list="Autre")]
    asked = asking(met, PAPER, ELECTION, by_lists=True, places=2, candidates=standing)
    draft = operations.draft_poll(actor=met.actor(), asked=asked, now=NOW)
    with act("tests.try", actor=SYSTEM, about=met.meeting.organisation, now=NOW):
        draft.candidates.filter(on_list="Ensemble").update(on_list="Ensemble\u202f!")
    with pytest.raises(Refused, match="ne pourrait pas être compté"):
        operations.open_poll(actor=met.actor(), poll=draft, now=NOW)
    assert Poll.objects.get(pk=draft.pk).state == Poll.State.DRAFT


@pytest.mark.parametrize("name", ["A\u200bB", "x\u202ey", "blank", "Null", "-", "\U000e0041x"])
def test_a_list_whose_name_would_not_be_counted_is_refused(met, name):
    standing = [Standing("Anne Madec", on_list=name), Standing("Yann Le Bris", on_list="Autre")]
    with pytest.raises(Invalid) as refusal:
        opened(met, PAPER, ELECTION, by_lists=True, places=2, candidates=standing)
    assert refusal.value.field == "candidates"
