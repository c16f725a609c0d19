"""Costs are shared to the cent: the parts make the whole, supports keep nothing, keys never turn round."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kevread.common.money import shared
from kevread.ledgers.rules.sharing import CycleFound, Meaning, cascade, in_order, meaning_of, split

CENTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)


@given(CENTS, WEIGHTS)
def test_the_parts_make_the_whole_each_within_a_cent_of_its_own(cents, weights):
    parts = shared(cents, weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(cents * weight, sum(weights))) < 1
        assert part * cents >= 0
        assert weight or not part


@given(st.integers(1, 10**9), WEIGHTS)
def test_the_cents_that_are_left_go_to_the_largest_remainders(cents, weights):
    total, parts = sum(weights), shared(cents, weights)
    rests = [
        (cents * weight % total, part > cents * weight // total) for weight, part in zip(weights, parts, strict=True)
    ]
    up, down = ([rest for rest, is_up in rests if is_up is way] for way in (True, False))
    assert not up or not down or min(up) >= max(down)


@pytest.mark.parametrize("weights", [[0, 0], [-1, 2]])
def test_nothing_is_shared_by_nothing(weights):
    with pytest.raises(ValueError, match="Nothing"):
        shared(1, weights)


@st.composite
def supports(draw):
    """Costs of some codes, and keys that only lead further on."""
    codes = [f"C{rank}" for rank in range(draw(st.integers(2, 7)))]
    direct = {code: draw(CENTS) for code in codes}
    keys = {}
    for rank, code in enumerate(codes[:-1]):
        if draw(st.booleans()):
            targets = draw(st.lists(st.sampled_from(codes[rank + 1 :]), min_size=1, unique=True))
            keys[code] = [(target, draw(st.integers(1, 100))) for target in targets]
    return direct, keys


@given(supports())
def test_supports_keep_nothing_and_nothing_is_lost(found):
    direct, keys = found
    flows = cascade(direct, keys)
    full = dict(direct)
    for one in flows:
        full[one.source] -= one.cents
        full[one.target] += one.cents
    assert sum(full.values()) == sum(direct.values())
    assert {full[code] for code in keys} <= {0}


def test_a_support_that_serves_a_support_is_shared_out_first():
    """500 of direction: 1 to support, 4 to the action; support has 300 of its own, and gives 400 by 1 and 3."""
    keys = {"SUPPORT": [("A", 1), ("B", 3)], "DIRECTION": [("SUPPORT", 1), ("A", 4)]}
    flows = {(one.source, one.target): one.cents for one in cascade({"DIRECTION": 500, "SUPPORT": 300}, keys)}
    assert flows == {
        ("DIRECTION", "SUPPORT"): 100,
        ("DIRECTION", "A"): 400,
        ("SUPPORT", "A"): 100,
        ("SUPPORT", "B"): 300,
    }


@pytest.mark.parametrize(
    ("keys", "through"),
    [
        ({"A": [("A", 1)]}, {"A"}),
        ({"A": [("B", 1)], "B": [("C", 1)], "C": [("A", 1), ("D", 5)]}, {"A", "B", "C"}),
    ],
)
def test_keys_that_lead_back_are_named(keys, through):
    with pytest.raises(CycleFound) as raised:
        in_order(keys)
    assert set(raised.value.codes) == through


def test_a_part_of_nothing_leads_nowhere():
    assert in_order({"A": [("B", 1)], "B": [("A", 0), ("C", 1)]}) == ["A", "B"]


def test_the_longest_beginning_says_what_an_account_is_and_a_section_says_more():
    rules = [
        Meaning("6", "", {}, (("ANY", 1),)),
        Meaning("641", "", {}, (("PAY", 1),)),
        Meaning("6", "ALIM", {}, (("FOOD", 1),)),
    ]
    said = {"613": "ANY", "6413": "PAY", "6413 ALIM": "FOOD", "613 X": "ANY"}
    for asked, action in said.items():
        account, _, section = asked.partition(" ")
        found = meaning_of(account, section, rules)
        assert found and found.parts[0][0] == action, asked
    assert meaning_of("741", "", rules) is None


def test_a_line_is_split_in_the_order_of_its_actions():
    assert split(1001, (("A", 1), ("B", 1))) == [("A", 501), ("B", 500)]
