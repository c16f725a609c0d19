"""What was cast becomes a verdict that anybody can compute again, and a line of the register."""

import html
import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template

from kevread.common.errors import Denied, Invalid, Refused
from kevread.meetings import operations
from kevread.meetings.models import Application, Ballot, Decision, OpenedShare, Poll
from kevread.meetings.operations.box import roll_as_opened
from kevread.meetings.operations.polls import Standing
from kevread.meetings.queries.count_paper import count_paper
from kevread.meetings.queries.polls import panel_of, seals_of
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import SeatFactory

from .polling import (
    CALL,
    CONSENT,
    ELECTION,
    HANDS,
    NOW,
    OPEN,
    PAPER,
    SECRET,
    closed_at_end,
    drop,
    give,
    opened,
    scrutineer_of,
    under_way,
    voters,
)
from .worlds import gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def met():
    with arranging():
        return under_way()


def hands(met, poll, casting="", **votes):
    return operations.enter_count(
        actor=met.actor(), poll=poll, counts={"tous": {_key(k): v for k, v in votes.items()}}, casting=casting, now=NOW
    )


def _key(word):
    return {"for_": "for"}.get(word, word)


def cast_all(met, poll, answers):
    """Each voter in turn takes the next answer; how many votes each answer got."""
    found = Counter()
    for index, (actor, marks) in enumerate(voters(met, poll)):
        chosen = answers[index % len(answers)]
        drop(actor, poll, marks, *chosen)
        for choice in chosen or ["blank"]:
            found[choice] += len(marks)
    return found


def closed(met, poll):
    return operations.close_poll(actor=met.actor(), poll=poll, now=NOW + timedelta(minutes=5))


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


@pytest.mark.parametrize(("casting", "verdict"), [("for", "adopted"), ("against", "rejected"), ("none", "rejected")])
def test_whoever_presides_breaks_a_tie(met, casting, verdict):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Invalid, match="Il y a égalité"):
        hands(met, poll, for_=12, against=12)
    poll = hands(met, Poll.objects.get(), casting, for_=12, against=12)
    assert poll.result["answer"]["verdict"] == verdict
    assert poll.result["file"]["casting_vote"] == (None if casting == "none" else casting)


@pytest.mark.parametrize("votes", [{"for": 41}, {"for": 30, "against": 11}, {"for": -1}, {"perhaps": 1}])
def test_no_more_is_counted_than_there_was(met, votes):
    poll, _ = opened(met, HANDS)
    with pytest.raises(Invalid) as refusal:
        operations.enter_count(actor=met.actor(), poll=poll, counts={"tous": votes}, now=NOW)
    assert refusal.value.field == "counts"
    assert Poll.objects.get().state == "open"


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
        operations.cast_open(actor=actor, poll=poll, choices=[choice])
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
    assert (poll.result["said"], poll.result["sum"]) == ("Rejeté : quelqu’un s’y oppose.", "1 = 0")


def test_a_secret_vote_says_what_was_dropped(met, tmp_path, capsys):
    poll, codes = opened(met, SECRET)
    expected = cast_all(met, poll, [("for",), ("for",), ("against",), ("abstain",), ()])
    poll = closed(met, poll)
    assert (poll.state, poll.result) == ("closed", {})
    keepers = list(codes)
    poll = give(met, poll, keepers[0], codes[keepers[0]])
    assert poll.state == "closed"
    assert OpenedShare.objects.filter(poll=poll).count() == 1
    poll = give(met, poll, keepers[2], codes[keepers[2]])
    assert poll.state == "counted"
    assert poll.result["counts"] == {"tous": dict(expected)}
    assert not OpenedShare.objects.exists()
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


SHUT = (
    "L’urne reste fermée Trop de codes sont perdus : il reste 1 part de la clé, il en faut 2. Rien n’est détruit, et rien "
    "n’a été lu."
)


def panel_in_words(met, poll, actor=None):
    """What the panel of a vote says to somebody: to whoever runs it, unless told otherwise."""
    panel = panel_of(Poll.objects.get(pk=poll.pk), actor or met.actor())
    page = get_template("meetings/poll_panel.html").render({"panel": panel, "scale": met.grouping})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def lose(met, poll, entry):
    operations.lose_share(actor=met.actor(entry.person), scrutineer=scrutineer_of(poll, entry), now=NOW)


def test_a_code_that_is_found_again_opens_its_share(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    one, two, three = codes
    lose(met, poll, two)  # while the vote is open too
    poll = closed(met, poll)
    lose(met, poll, three)
    assert SHUT in panel_in_words(met, poll)
    give(met, poll, two, codes[two])
    assert "L’urne reste fermée" not in panel_in_words(met, poll)
    assert give(met, poll, one, codes[one]).state == "counted"


def test_a_share_is_said_to_be_lost_by_whoever_keeps_it_and_while_it_serves(met):
    poll, codes = opened(met, SECRET)
    one, two, _ = codes
    with pytest.raises(Denied, match="confiée à"):
        operations.lose_share(actor=met.actor(), scrutineer=scrutineer_of(poll, one), now=NOW)
    poll = closed(met, poll)
    give(met, poll, one, codes[one])
    with pytest.raises(Refused, match="déjà ouverte"):
        lose(met, poll, one)
    give(met, poll, two, codes[two])
    with pytest.raises(Refused, match="pas de part à ouvrir"):
        lose(met, poll, two)


def test_a_share_missing_is_not_needed_and_too_many_missing_destroys_nothing(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    poll = closed(met, poll)
    keeper, other, third = codes
    for _ in range(3):  # given again and again, one share stays one
        poll = give(met, poll, keeper, codes[keeper])
    assert (poll.state, Ballot.objects.filter(poll=poll).count()) == ("closed", 40)
    said = panel_in_words(met, poll)
    assert "1 part ouverte sur 2 qu’il faut pour ouvrir l’urne. On attend" in said
    assert all(str(one.person) in said for one in (other, third))
    assert "1 part suffit" in said
    lose(met, poll, other)
    said = panel_in_words(met, poll)
    assert f"On attend {third.person}." in said
    assert "L’urne reste fermée" not in said
    lose(met, poll, third)
    assert SHUT in panel_in_words(met, poll)
    assert "Annulez ce vote" in panel_in_words(met, poll)
    assert "Qui tient la séance annule ce vote" in panel_in_words(met, poll, met.actor(met.entries[30].person))
    assert Ballot.objects.filter(poll=poll).count() == 40
    void = operations.void_poll(actor=met.actor(), poll=poll, reason="Deux codes sont perdus.", now=NOW)
    assert (void.state, void.reason) == ("void", "Deux codes sont perdus.")
    assert Ballot.objects.filter(poll=poll).count() == 40
    assert not OpenedShare.objects.exists()
    again, _ = opened(met, PAPER)
    assert hands(met, again, for_=40).result["answer"]["verdict"] == "adopted"


def test_a_share_opens_with_its_own_code_by_its_own_keeper(met):
    poll, codes = opened(met, SECRET)
    poll = closed(met, poll)
    one, two = list(codes)[:2]
    with pytest.raises(Invalid, match="n’est pas celui de votre part"):
        give(met, poll, one, codes[two])
    with pytest.raises(Invalid, match="lettres et chiffres"):
        give(met, poll, one, "perdu")
    with pytest.raises(Denied):
        operations.give_share(actor=met.actor(), scrutineer=scrutineer_of(poll, one), code=codes[one], now=NOW)
    assert give(met, poll, one, codes[one].lower().replace("-", " ")).opened_shares.count() == 1


def test_nothing_is_opened_before_the_closing(met):
    poll, codes = opened(met, SECRET)
    keeper = next(iter(codes))
    with pytest.raises(Refused, match="ouvert"):
        give(met, poll, keeper, codes[keeper])


def test_a_box_that_was_stuffed_is_not_opened(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    Ballot.objects.create(poll=poll, receipt="0000-0000", sealed=b"stuffed by whoever has the database")
    poll = closed(met, poll)
    one, two = list(codes)[:2]
    give(met, poll, one, codes[one])
    with pytest.raises(Refused, match="41 bulletins, pour 40 voix"):
        give(met, poll, two, codes[two])
    assert Poll.objects.get().state == "closed"


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE meetings_rollmark SET votes = votes + 1 WHERE id = (SELECT min(id::text)::uuid FROM meetings_rollmark)",
        "UPDATE meetings_rollmark SET voter_id = (SELECT max(voter_id::text)::uuid FROM meetings_rollmark)",
        "UPDATE meetings_poll SET public_key = decode(repeat('00', 32), 'hex')",
    ],
)
def test_a_box_whose_roll_or_key_is_not_that_of_the_opening_is_not_opened(met, tamper):
    """By whoever has the password of the database: the triggers are off."""
    poll, codes = opened(met, SECRET)
    poll = closed(met, poll)
    one, two = list(codes)[:2]
    give(met, poll, one, codes[one])
    poll = Poll.objects.get(pk=poll.pk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(tamper)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert not roll_as_opened(Poll.objects.get(pk=poll.pk))
    if "public_key" not in tamper:  # a share is bound to its key: it does not even open
        with pytest.raises(Refused, match="n’est pas celle de l’ouverture"):
            give(met, poll, two, codes[two])
    assert Poll.objects.get().state == "closed"


def test_what_is_sealed_at_the_opening_is_on_the_page_and_on_the_record(met, settings):
    poll, codes = opened(met, SECRET)
    known = {poll.sha256, poll.terms["roll_sha256"], poll.terms["key_sha256"]}
    cast_all(met, poll, [("for",)])
    poll = closed(met, poll)
    for keeper in list(codes)[:2]:
        poll = give(met, poll, keeper, codes[keeper])
    assert {seal.sha256 for seal in seals_of(poll)} == known | {poll.box_sha256}
    page = entered_as(met.entries[30].person, settings).get(f"/{met.grouping.slug}/votes/{poll.pk}").text
    paper = {fact.value: fact.name for fact in count_paper(poll).seals}
    assert all(seal.sha256 in page and paper[seal.sha256] == seal.name for seal in seals_of(poll))
    assert len(known | {poll.box_sha256}) == 4


def test_a_public_vote_seals_who_takes_part(met):
    poll, _ = opened(met, HANDS)
    assert [seal.name for seal in seals_of(poll)] == [
        "Termes, à l’ouverture",
        "Liste des votant·es et de leurs voix, à l’ouverture",
    ]


def test_a_clock_put_back_stops_no_vote(met):
    poll, codes = opened(met, SECRET)
    cast_all(met, poll, [("for",)])
    poll = operations.close_poll(actor=met.actor(), poll=poll, now=NOW - timedelta(hours=3))
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
        operations.cast_open(actor=actor, poll=poll, choices=["for"])
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
