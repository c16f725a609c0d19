"""Ballots, marks, answers and commitments are in no journal: changed while a verb runs, and put back, nothing says so
afterwards. So what a verb proved of them is what it uses. Whoever owns the tables makes any of its writes wait as long as they
like: each trial changes the tables between two moments of one verb."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from kevread.common.errors import Refused
from kevread.tally.rules.recount import told
from kevread.votes import operations
from kevread.votes.models import OpenVote, Poll, RollMark
from kevread.votes.operations import box as boxing
from kevread.votes.operations import close_poll, counting
from kevread.votes.operations import named as naming
from kevread.votes.queries.polls import minutes_of_count
from tests.arrange import arranging
from tests.gatherings.polling import CALL, CONSENT, NOW, OPEN, SECRET, closed, closed_at_end, opened, under_way, voters

from .test_attacks import all_cast, removed
from .test_consultation import STARTS, answer, asked, consulted
from .test_whoever_holds_the_database import by_hand, counted, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]


def before(monkeypatch, module, name, attack, time=1):
    """Whoever owns the tables does this just before that function runs, that time; how many times it ran."""
    real, ran = getattr(module, name), []

    def after_them(*given, **more):
        ran.append(name)
        if len(ran) == time:
            attack()
        return real(*given, **more)

    monkeypatch.setattr(module, name, after_them)
    return ran


BETWEEN = {
    "a ballot and its mark": lambda poll: removed(poll, 1),
    "what was committed to": lambda poll: by_hand("DELETE FROM votes_commitment WHERE poll_id = %s", poll.pk),
    "a batch": lambda poll: by_hand("UPDATE votes_ballot SET batch = NULL WHERE poll_id = %s", poll.pk),
}


@pytest.mark.parametrize("attack", BETWEEN.values(), ids=BETWEEN)
@pytest.mark.parametrize("moment", [(counting, "close", 1), (boxing, "require_still", 2)], ids=["written", "shuffled"])
def test_the_box_that_is_closed_is_the_one_that_was_proved(met, monkeypatch, attack, moment):
    poll, codes = opened(met, SECRET)
    poll = all_cast(met, poll)
    module, name, time = moment
    done = before(monkeypatch, module, name, lambda: attack(poll), time)
    with pytest.raises(Refused, match="ont changé dans la base pendant la clôture"):
        closed(met, poll)
    assert done and Poll.objects.get(pk=poll.pk).state == Poll.State.OPEN
    assert counted(met, closed(met, poll), codes).state == Poll.State.COUNTED, "put back by what was refused"


def test_those_who_answered_in_secret_are_those_of_the_box_that_was_proved(met, monkeypatch):
    poll, codes = opened(met, SECRET, CONSENT)
    poll = closed(met, all_cast(met, poll, "agree"))
    taken_off = "UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE poll_id = %s"
    done = before(monkeypatch, counting, "count_poll", lambda: by_hand(taken_off, poll.pk))
    poll = counted(met, poll, codes)
    assert done
    there = sum(one["present_votes"] for one in poll.result["answered"])
    assert there == sum(poll.result["counts"]["tous"].values()) == minutes_of_count(poll)["cast"] == poll.put.voices


ANSWER = """
INSERT INTO votes_openvote (id, mark_id, poll_id, choices, stamp) SELECT gen_random_uuid(), m.id, m.poll_id, '["for"]', ''
FROM votes_rollmark m WHERE m.poll_id = %s AND NOT EXISTS (SELECT FROM votes_openvote o WHERE o.mark_id = m.id)
"""


def test_answers_put_in_once_the_answers_were_proved_make_no_quorum(monkeypatch):
    met = consulted()
    poll = asked(met, OPEN, "resolution")
    answer(met, poll, 3, "for")
    done = before(monkeypatch, counting, "close", lambda: by_hand(ANSWER, poll.pk))
    poll = closed_at_end(met, poll)
    assert done and poll.result["answer"]["verdict"] == "no_quorum"
    assert [one["present_members"] for one in poll.result["answered"]] == [3]


def test_answers_put_in_while_a_closing_asks_who_is_awaited_end_no_consultation(monkeypatch):
    met = consulted()
    poll = asked(met)
    answer(met, poll, 2)
    by_hand(ANSWER, poll.pk)
    gone = lambda: by_hand("DELETE FROM votes_openvote WHERE poll_id = %s AND stamp = ''", poll.pk)  # noqa: E731
    done = before(monkeypatch, counting, "named", gone)
    with pytest.raises(Refused, match="tout le monde n’a pas encore répondu"):
        close_poll(missing=99, actor=met.actor(), poll=poll, now=STARTS + timedelta(minutes=5))
    assert done


def test_a_tie_is_broken_by_the_answer_that_was_counted(monkeypatch):
    with arranging():
        met = under_way(members=12, settings={"L1.11.casting_vote": "president"})
    poll, _ = opened(met, CALL)
    everybody = sorted(RollMark.objects.filter(poll=poll), key=lambda mark: mark.voter_id != met.meeting.chair_id)
    for number, mark in enumerate(everybody):
        choices = ["for" if number < len(everybody) / 2 else "against"]
        operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=choices, now=NOW)
    of_chair = "mark_id IN (SELECT id FROM votes_rollmark WHERE voter_id = %s)"
    turned = f"UPDATE votes_openvote SET choices = '[\"against\"]' WHERE {of_chair}"
    done = before(monkeypatch, counting, "close", lambda: by_hand(turned, met.meeting.chair_id))
    poll = closed(met, poll)
    assert done and poll.result["file"]["casting_vote"] == "for"
    assert poll.result["answer"]["verdict"] == "adopted" and told(poll.put, poll.result)
    other = {**poll.result, "casting_line": str(everybody[-1].entry_id)}
    assert told(poll.put, other) is None


def test_the_roll_that_is_counted_by_name_is_the_one_that_was_held(met, monkeypatch):
    poll, _ = opened(met, OPEN)
    for actor, _marks in voters(met, poll):
        operations.cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    more = lambda: by_hand("UPDATE votes_rollmark SET votes = votes + 5 WHERE poll_id = %s", poll.pk)  # noqa: E731
    done = before(monkeypatch, naming, "installation", more)
    poll = closed(met, poll)
    assert done and poll.result["counts"]["tous"] == {"for": poll.put.voices}


def test_a_result_whose_answers_are_not_those_of_its_names_is_not_told(monkeypatch):
    met = consulted()
    poll = asked(met, OPEN, "resolution")
    answer(met, poll, 3, "for")
    poll = closed_at_end(met, poll)
    assert told(poll.put, poll.result)
    result = json.loads(json.dumps(poll.result))
    result["names"] |= {str(uuid4()): ["for"]}
    assert told(poll.put, result) is None
    assert OpenVote.objects.count() == 3 and RollMark.objects.filter(poll=poll).count() > 3
