"""A box that was counted stays as it was closed: ballots and marks are not in the journal, and the check of each night holds
them to the digest that the closing took, which is; so are rolls to that of the opening, and answers by name to what the
count froze. The page of the receipts says it by itself. Nobody has to download the file of the box for it to be named."""

import pytest
from django.utils.crypto import get_random_string

from kevread.journal.operations import check_tables
from kevread.journal.tables import verify_tables
from kevread.votes.models import Poll
from kevread.votes.queries.box import box_of, is_as_closed
from tests.clients import entered_as
from tests.gatherings.polling import HANDS, NOW, OPEN, SECRET, closed, hands, opened
from tests.gatherings.screens import of_vote as at

from .test_attacks import answered_against
from .test_register import all_cast
from .test_whoever_holds_the_database import by_hand, counted, half, met

pytestmark = pytest.mark.django_db
__all__ = ["met"]
ATTACKS = {
    "a ballot taken out": "DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot WHERE poll_id = %s LIMIT 1)",
    "a ballot with its mark": (
        "WITH gone AS (DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot WHERE poll_id = %s LIMIT 1) "
        "RETURNING poll_id) UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE id = "
        "(SELECT id FROM votes_rollmark WHERE poll_id IN (SELECT poll_id FROM gone) AND marked LIMIT 1)"
    ),
    "a ballot rewritten": "UPDATE votes_ballot SET sealed = sealed || 'x' WHERE poll_id = %s",
    "a ballot under another receipt": "UPDATE votes_ballot SET receipt = reverse(receipt) WHERE poll_id = %s",
    "a mark taken off": "UPDATE votes_rollmark SET marked = false, stamp = NULL WHERE poll_id = %s",
    "a stamp of a mark": "UPDATE votes_rollmark SET stamp = '' WHERE marked AND poll_id = %s",
}


def named() -> list[tuple[str, object, tuple[str, ...], str]]:
    return [(one["table"], one["row"], one["columns"], one["kind"]) for one in verify_tables(None)["faults"]]


@pytest.fixture
def kept(met) -> Poll:
    poll, codes = opened(met, SECRET)
    return counted(met, closed(met, all_cast(met, poll)), codes)


@pytest.fixture
def seen(met, settings):
    """The page of the receipts of a vote, as its secretary reads it."""
    client = entered_as(met.secretary, settings)
    return lambda poll: client.get(at(met, poll, "/recus")).text


def test_a_box_as_it_was_closed_is_at_fault_of_nothing(kept):
    assert kept.state == Poll.State.COUNTED and named() == []


@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS)
def test_what_is_done_to_a_box_after_its_count_is_named(kept, statement):
    by_hand(statement, kept.pk)
    assert named() == [("votes_poll", kept.pk, ("box_sha256",), "differs")]
    assert check_tables(now=NOW).faults == 1


def test_a_box_that_is_open_has_no_digest_to_be_held_to(met):
    half(met)
    assert named() == []


# What the opening and the count froze ---------------------------------------------------------------------------------

ROLL = {
    "more votes": "UPDATE votes_rollmark SET votes = votes + 4 WHERE poll_id = %s",
    "another voter": (
        "UPDATE votes_rollmark m SET voter_id = (SELECT o.voter_id FROM votes_rollmark o WHERE o.voter_id <> m.voter_id "
        "LIMIT 1) WHERE poll_id = %s AND NOT by_proxy"
    ),
    "another college": "UPDATE votes_rollmark SET college = college || 'x' WHERE poll_id = %s",
    "a proxy that was not": "UPDATE votes_rollmark SET by_proxy = NOT by_proxy WHERE poll_id = %s",
    "a line less": (
        "DELETE FROM votes_rollmark WHERE id = (SELECT id FROM votes_rollmark WHERE poll_id = %s AND NOT marked LIMIT 1)"
    ),
}


@pytest.mark.parametrize("statement", ROLL.values(), ids=ROLL)
@pytest.mark.parametrize("method", [HANDS, OPEN, SECRET])
def test_the_roll_of_an_open_vote_is_that_of_its_opening(met, method, statement):
    poll, _ = opened(met, method)
    assert named() == []
    by_hand(statement, poll.pk)
    assert named() == [("votes_poll", poll.pk, ("terms",), "differs")]


@pytest.mark.parametrize("statement", list(ROLL.values())[:-1], ids=list(ROLL)[:-1])
def test_the_roll_of_a_vote_that_was_counted_is_still_that_of_its_opening(met, statement):
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9)
    assert named() == []
    by_hand(statement, poll.pk)
    assert named() == [("votes_poll", poll.pk, ("terms",), "differs")]


ANSWERS = {
    "an answer turned round": "UPDATE votes_openvote SET choices = '[\"for\"]' WHERE poll_id = %s",
    "an answer taken out": "DELETE FROM votes_openvote WHERE id = (SELECT id FROM votes_openvote WHERE poll_id = %s LIMIT 1)",
}


@pytest.mark.parametrize("statement", ANSWERS.values(), ids=ANSWERS)
def test_the_answers_by_name_are_those_that_the_count_froze(met, statement):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    closed(met, poll)
    assert named() == []
    by_hand(statement, poll.pk)
    assert named() == [("votes_poll", poll.pk, ("result",), "differs")]


# The page of the receipts ---------------------------------------------------------------------------------------------

CHANGED = "Cette urne n’est plus celle de la clôture"


@pytest.mark.parametrize("statement", ATTACKS.values(), ids=ATTACKS)
def test_the_page_of_the_receipts_says_that_its_box_is_another(met, kept, seen, statement):
    assert CHANGED not in seen(kept)
    by_hand(statement, kept.pk)
    assert CHANGED in seen(kept)


def test_it_says_so_where_the_digest_was_made_to_agree(met, kept, seen):
    by_hand("DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot WHERE poll_id = %s LIMIT 1)", kept.pk)
    by_hand(f"UPDATE votes_poll SET box_sha256 = '{box_of(kept.pk)}' WHERE id = %s", kept.pk)
    assert CHANGED in seen(kept)


def test_a_key_that_the_installation_had_is_still_its_own_there(kept, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], get_random_string(50)
    assert is_as_closed(kept)


def test_an_open_vote_has_no_receipts_and_says_nothing(met, seen):
    poll, _ = opened(met, SECRET)
    assert CHANGED not in seen(poll)
