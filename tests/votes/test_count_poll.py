"""What was cast becomes a verdict that anybody can compute again, and a line of the register."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command

from kevread.common.errors import Invalid, Refused
from kevread.decisions.models import Application, Decision
from kevread.meetings.rules.life import State
from kevread.votes import operations
from kevread.votes.models import Ballot, Poll, RollMark, Scrutineer
from kevread.votes.operations.named import casting_of, named, own_line
from kevread.votes.operations.polls import Standing
from tests.conftest import arranging
from tests.factories import SeatFactory
from tests.gatherings.polling import (
    CALL,
    CONSENT,
    ELECTION,
    HANDS,
    NOW,
    OPEN,
    PAPER,
    SECRET,
    cast_all,
    closed,
    closed_at_end,
    give,
    hands,
    opened,
    under_way,
    voters,
)
from tests.gatherings.worlds import gathering

pytestmark = pytest.mark.django_db


def test_hands_are_counted_and_decide(met):
    poll, _ = opened(met, HANDS)
    poll = hands(met, poll, for_=25, against=10, abstain=5)
    assert (poll.state, poll.result["sum"], poll.result["answer"]["verdict"]) == ("counted", "25 > 10", "adopted")
    decision = Decision.objects.get(pk=poll.result["decision"])
    assert (decision.outcome, decision.sum, decision.item) == ("adopted", "25 > 10", poll.item)
    assert decision.text == "L’assemblée approuve les comptes de l’exercice 2025."


def test_a_rejection_is_a_decision_too(met):
    poll, _ = opened(met, HANDS)
    poll = hands(met, poll, for_=10, against=25)
    assert Decision.objects.get().outcome == "rejected"
    assert poll.result["said"] == "Rejeté : la majorité demandée n’est pas atteinte."


def test_a_rejection_shows_a_comparison_that_is_true(met):
    poll, _ = opened(met, HANDS)
    assert hands(met, poll, for_=10, against=25).result["sum"] == "10 ≤ 25"


def test_where_nobody_is_for_or_against_words_say_it_and_no_sum_of_nothing(met):
    poll, _ = opened(met, HANDS)
    poll = hands(met, poll, abstain=9)
    assert poll.result["said"] == "Rejeté : personne n’a exprimé de voix, ni pour ni contre."
    assert poll.result["sum"] == Decision.objects.get().sum == "0 voix exprimée"


@pytest.mark.parametrize(("casting", "verdict"), [("for", "adopted"), ("against", "rejected"), ("none", "rejected")])
def test_whoever_presides_breaks_a_tie(met, casting, verdict):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Invalid, match="Il y a égalité"):
        hands(met, poll, for_=12, against=12)
    poll = hands(met, Poll.objects.get(), casting, for_=12, against=12)
    assert poll.result["answer"]["verdict"] == verdict
    assert poll.result["file"]["casting_vote"] == (None if casting == "none" else casting)


@pytest.mark.parametrize("votes", [{}, {"for": 0}])
def test_a_sitting_where_no_voice_is_counted_has_no_result(met, votes):
    poll, _ = opened(met, PAPER)
    with pytest.raises(Invalid, match="Zéro voix partout"):
        operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": votes}, now=NOW)
    assert Poll.objects.get().state == "open"


@pytest.mark.parametrize("votes", [{"for": 41}, {"for": 30, "against": 11}, {"for": -1}, {"perhaps": 1}])
def test_no_more_is_counted_than_there_was(met, votes):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Invalid) as refusal:
        operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": votes}, now=NOW)
    assert refusal.value.field == "counts"
    assert Poll.objects.get().state == "open"


@pytest.mark.parametrize("code", ["blank", "null"])
def test_a_paper_alone_is_blank_or_null(met, code):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Invalid, match="À main levée, rien n’est blanc ni nul"):
        hands(met, poll, for_=25, **{code: 1})
    with arranging():
        Poll.objects.update(state="void")
    poll, _ = opened(met, PAPER)
    assert hands(met, poll, for_=25, **{code: 1}).counted.counts["tous"][code] == 1


def test_a_vote_counted_by_college(tmp_path, capsys):
    with arranging():
        met = under_way(settings={"L1.11.double_majority": "all"})
    poll, _ = opened(met, PAPER)
    counts = {"poles": {"for": 28}, "adherents-directs": {"for": 4, "against": 7, "null": 1}}
    poll = operations.enter_count(actor=met.actor(), poll=poll, counts=counts, now=NOW)
    assert poll.result["answer"]["decided_by"] == "college"
    assert [row["verdict"] for row in poll.result["answer"]["colleges"]] == ["adopted", "rejected"]
    assert poll.result["said"] == "Rejeté : la majorité demandée manque dans un collège."
    assert away_from_the_server(poll, tmp_path, capsys) == poll.result["answer"]


def away_from_the_server(poll, folder, capsys):
    file = folder / "vote.json"
    file.write_text(json.dumps(Poll.objects.get(pk=poll.pk).result["file"]), encoding="utf-8")
    call_command("tally", str(file))
    return json.loads(capsys.readouterr().out)


def test_an_open_vote_is_counted_when_it_is_closed(met, tmp_path, capsys):
    poll, _ = opened(met, OPEN)
    expected = Counter()
    for index, (actor, marks) in enumerate(voters(met, poll)):
        choice = ("for", "for", "against", "abstain")[index % 4]
        operations.cast_open(actor=actor, poll=poll, choices=[choice], now=NOW)
        expected[choice] += len(marks)
    poll = closed(met, poll)
    assert poll.result["counts"] == {"tous": dict(expected)}
    assert poll.result["sum"] == f"{expected['for']} > {expected['against']}"
    assert away_from_the_server(poll, tmp_path, capsys) == poll.result["answer"]


def test_in_an_open_vote_the_tie_is_broken_by_the_vote_of_who_presides(met):
    poll, _ = opened(met, CALL)
    marks = list(poll.marks.select_related("entry__person"))
    chair = next(mark for mark in marks if mark.entry.person_id == met.president.pk)
    other = next(mark for mark in marks if mark is not chair)
    for mark, choice in ((chair, "against"), (other, "for")):
        operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=[choice], now=NOW)
    poll = closed(met, poll)
    assert (poll.result["answer"]["verdict"], poll.result["answer"]["decided_by"]) == ("rejected", "casting_vote")


def test_a_consent_falls_with_one_objection(met):
    poll, _ = opened(met, HANDS, kind=CONSENT)
    poll = hands(met, poll, object=1)
    assert (poll.result["said"], poll.result["sum"]) == ("Rejeté : quelqu’un s’y oppose.", "1 objection")


def test_a_secret_vote_says_what_was_dropped(met, tmp_path, capsys):
    poll, codes = opened(met, SECRET)
    expected = cast_all(met, poll, [("for",), ("for",), ("against",), ("abstain",), ()])
    poll = closed(met, poll)
    assert (poll.state, poll.result) == ("closed", {})
    keepers = list(codes)
    poll = give(met, poll, keepers[0], codes[keepers[0]])
    assert poll.state == "closed"
    assert Scrutineer.objects.filter(poll=poll, opening__isnull=False).count() == 1
    poll = give(met, poll, keepers[2], codes[keepers[2]])
    assert poll.state == "counted"
    assert poll.result["counts"] == {"tous": dict(expected)}
    assert away_from_the_server(poll, tmp_path, capsys) == poll.result["answer"]
    assert Decision.objects.get().sum == f"{expected['for']} > {expected['against']}"


def test_a_secret_election_fills_its_places(met):
    poll, codes = opened(met, SECRET, kind=ELECTION)
    expected = cast_all(met, poll, [("c-1", "c-3"), ("c-1",), ("c-2", "c-1"), ()])
    poll = closed(met, poll)
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    assert poll.result["answer"]["votes"] == {code: expected[code] for code in ("c-1", "c-2", "c-3")}
    assert poll.result["answer"]["elected"][0] == "c-1"
    assert all(len(row["choices"]) <= 1 for row in poll.result["file"]["ballots"])
    assert Decision.objects.get().outcome == "adopted"


def test_a_tie_names_nobody_and_says_whom_to_tell_apart(met):
    poll, _ = opened(met, PAPER, kind=ELECTION, places=1)
    poll = hands(met, poll, **{"c-1": 15, "c-2": 15, "c-3": 5, "blank": 2})
    assert poll.result["said"] == "Personne n’est élu. À départager par un autre vote : Anne, Bleuenn."
    assert Decision.objects.get().outcome == "rejected"


def test_the_casting_vote_is_not_used_where_it_would_tell_how_somebody_voted(met):
    poll, _ = opened(met, PAPER)
    assert poll.terms["casting_vote"] is None
    poll = hands(met, poll, for_=20, against=20)
    assert poll.result["answer"]["verdict"] == "rejected"


def test_nothing_is_opened_before_the_closing(met):
    poll, codes = opened(met, SECRET)
    keeper = next(iter(codes))
    with pytest.raises(Refused, match="ouvert"):
        give(met, poll, keeper, codes[keeper])


def test_a_box_that_was_stuffed_is_not_closed(met):
    poll, _ = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    Ballot.objects.create(
        poll=poll, receipt="0000-0000-0000-0000", sealed=b"stuffed", stamp=b"by whoever has the database"
    )
    with pytest.raises(Refused, match=r"1 bulletin\(s\) de l’urne n’y sont pas entrés par un vote"):
        closed(met, poll)
    assert Poll.objects.get().state == "open"
    operations.void_poll(actor=met.actor(), poll=poll, reason="L’urne a été bourrée.", now=NOW)


def test_a_clock_put_back_stops_no_vote(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    poll = operations.close_poll(missing=99, actor=met.actor(), poll=poll, now=NOW - timedelta(hours=3))
    assert poll.closed_at == poll.opened_at
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    assert poll.result["counts"] == {"tous": {"for": 40}}


def test_a_written_consultation_counts_those_who_answer():
    with arranging():
        met = gathering(body="board", state=State.IN_PROGRESS, mode="written")
        met.meeting.chair = met.president
        met.meeting.save()
    poll, _ = opened(met, OPEN)
    assert poll.terms["voices"] == 12
    for actor, _marks in voters(met, poll)[:5]:
        operations.cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    poll = closed_at_end(met, poll)
    assert poll.result["answer"]["verdict"] == "no_quorum"
    assert poll.result["said"] == "Le quorum n’est pas atteint : ce vote ne décide rien."
    assert not Decision.objects.exists()


def test_a_result_is_final(met):
    poll, _ = opened(met, HANDS)
    poll = hands(met, poll, for_=30)
    with pytest.raises(Refused, match="dépouillé"):
        operations.void_poll(actor=met.actor(), poll=poll, reason="Regret", now=NOW)
    with pytest.raises(Refused, match="dépouillé"):
        hands(met, poll, for_=1)
    with pytest.raises(Refused, match="dépouillé"):
        closed(met, poll)


def test_whoever_is_elected_to_a_seat_waits_for_a_mandate(met):
    """The decision says who; a person opens the mandate, and its conditions are judged then."""
    standing = [Standing(str(entry.person), entry.person) for entry in met.entries[20:23]]
    seat = met.directors[-1].seat
    poll, _ = opened(met, PAPER, kind=ELECTION, candidates=standing, seat=seat)
    hands(met, poll, **{"c-1": 30, "c-2": 25, "c-3": 2})
    waiting = Application.objects.filter(decision=Decision.objects.get()).order_by("pk")
    assert [(one.kind, one.asked["person"], one.asked["seat"]) for one in waiting] == [
        ("mandate", str(one.person.pk), str(seat.pk)) for one in standing[:2]
    ]
    assert waiting[0].asked["represents"] == str(met.entries[20].represents_id)


def test_a_seat_of_another_organisation_is_not_filled_here(met):
    with arranging():
        elsewhere = SeatFactory()
    with pytest.raises(Invalid) as refusal:
        opened(met, PAPER, kind=ELECTION, seat=elsewhere)
    assert refusal.value.field == "seat"


def test_a_tie_is_broken_by_the_voice_of_whoever_presides_not_by_one_they_carry():
    """They carry a proxy: what its giver answers, called by name, breaks nothing; what they answer for themselves does."""
    with arranging():
        met = under_way(members=12, represented=2)
        met.meeting.chair = met.proxies[0].holder.person
        met.meeting.save()
    poll, _ = opened(met, CALL)
    carried = RollMark.objects.get(poll=poll, entry=met.proxies[0].giver)
    own = RollMark.objects.get(poll=poll, entry=met.proxies[0].holder)
    call = {"actor": met.actor(), "poll": poll, "now": NOW}
    operations.call_name(mark=carried, choices=["for"], **call)
    assert carried.voter_id == own.voter_id == met.meeting.chair_id
    assert casting_of(own_line(poll, named(poll))) == "none"
    operations.call_name(mark=own, choices=["against"], **call)
    assert casting_of(own_line(poll, named(poll))) == "against"
