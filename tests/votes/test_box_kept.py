"""A box that was counted stays as it was closed: ballots and marks are not in the journal, and the check of each night holds
them to the digest that the closing took, which is; so are rolls to that of the opening, and answers by name to what the
count froze. The page of the receipts says it by itself. Nobody has to download the file of the box for it to be named."""

from collections.abc import Iterable

import pytest
from django.utils.crypto import get_random_string

from kevread.common.errors import Refused
from kevread.journal.operations import check_tables
from kevread.journal.tables import verify_tables
from kevread.votes.models import Commitment, Poll
from kevread.votes.operations import box as closing
from kevread.votes.queries.box import box_of, bundle_of, is_as_closed
from kevread.votes.rules.box import fingerprint, fingerprint_of_before
from tests.arrange import undone
from tests.clients import entered_as
from tests.gatherings.polling import HANDS, NOW, OPEN, SECRET, closed, hands, opened
from tests.gatherings.screens import of_vote as at

from .test_attacks import answered_against
from .test_register import all_cast
from .test_whoever_holds_the_database import by_hand, counted, half, said_of, standing

pytestmark = pytest.mark.django_db
__all__ = ["standing"]
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
    "what was committed to, erased": "DELETE FROM votes_commitment WHERE poll_id = %s",
    "what was committed to, erased with its batches": (
        "WITH gone AS (DELETE FROM votes_commitment WHERE poll_id = %s RETURNING poll_id) "
        "UPDATE votes_ballot SET batch = NULL WHERE poll_id IN (SELECT poll_id FROM gone)"
    ),
    "a commitment changed": "UPDATE votes_commitment SET ballots = ballots + 1 WHERE poll_id = %s",
    "a stamp of a commitment": "UPDATE votes_commitment SET stamp = NULL WHERE poll_id = %s",
    "a commitment added": (
        "INSERT INTO votes_commitment (id, poll_id, number, ballots, sha256, stamp) SELECT gen_random_uuid(), poll_id, "
        "number + 1, ballots + 1, sha256, stamp FROM votes_commitment WHERE poll_id = %s ORDER BY number DESC LIMIT 1"
    ),
    "a ballot out of its batch": "UPDATE votes_ballot SET batch = NULL WHERE poll_id = %s",
    "a stamp of a mark": "UPDATE votes_rollmark SET stamp = '' WHERE marked AND poll_id = %s",
}

OF_RECEIPTS = [name for name in ATTACKS if "commit" in name or "batch" in name]


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


def test_what_is_done_to_a_box_after_its_count_is_named(kept):
    assert said_of(kept) == ("valid", set())
    for attack, statement in ATTACKS.items():
        with undone():
            by_hand(statement, kept.pk)
            assert named() == [("votes_poll", kept.pk, ("box_sha256",), "differs")], attack
            assert check_tables(now=NOW).faults == 1, attack
            verdict, wrong = said_of(kept)
            assert verdict == "altered" and "receipts" in wrong, attack


def test_a_box_whose_receipts_were_made_to_say_something_else_is_not_opened(met):
    poll, codes = opened(met, SECRET)
    poll = closed(met, all_cast(met, poll))
    assert Commitment.objects.filter(poll=poll).count() > 1
    for attack in OF_RECEIPTS:
        with undone():
            by_hand(ATTACKS[attack], poll.pk)
            with pytest.raises(Refused, match="ce que les reçus disaient d’elle"):
                pytest.fail(f"{attack}: {counted(met, poll, codes)} is opened.")
            assert said_of(poll)[0] == "altered", attack


def test_a_box_closed_before_its_digest_held_them_is_opened_and_checked_as_it_was(met, closed_before):
    """Its file says which digest it is; nothing of it says what was committed to then, and the check tells how much is left."""
    poll, codes = closed_before
    assert named() == [] and is_as_closed(poll) and bundle_of(poll)["format"] == "kevread vote 3"
    poll = counted(met, poll, codes)
    assert said_of(poll) == ("valid", set())
    by_hand("DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot WHERE poll_id = %s LIMIT 1)", poll.pk)
    assert named() == [("votes_poll", poll.pk, ("box_sha256",), "differs")]
    assert said_of(poll)[0] == "altered" and not is_as_closed(poll)


@pytest.fixture
def closed_before(met, monkeypatch):
    """A box that Kevread closed as it did before decision 287, and the codes of its keepers."""
    poll, codes = opened(met, SECRET)
    poll = all_cast(met, poll)
    monkeypatch.setattr(closing, "fingerprint", lambda slips, lines, commitments: fingerprint_of_before(slips, lines))
    return closed(met, poll), codes


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


@pytest.mark.parametrize("method", [HANDS, OPEN, SECRET])
def test_the_roll_of_an_open_vote_is_that_of_its_opening(met, method):
    poll, _ = opened(met, method)
    require_roll_of_opening(poll, ROLL)


def test_the_roll_of_a_vote_that_was_counted_is_still_that_of_its_opening(met):
    poll, _ = opened(met, HANDS)
    hands(met, poll, for_=9)
    require_roll_of_opening(poll, list(ROLL)[:-1])


def require_roll_of_opening(poll: Poll, attacks: Iterable[str]) -> None:
    assert named() == []
    for attack in attacks:
        with undone():
            by_hand(ROLL[attack], poll.pk)
            assert named() == [("votes_poll", poll.pk, ("terms",), "differs")], attack


ANSWERS = {
    "an answer turned round": "UPDATE votes_openvote SET choices = '[\"for\"]' WHERE poll_id = %s",
    "an answer taken out": "DELETE FROM votes_openvote WHERE id = (SELECT id FROM votes_openvote WHERE poll_id = %s LIMIT 1)",
}


def test_the_answers_by_name_are_those_that_the_count_froze(met):
    poll, _ = opened(met, OPEN)
    answered_against(met, poll)
    closed(met, poll)
    assert named() == []
    for attack, statement in ANSWERS.items():
        with undone():
            by_hand(statement, poll.pk)
            assert named() == [("votes_poll", poll.pk, ("result",), "differs")], attack


# The page of the receipts ---------------------------------------------------------------------------------------------

CHANGED = "Cette urne n’est plus celle de la clôture"


def test_the_page_of_the_receipts_says_that_its_box_is_another(kept, seen):
    assert CHANGED not in seen(kept)
    for attack, statement in ATTACKS.items():
        with undone():
            by_hand(statement, kept.pk)
            assert CHANGED in seen(kept), attack


def test_it_says_so_where_the_digest_was_made_to_agree(met, kept, seen):
    by_hand("DELETE FROM votes_ballot WHERE id = (SELECT id FROM votes_ballot WHERE poll_id = %s LIMIT 1)", kept.pk)
    by_hand(f"UPDATE votes_poll SET box_sha256 = '{fingerprint(*box_of(kept.pk))}' WHERE id = %s", kept.pk)
    assert CHANGED in seen(kept)


def test_a_key_that_the_installation_had_is_still_its_own_there(kept, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], get_random_string(50)
    assert is_as_closed(kept)


def test_an_open_vote_has_no_receipts_and_says_nothing(met, seen):
    poll, _ = opened(met, SECRET)
    assert CHANGED not in seen(poll)
