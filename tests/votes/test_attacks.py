"""A vote against somebody with `psql`, as they would go about it: a whole box made up, the key of a box put in after the
opening, one voter singled out, ballots taken out, answers by name turned round. Each is done here, and seen."""

import json
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from kevread.common.errors import Refused
from kevread.journal.tables import verify_all
from kevread.tally.rules import tallies as tally
from kevread.votes import operations
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark, Scrutineer
from kevread.votes.queries.awaited import awaited_of
from kevread.votes.queries.box import box_of, bundle_of
from kevread.votes.queries.installation import installation
from kevread.votes.queries.polls import named_votes
from kevread.votes.rules import box
from kevread.votes.rules.bundle import read_bundle, verify
from kevread.votes.rules.group import base, drawn, encode
from kevread.votes.rules.keys import sealed_to, value_at
from kevread.votes.rules.sealing import seal, sheet_of
from tests.gatherings.polling import CALL, HANDS, NOW, OPEN, SECRET, closed, drop, hands, opened, voters

from .test_whoever_holds_the_database import by_hand, counted, said_of, standing

pytestmark = pytest.mark.django_db
MINE = box.Stamp(b"of whoever has the database")
__all__ = ["standing"]


def put(poll, terms, stamp=MINE, public=None):
    """Other terms, with their digest and a stamp of one's own."""
    sha = tally.digest(terms)
    by_hand(
        "UPDATE votes_poll SET terms = %s, sha256 = %s, terms_stamp = %s, public_key = coalesce(%s, public_key) WHERE id = %s",
        json.dumps(terms),
        sha,
        stamp.sign(box.stamped_terms(bytes.fromhex(sha))),
        public,
        poll.pk,
    )
    return Poll.objects.get(pk=poll.pk)


def emptied(poll):
    by_hand("DELETE FROM votes_ballot WHERE poll_id = %s", poll.pk)
    by_hand("DELETE FROM votes_commitment WHERE poll_id = %s", poll.pk)


def everybody_votes(poll, ballots, stamp):
    """The box and its roll, made up: these ballots, one for each vote, stamped with this key."""
    terms = bytes.fromhex(poll.sha256)
    emptied(poll)
    for mark in RollMark.objects.filter(poll=poll):
        by_hand(
            "UPDATE votes_rollmark SET marked = true, stamp = %s WHERE id = %s",
            stamp.sign(box.stamped_mark(terms, mark.voter_id)),
            mark.pk,
        )
        for _ in range(mark.votes):
            sealed = next(ballots)
            by_hand(
                "INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed, stamp) VALUES (%s, %s, '', %s, %s, %s)",
                uuid4(),
                poll.pk,
                box.receipt_of(terms, "", sealed),
                sealed,
                stamp.sign(box.stamped_ballot(terms, "", sealed)),
            )


def sheet(poll):
    return sheet_of(poll.put, poll.sha256, bytes(poll.public_key))


def always(poll, *choices):
    while True:
        yield seal(sheet(poll), "", choices)


def all_cast(met, poll, choice="for"):
    for actor, marks in voters(met, poll):
        drop(actor, poll, marks, choice)
    return Poll.objects.get(pk=poll.pk)


# A whole vote made up ------------------------------------------------------------------------------------------------


def test_a_whole_vote_made_up_under_a_key_of_ones_own_is_neither_closed_nor_opened(met):
    poll, codes = opened(met, SECRET)
    poll = all_cast(met, poll)
    poll = put(poll, poll.terms | {"stamp_key": MINE.public.hex()})
    everybody_votes(poll, always(poll, "against"), MINE)
    with pytest.raises(Refused, match="ne porte pas la clé de cette installation"):
        closed(met, poll)
    found = box.fingerprint(*box_of(poll.pk))
    by_hand(
        "UPDATE votes_poll SET state = 'closed', closed_at = opened_at, box_sha256 = %s, box_stamp = %s WHERE id = %s",
        found,
        MINE.sign(box.stamped_box(bytes.fromhex(poll.sha256), found)),
        poll.pk,
    )
    with pytest.raises(Refused, match="ne porte pas la clé de cette installation"):
        counted(met, Poll.objects.get(pk=poll.pk), codes)


def test_a_file_made_up_whole_is_not_of_the_installation_whose_key_one_knows(met):
    """What it holds agrees with the key that it brings: the key known elsewhere is what tells it."""
    poll, _ = opened(met, SECRET)
    poll = put(poll, poll.terms | {"stamp_key": MINE.public.hex()})
    everybody_votes(poll, always(poll, "against"), MINE)
    found = box.fingerprint(*box_of(poll.pk))
    stamp = MINE.sign(box.stamped_box(bytes.fromhex(poll.sha256), found))
    by_hand("UPDATE votes_poll SET box_sha256 = %s, box_stamp = %s WHERE id = %s", found, stamp, poll.pk)
    bundle = read_bundle(bundle_of(Poll.objects.get(pk=poll.pk)))
    assert verify(bundle).verdict == "incomplete"
    held = verify(bundle, installation().print)
    assert (held.verdict, held.checks[0].ok) == ("altered", False)
    assert MINE.print in held.checks[0].detail


def test_nothing_is_cast_under_terms_that_were_replaced(met):
    poll, _ = opened(met, SECRET)
    poll = put(poll, poll.terms | {"stamp_key": MINE.public.hex()})
    actor, marks = voters(met, poll)[0]
    with pytest.raises(Refused, match="ne porte pas la clé de cette installation"):
        drop(actor, poll, marks, "for")
    assert not Ballot.objects.exists()


# The key of the box, put in after the opening ------------------------------------------------------------------------


def own_key(poll):
    """A key of the box that one has oneself, and what its terms would be."""
    secret = [drawn() for _ in range(poll.threshold)]
    sharing = [encode(base(one)) for one in secret]
    return (
        secret,
        sharing,
        poll.terms
        | {
            "sharing": [one.hex() for one in sharing],
            "key_sha256": box.fingerprint_of_key(sharing[0]),
        },
    )


def test_the_key_of_the_box_replaced_just_after_the_opening_takes_no_ballot(met):
    poll, _ = opened(met, SECRET)
    secret, sharing, terms = own_key(poll)
    for one in Scrutineer.objects.filter(poll=poll):
        share = sealed_to(bytes(one.public_key), value_at(secret, one.place), one.place)
        by_hand("UPDATE votes_scrutineer SET share = %s WHERE id = %s", share, one.pk)
    poll = put(poll, terms, public=sharing[0])
    actor, marks = voters(met, poll)[0]
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        drop(actor, poll, marks, "for")


def test_a_vote_does_not_go_back_to_be_prepared_even_in_an_act(met):
    """As the application, triggers on, in an act that one opens oneself."""
    opened(met, SECRET)
    for statement, said in (
        ("UPDATE votes_poll SET state = 'draft'", "dans cet ordre"),
        ("UPDATE votes_poll SET state = 'counted'", "dans cet ordre"),
        ("UPDATE votes_poll SET terms = '{}', sha256 = '', public_key = NULL", "ne changent plus"),
        ("UPDATE votes_poll SET terms_stamp = 'x'", "ne changent plus"),
        ("UPDATE votes_poll SET seat_id = NULL, places = 7", "ne changent plus"),
        ("UPDATE votes_scrutineer SET key_stamp = 'x'", "ne changent plus"),
        (
            """INSERT INTO votes_scrutineer (id, poll_id, entry_id, is_lost)
            SELECT gen_random_uuid(), poll_id, entry_id, false FROM votes_scrutineer LIMIT 1""",
            "ne changent plus",
        ),
    ):
        with pytest.raises(DatabaseError, match=said), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) VALUES "
                "(%s, 'votes.open', now(), '', '', '{}', '') RETURNING set_config('kevread.act', id::text, true)",
                [uuid4()],
            )
            cursor.execute(statement)


def test_what_a_closing_stamped_does_not_change(met):
    poll, _ = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll))
    for statement in ("UPDATE votes_poll SET box_stamp = 'x'", "UPDATE votes_poll SET state = 'open'"):
        with pytest.raises(DatabaseError, match=r"ne change plus|dans cet ordre"), transaction.atomic():
            connection.cursor().execute(statement)


def test_terms_that_another_vote_bears_are_not_those_of_this_one(met):
    """Stamped by the installation, and of another vote."""
    one, _ = opened(met, HANDS)
    hands(met, one, for_=9)
    two, _ = opened(met, HANDS)
    by_hand(
        "UPDATE votes_poll SET (terms, sha256, terms_stamp) = (SELECT terms, sha256, terms_stamp FROM votes_poll "
        "WHERE id = %s) WHERE id = %s",
        one.pk,
        two.pk,
    )
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        hands(met, two, for_=9)


@pytest.mark.parametrize(
    ("column", "value"), [("question", "Autre ?"), ("text", "Autre."), ("kind", "consent"), ("threshold", 3)]
)
def test_what_the_row_says_is_what_its_terms_say(met, column, value):
    poll, _ = opened(met, SECRET)
    by_hand(f"UPDATE votes_poll SET {column} = %s WHERE id = %s", value, poll.pk)
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        closed(met, poll)


# One voter singled out -----------------------------------------------------------------------------------------------


def cast_by_one(met, poll, choice):
    """All vote, one of them so; their ballot."""
    found = None
    for actor, marks in voters(met, poll):
        chosen = found is None and len(marks) == 1 and marks[0].votes == 1
        receipts = drop(actor, poll, marks, choice if chosen else "for")
        if chosen:
            found = bytes(Ballot.objects.get(receipt=receipts.codes[0]).sealed)
    return Poll.objects.get(pk=poll.pk), found


def one_among_abstentions(poll, ballot):
    yield ballot
    yield from always(poll, "abstain")


@pytest.mark.parametrize("stamp", [MINE, None], ids=["the database alone", "the key of the machine too"])
def test_a_ballot_put_among_abstentions_under_other_terms_is_not_opened(met, stamp):
    """With the key of the machine besides, all is stamped: the ballot itself still proves nothing under terms that are not its
    own."""
    poll, _ = opened(met, SECRET)
    poll, victim = cast_by_one(met, poll, "against")
    stamp = stamp or installation()
    poll = put(poll, poll.terms | {"stamp_key": stamp.public.hex(), "voters": 1}, stamp)
    everybody_votes(poll, one_among_abstentions(poll, victim), stamp)
    said = "ne porte pas la clé" if stamp is MINE else r"^1 bulletin\(s\) ne prouvent pas"
    with pytest.raises(Refused, match=said):
        closed(met, poll)


def test_a_box_is_opened_as_the_closing_stamped_it_and_not_otherwise(met):
    poll, codes = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll))
    by_hand(
        "UPDATE votes_poll SET box_stamp = %s", MINE.sign(box.stamped_box(bytes.fromhex(poll.sha256), poll.box_sha256))
    )
    with pytest.raises(Refused, match="n’est pas celle que Kevread a cachetée"):
        counted(met, Poll.objects.get(pk=poll.pk), codes)
    assert said_of(poll) == ("altered", {"receipts", "openings", "tally"})


# Ballots taken out ---------------------------------------------------------------------------------------------------


def removed(poll, number):
    """Ballots taken out with their marks, of people who cast one alone."""
    marks = RollMark.objects.filter(poll=poll, marked=True)
    alone = [one for one in marks if one.votes == 1 and marks.filter(voter=one.voter).count() == 1][:number]
    for one, ballot in zip(alone, Ballot.objects.filter(poll=poll).order_by("receipt"), strict=False):
        by_hand("UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE id = %s", one.pk)
        by_hand("DELETE FROM votes_ballot WHERE id = %s", ballot.pk)


def test_ballots_taken_out_with_their_marks_break_what_was_committed_to(met):
    poll, _ = opened(met, SECRET)
    poll = all_cast(met, poll)
    removed(poll, 3)
    with pytest.raises(Refused, match="n’est pas celui de ces bulletins"):
        closed(met, poll)
    by_hand(
        "UPDATE votes_commitment c SET ballots = n, sha256 = s FROM (SELECT count(*) n, encode(sha256(convert_to("
        "string_agg(receipt, chr(10) ORDER BY receipt COLLATE \"C\"), 'UTF8')), 'hex') s FROM votes_ballot) t"
    )
    by_hand("UPDATE votes_ballot SET batch = 1")
    by_hand("DELETE FROM votes_commitment WHERE number > 1")
    with pytest.raises(Refused, match="ne porte pas le cachet de l’installation"):
        closed(met, poll)


# Answers by name -----------------------------------------------------------------------------------------------------


def answered_against(met, poll):
    for actor, marks in voters(met, poll):
        if poll.method == OPEN:
            operations.cast_open(actor=actor, poll=poll, choices=("against",), now=NOW)
            continue
        for mark in marks:
            operations.call_name(actor=met.actor(), poll=poll, mark=mark, choices=("against",), now=NOW)


@pytest.mark.parametrize("method", [OPEN, CALL])
def test_answers_turned_round_are_not_counted(met, method):
    poll, _ = opened(met, method)
    answered_against(met, poll)
    by_hand("UPDATE votes_openvote SET choices = '[\"for\"]' WHERE id = (SELECT id FROM votes_openvote LIMIT 1)")
    with pytest.raises(Refused, match="n’est pas celle qui a été donnée"):
        closed(met, poll)


def test_the_answer_of_one_line_is_not_that_of_another(met):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    one, two = RollMark.objects.filter(poll=poll)[:2]
    by_hand(
        "UPDATE votes_openvote SET stamp = (SELECT stamp FROM votes_openvote WHERE mark_id = %s) WHERE mark_id = %s",
        one.pk,
        two.pk,
    )
    with pytest.raises(Refused, match="n’est pas celle qui a été donnée"):
        closed(met, poll)


def test_more_votes_for_somebody_by_name(met):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    by_hand("UPDATE votes_rollmark SET votes = votes + 5 WHERE id = (SELECT id FROM votes_rollmark LIMIT 1)")
    with pytest.raises(Refused, match="ne sont pas ceux de l’ouverture"):
        closed(met, poll)


def test_what_is_told_of_answers_by_name_is_what_the_count_froze_and_the_journal_follows(met):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    poll = closed(met, poll)
    by_hand("UPDATE votes_openvote SET choices = '[\"for\"]'")
    assert {word for _, _, word in named_votes(poll)} == {"Contre"}
    assert len(named_votes(poll)) == OpenVote.objects.count()
    by_hand("UPDATE votes_poll SET result = replace(result::text, '[\"against\"]', '[\"for\"]')::jsonb")
    faults = verify_all(None)["tables"]["faults"]
    assert [tuple(one["columns"]) for one in faults if one["table"] == "votes_poll"] == [("result",), ("result_stamp",)]
    assert len(faults) == 2
    assert named_votes(Poll.objects.get(pk=poll.pk)) == [], "what this site did not count is not told"


# What is told, and anchored -------------------------------------------------------------------------------------------


def sealing_asked():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'journal.seal'")
        return cursor.fetchone()[0]


def test_what_a_vote_froze_is_sealed_without_waiting(met):
    asked = [sealing_asked()]
    poll, codes = opened(met, SECRET)
    asked.append(sealing_asked())
    poll = closed(met, all_cast(met, poll))
    asked.append(sealing_asked())
    counted(met, poll, codes)
    asked.append(sealing_asked())
    assert [two - one for one, two in pairwise(asked)] == [1, 1, 1]


def test_each_is_told_what_the_roll_says_of_them_until_the_box_is_opened(met):
    poll, codes = opened(met, SECRET)
    (one, marks), (other, _), *_ = voters(met, poll)
    drop(one, poll, marks, "for")
    assert (waits(one), waits(other)) == ([], ["vote"])
    poll = closed(met, poll)
    assert (waits(one), waits(other)) == (["marked"], ["unmarked"])
    counted(met, poll, codes)
    assert (waits(one), waits(other)) == ([], [])


def waits(actor):
    return [one.what for one in awaited_of(actor.person) if one.what != "open"]
