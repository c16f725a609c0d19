"""Each way of electing, on ballots counted by hand."""

import pytest

from kevread.common.errors import Invalid
from kevread.tally.rules import Ballot, Candidate, Election, Method, Parity, elect
from tests.gatherings.cases import ELECTIONS, FOUR


@pytest.mark.parametrize("case", ELECTIONS)
def test_who_is_elected(case):
    election, filling, elected, tied = ELECTIONS[case]
    result = elect(election)
    assert (result.filling.value, " ".join(result.elected), " ".join(result.tied)) == (filling, elected, tied)


def test_null_ballots_count_for_nobody():
    assert elect(FOUR(2, a=1, a_b=2, c_d_a=90)).votes == {"a": 3, "b": 2, "c": 0, "d": 0}


def listed(*candidates: Candidate, ballots: tuple[Ballot, ...] = ()) -> Election:
    return Election(Method.LIST, 1, candidates, ballots)


ALICE = Candidate("a", on_list="x", rank=1)
IMPOSSIBLE = {
    "a candidate twice": ("candidates.1.code", lambda: listed(ALICE, ALICE)),
    "no list": ("candidates.0.list", lambda: listed(Candidate("a", rank=1))),
    "no rank": ("candidates.0.rank", lambda: listed(Candidate("a", on_list="x"))),
    "a rank twice": ("candidates.1.rank", lambda: listed(ALICE, Candidate("b", on_list="x", rank=1))),
    "nobody knows them": ("ballots.0.choices", lambda: listed(ALICE, ballots=(Ballot(("a",)),))),
    "twice the same": ("ballots.0.choices", lambda: listed(ALICE, ballots=(Ballot(("x", "x")),))),
    "no seat": ("seats", lambda: Election(Method.PLURALITY, 0, (ALICE,), ())),
    "parity, no gender": (
        "candidates.0.gender",
        lambda: Election(Method.PLURALITY, 1, (ALICE,), (), parity=Parity.ALTERNATE),
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_field(case):
    field, make = IMPOSSIBLE[case]
    with pytest.raises(Invalid) as refused:
        make()
    assert refused.value.field == field
