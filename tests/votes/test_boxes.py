"""A box, whatever is in it: sealed, shuffled, opened by enough of its keepers and by no fewer; counted to the ballot."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.common.errors import Invalid
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import read_terms
from kevread.votes.rules import (
    MOST_CHOICES,
    Slip,
    fingerprint,
    new_box,
    new_code,
    open_box,
    open_share,
    public_key_of,
    read_back,
    receipts_of,
    seal,
    unseal,
    written,
)
from tests.sampling import sampled

POLL, VOTER = UUID(int=1), UUID(int=2)
BALLOTS = st.lists(st.sets(st.integers(0, MOST_CHOICES - 1), max_size=9), max_size=12)
KEEPERS = st.integers(2, 9).flatmap(lambda n: st.tuples(st.integers(2, n), st.just(n)))


@given(BALLOTS, KEEPERS, st.data())
@settings(max_examples=sampled(25, 8), deadline=None)
def test_what_goes_in_comes_out_for_enough_keepers(ballots, keepers, data):
    threshold, number = keepers
    codes = [new_code() for _ in range(number)]
    public, shares = new_box(threshold, [public_key_of(code) for code in codes])
    box = [seal(public, POLL, "", f"R{rank}", sorted(chosen)) for rank, chosen in enumerate(ballots)]
    mixed = data.draw(st.permutations(box))
    assert fingerprint(mixed) == fingerprint(box)
    opened = [
        (place, open_share(code, share, public))
        for place, (code, share) in enumerate(zip(codes, shares, strict=True), 1)
    ]
    some = data.draw(st.permutations(opened))[:threshold]
    key = open_box(some, public)
    assert key is not None
    said = Counter(unseal(key, POLL, slip) for slip in mixed)
    assert said == Counter(tuple(sorted(chosen)) for chosen in ballots)
    assert open_box(some[:-1], public) is None


@given(st.text(max_size=3), st.text(max_size=3))
@settings(max_examples=sampled(30, 8), deadline=None)
def test_a_ballot_moved_renamed_or_touched_no_longer_opens(college, receipt):
    key = X25519PrivateKey.generate()
    slip = seal(key.public_key().public_bytes_raw(), POLL, college, receipt, [3])
    assert unseal(key, POLL, slip) == (3,)
    assert unseal(key, uuid4(), slip) is None
    assert unseal(key, POLL, Slip(receipt + "x", college, slip.sealed)) is None
    assert unseal(key, POLL, Slip(receipt, college + "x", slip.sealed)) is None
    assert unseal(key, POLL, Slip(receipt, college, slip.sealed[:-1] + bytes([slip.sealed[-1] ^ 1]))) is None
    assert unseal(key, POLL, Slip(receipt, college, b"")) is None


def test_the_same_choice_sealed_twice_looks_different():
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    sealed = {seal(key, POLL, "", "R", chosen).sealed for chosen in ([1], [1], [2], [], list(range(100)))}
    assert len(sealed) == 5
    assert len({len(one) for one in sealed}) == 1


@given(st.binary(min_size=16, max_size=16))
def test_what_is_written_down_is_read_back(data):
    text = written(data)
    assert read_back(text, 16) == data
    assert read_back(text.lower().replace("-", "  ").replace("0", "o").replace("1", "l"), 16) == data


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 26, "0" * 27, "é" * 26])
def test_what_is_no_code_is_said(text):
    with pytest.raises(Invalid):
        read_back(text, 16)


@given(st.integers(1, 40))
def test_receipts_of_a_page_are_its_own(number):
    receipts = receipts_of(POLL, VOTER, "a page", number)
    assert len(set(receipts)) == number
    assert receipts == receipts_of(POLL, VOTER, "a page", number)
    for other in (
        receipts_of(uuid4(), VOTER, "a page", number),
        receipts_of(POLL, uuid4(), "a page", number),
        receipts_of(POLL, VOTER, "another page", number),
    ):
        assert not set(receipts) & set(other)


TERMS = {
    "kind": "resolution",
    "majority": {"type": "simple", "base": "expressed"},
    "double_majority": None,
    "weighting": "none",
    "quorum": None,
    "voices": 300,
    "colleges": [
        {
            "code": tally.EVERYBODY,
            "weight": "1",
            "registered_members": 300,
            "present_members": 300,
            "proxies": 0,
            "registered_votes": 300,
            "present_votes": 300,
        }
    ],
}


@given(st.dictionaries(st.sampled_from(["for", "against", "abstain", "blank", "null"]), st.integers(0, 60)))
def test_the_file_of_a_count_says_what_was_counted(votes):
    answer = tally.row_of(tally.answer(vote(tally.tally_file(read_terms(TERMS), {tally.EVERYBODY: votes}))))
    more = votes.get("for", 0) > votes.get("against", 0)
    assert answer["verdict"] == ("adopted" if more else "rejected")
    assert (answer["for"], answer["against"]) == (str(votes.get("for", 0)), str(votes.get("against", 0)))


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "blank", "null"]), st.integers(0, 60)), st.integers(1, 3))
def test_an_election_is_counted_name_by_name(votes, seats):
    candidates = [
        {"code": code, "name": code, "list": None, "rank": rank, "gender": None, "born": None}
        for rank, code in enumerate("abc", 1)
    ]
    terms = {
        "kind": "election",
        "by": "plurality",
        "seats": seats,
        "tie": "runoff",
        "parity": "none",
        "candidates": candidates,
    }
    answer = tally.row_of(tally.answer(vote(tally.tally_file(read_terms(terms), {tally.EVERYBODY: votes}))))
    assert answer["votes"] == {code: votes.get(code, 0) for code in answer["votes"]}
    assert all(votes.get(code, 0) for code in answer["elected"])
    assert len(answer["elected"]) + bool(answer["tied"]) <= seats + 1
