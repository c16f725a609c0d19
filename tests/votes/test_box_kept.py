"""A box that was counted stays as it was closed: ballots and marks are not in the journal, and the check of each night holds
them to the digest that the closing took, which is. Nobody has to download the file of the box for it to be named."""

import pytest

from kevread.journal.operations import check_tables
from kevread.journal.tables import verify_tables
from kevread.votes.models import Poll
from tests.gatherings.polling import NOW, SECRET, closed, opened

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
