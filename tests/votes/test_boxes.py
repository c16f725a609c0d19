"""A box, whatever is in it: sealed, added up, opened by enough of its keepers and by no fewer; counted to the ballot."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.common.errors import Invalid
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.loader import vote
from kevread.tally.rules.polls import read_terms
from kevread.votes.rules import sealing
from kevread.votes.rules.box import chance_of, receipt_of
from kevread.votes.rules.codes import read_back, written
from kevread.votes.rules.group import ORDER, base, encode, scalar_of
from kevread.votes.rules.keys import (
    check_key,
    is_opening,
    new_box,
    new_code,
    open_share,
    opening,
    public_key_of,
    read_sums,
)
from kevread.votes.rules.sealing import Sheet, added, holds, seal
from tests.sampling import sampled

POLL, VOTER = UUID(int=1), UUID(int=2)
NAMES = ("a", "b", "c")
BALLOTS = st.lists(st.sets(st.sampled_from(NAMES), max_size=2), min_size=1, max_size=6)
KEEPERS = st.integers(2, 9).flatmap(lambda n: st.tuples(st.integers(2, n), st.just(n)))
KEY = encode(base(1234567))


def sheet(key=KEY, most=2, terms=b"t" * 32):
    return Sheet(terms, key, (*NAMES, "blank"), most)


BALLOT = seal(sheet(), "", ["a", "c"])


@given(BALLOTS, KEEPERS, st.data())
@settings(max_examples=sampled(12, 4), deadline=None)
def test_what_goes_in_comes_out_for_enough_keepers(ballots, keepers, data):
    threshold, number = keepers
    codes = [new_code() for _ in range(number)]
    sharing, shares = new_box(threshold, [public_key_of(code) for code in codes])
    asked = sheet(sharing[0])
    sums = added(asked, data.draw(st.permutations([seal(asked, "", chosen) for chosen in ballots])))
    opened = {}
    for place in data.draw(st.permutations(range(1, number + 1)))[:threshold]:
        share = open_share(codes[place - 1], shares[place - 1], sharing, place)
        opened[place] = opening(share, asked.terms, place, sums)
        assert is_opening(opened[place], sharing, asked.terms, place, sums)
    said = Counter(code for chosen in ballots for code in chosen or ["blank"])
    assert read_sums(opened, sums, len(ballots)) == [said[code] for code in asked.codes]
    with pytest.raises(ValueError, match="do not make a count"):
        read_sums(dict(list(opened.items())[:-1]), sums, len(ballots))


def test_a_share_opens_the_sums_and_nothing_else():
    """What a keeper answers holds for these sums, this place and these terms."""
    codes = [new_code() for _ in range(3)]
    sharing, shares = new_box(2, [public_key_of(code) for code in codes])
    asked = sheet(sharing[0])
    one, two = (added(asked, [seal(asked, "", chosen)]) for chosen in (["a"], ["b"]))
    said = opening(open_share(codes[0], shares[0], sharing, 1), asked.terms, 1, one)
    assert is_opening(said, sharing, asked.terms, 1, one)
    assert not is_opening(said, sharing, asked.terms, 1, two)
    assert not is_opening(said, sharing, asked.terms, 2, one)
    assert not is_opening(said, sharing, b"u" * 32, 1, one)
    assert not is_opening(said[:-1], sharing, asked.terms, 1, one)
    assert not is_opening([*said[:-1], said[0]], sharing, asked.terms, 1, one)
    assert not is_opening([["zz", "0", "0"]] * len(said), sharing, asked.terms, 1, one)
    with pytest.raises(Invalid, match="n’est pas celui de votre part"):
        open_share(codes[1], shares[0], sharing, 1)
    with pytest.raises(Invalid):
        open_share(codes[0], shares[0], sharing, 2)


@given(st.integers(0, len(BALLOT) - 1))
@settings(max_examples=sampled(60, 15), deadline=None)
def test_a_ballot_touched_anywhere_no_longer_holds(place):
    assert not holds(sheet(), "", BALLOT[:place] + bytes([BALLOT[place] ^ 1]) + BALLOT[place + 1 :])


def test_a_ballot_holds_for_its_terms_its_college_and_its_key():
    assert holds(sheet(), "", BALLOT)
    assert not holds(sheet(), "poles", BALLOT)
    assert not holds(sheet(terms=b"u" * 32), "", BALLOT)
    assert not holds(sheet(encode(base(7654321))), "", BALLOT)
    assert not holds(sheet(most=1), "", BALLOT)
    assert not holds(sheet(), "", BALLOT[:-1])
    assert not holds(sheet(), "", b"")


@pytest.mark.parametrize("chosen", [("a", "b", "c"), ("a", "blank"), ("nobody",)])
def test_a_ballot_of_too_many_or_of_nothing_proves_nothing(chosen):
    """Whatever the page of the voter was made to send."""
    assert not holds(sheet(), "", seal(sheet(), "", chosen))


def test_a_cell_that_holds_two_votes_proves_nothing(monkeypatch):
    """Of the two names that one may give, the same twice: even by whoever writes the code of their page."""
    honest, first = sealing.base, iter([2])
    monkeypatch.setattr(sealing, "base", lambda scalar: honest(next(first, 1)) if scalar == 1 else honest(scalar))
    sealed = sealing.seal(sheet(), "", ["a"])
    monkeypatch.undo()
    assert not holds(sheet(), "", sealed)


def test_the_same_choice_sealed_twice_looks_different_and_is_as_long():
    sealed = {seal(sheet(), "", chosen) for chosen in (["a"], ["a"], ["b"], [], ["a", "b"])}
    assert len(sealed) == 5
    assert {len(one) for one in sealed} == {sheet().length}


@given(st.binary(min_size=16, max_size=16))
def test_what_is_written_down_is_read_back(data):
    text = written(data)
    assert read_back(text, 16) == data
    assert read_back(text.lower().replace("-", "  ").replace("0", "o").replace("1", "l"), 16) == data


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 26, "0" * 27, "é" * 26])
def test_what_is_no_code_is_said(text):
    with pytest.raises(Invalid):
        read_back(text, 16)


@pytest.mark.parametrize("public", [b"", bytes(64), b"\1" * 64, encode(base(3))[:-1], encode(base(3)) + b"\0"])
def test_what_is_no_key_is_not_taken(public):
    with pytest.raises(Invalid):
        check_key(public)


@pytest.mark.parametrize("data", [ORDER.to_bytes(32), b"\xff" * 32, b"", bytes(33)])
def test_a_number_is_written_in_one_way_only(data):
    with pytest.raises(ValueError, match="No scalar"):
        scalar_of(data)
    assert scalar_of((ORDER - 1).to_bytes(32)) == ORDER - 1


def test_a_receipt_commits_to_the_ballot_its_college_and_its_terms():
    receipt = receipt_of(b"t" * 32, "", BALLOT)
    for other in ((b"u" * 32, "", BALLOT), (b"t" * 32, "a", BALLOT), (b"t" * 32, "", BALLOT + b"x")):
        assert receipt_of(*other) != receipt


def test_the_chance_of_a_page_is_its_own():
    def first(*page):
        draw = chance_of(*page)
        return draw(), draw()

    page = POLL, VOTER, "a page", 0
    assert first(*page) == first(*page)
    assert all(0 <= number < ORDER for number in first(*page))
    others = [(uuid4(), VOTER, "a page", 0), (POLL, uuid4(), "a page", 0), (POLL, VOTER, "b page", 0), (*page[:3], 1)]
    assert len({first(*other) for other in [page, *others]}) == 5


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
