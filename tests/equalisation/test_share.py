"""The share-out of the fund: what holds of any round, and those counted by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kevread.common.errors import Invalid
from kevread.equalisation.models import Campaign, Scenario
from kevread.equalisation.queries.laboratory import allocation_of
from kevread.equalisation.queries.path import computed
from kevread.equalisation.rules import Criterion, Direction, Round, allocate, certified, share_out
from kevread.equalisation.rules.certified import FEW
from kevread.equalisation.rules.loader import round_of
from kevread.equalisation.rules.reading import one_more
from kevread.equalisation.rules.terms import Measured, Terms, round_with
from tests.equalisation.rounds import EXAMPLE, FILTER, SHARED, large, rounds, whole_rates, with_value

unhurried = settings(deadline=None)  # a shared machine may stop for a while


THIRDS = (("a", 3_333), ("b", 6_667))


def simple(values: dict[str, int], envelope: int = 100, **rules) -> Round:
    direction = rules.pop("direction", Direction.DIRECT)
    criterion = Criterion(10_000, direction, {who: Fraction(value) for who, value in values.items()})
    return Round(envelope=envelope, criteria={"k": criterion}, **rules)


# P1 to P13 ------------------------------------------------------------------------------------------------------------


@unhurried
@given(rounds())
def test_it_spends_the_envelope_in_whole_cents_between_the_bounds(one):
    """P1, P2, P3, P4."""
    answer = share_out(one)
    assert sum(answer.allocation.values()) == one.envelope
    for who, amount in answer.allocation.items():
        assert type(amount) is int
        assert 0 <= answer.bounds.lower[who] <= amount <= answer.bounds.upper[who]
        assert abs(answer.why[who].rounding) < 1


@unhurried
@given(rounds(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_does_not_count_and_twice_is_the_same(one, chance):
    """P5, P11."""

    def shuffled(values):
        items = list(values.items())
        chance.shuffle(items)
        return dict(items)

    criteria = {key: replace(each, values=shuffled(each.values)) for key, each in shuffled(one.criteria).items()}
    again = replace(one, criteria=criteria, strategic=shuffled(one.strategic))
    assert share_out(again) == share_out(one) == share_out(one)


@unhurried
@given(rounds(), st.data(), st.fractions(Fraction(1, 9), 9))
def test_another_unit_changes_nothing(one, data, times):
    """P6."""
    key = data.draw(st.sampled_from(sorted(one.criteria)))
    each = one.criteria[key]
    scaled = replace(each, values={who: value * times for who, value in each.values.items()})
    assert share_out(replace(one, criteria={**one.criteria, key: scaled})) == share_out(one)


@unhurried
@given(rounds(), st.data(), st.integers(1, 1000))
def test_who_has_more_of_a_burden_does_not_receive_less(one, data, more):
    """P7, to a cent; less of a resource, the same."""
    key, who = data.draw(st.sampled_from(sorted(one.criteria))), data.draw(st.sampled_from(one.beneficiaries))
    greater = with_value(one, key, who, one.criteria[key].values[who] + more)
    change = share_out(greater).allocation[who] - share_out(one).allocation[who]
    assert change >= -1 if one.criteria[key].direction is Direction.DIRECT else change <= 1


@unhurried
@given(rounds(grows=True), whole_rates)
def test_nobody_loses_more_than_the_tunnel_lets_them(one, loss):
    """P8: the envelope is not smaller, and nothing had to be relaxed."""
    answer = share_out(replace(one, loss=loss))
    assume(answer.bounds.relaxations == ())
    for who, amount in answer.allocation.items():
        assert amount > (1 - loss) * one.received(who) - 1


@unhurried
@given(rounds(least=2), st.data())
def test_equals_receive_the_same_to_a_cent(one, data):
    """P9."""
    first, second = one.beneficiaries[:2]
    for key, each in one.criteria.items():
        one = with_value(one, key, second, each.values[first])
    one = replace(one, strategic=one.strategic | {second: min(one.chosen(first), one.chosen(second))})
    one = replace(one, strategic=one.strategic | {first: one.chosen(second)})
    if one.previous is not None:
        one = replace(one, previous={**one.previous, second: one.received(first)})
    allocation = share_out(one).allocation
    assert 0 <= allocation[first] - allocation[second] <= 1  # the first by its name has the cent


@unhurried
@given(rounds(), st.integers(1, 99))
def test_a_criterion_of_no_weight_changes_nothing(one, value):
    """P10."""
    more = Criterion(0, Direction.DIRECT, {who: Fraction(value + at) for at, who in enumerate(one.beneficiaries)})
    assert share_out(replace(one, criteria={**one.criteria, "more": more})).allocation == share_out(one).allocation


@unhurried
@given(rounds())
def test_an_amount_is_the_sum_of_its_parts(one):
    """P13."""
    answer = share_out(one)
    for who, why in answer.why.items():
        assert why.base + sum(why.criteria.values()) + why.strategic == why.gross
        assert why.gross + why.smoothing + why.bounds + why.rounding == answer.allocation[who]


@unhurried
@given(rounds())
def test_no_other_shares_are_nearer_to_what_was_wanted(one):
    """Between two who are not held by a bound, the ratio is that of what was wanted."""
    answer = share_out(one)
    wanted = {who: why.gross + why.smoothing for who, why in answer.why.items()}
    ideal = {who: amount - answer.why[who].rounding for who, amount in answer.allocation.items()}
    assume(not any(wanted[who] == 0 < ideal[who] for who in ideal))
    for who, amount in ideal.items():
        at_lambda = answer.multiplier * wanted[who]
        assert amount == min(max(at_lambda, answer.bounds.lower[who]), answer.bounds.upper[who])


# Those counted by hand ------------------------------------------------------------------------------------------------


def test_the_example_of_the_specification():
    answer = share_out(round_of(EXAMPLE))
    assert (answer.allocation, answer.multiplier, answer.bounds.relaxations) == (SHARED, 1, ())
    assert (answer.bounds.lower["SUD"], answer.bounds.upper["SUD"]) == (2_000_000, 8_000_001)


def test_the_largest_remainders_then_the_first_names():
    assert share_out(simple({"c": 1, "a": 1, "b": 1})).allocation == {"a": 34, "b": 33, "c": 33}
    assert share_out(simple({"a": 1, "b": 2, "c": 4}, envelope=10)).allocation == {"a": 1, "b": 3, "c": 6}


def test_an_inverse_criterion_gives_more_to_who_has_less():
    assert share_out(simple({"a": 1, "b": 3}, direction=Direction.INVERSE)).allocation == {"a": 75, "b": 25}


def test_a_criterion_that_nobody_has_leaves_its_weight_to_the_others():
    two = {
        "k": Criterion(4_000, Direction.DIRECT, {"a": Fraction(1), "b": Fraction(3)}),
        "nothing": Criterion(6_000, Direction.DIRECT, {"a": Fraction(0), "b": Fraction(0)}),
    }
    answer = share_out(Round(envelope=100, criteria=two))
    assert answer.allocation == {"a": 25, "b": 75}
    assert answer.why["a"].criteria == {"k": 25, "nothing": 0}


def test_without_any_criterion_left_shares_are_equal():
    answer = share_out(simple({"a": 0, "b": 0}, equal_base=Fraction(1, 5)))
    assert (answer.allocation, answer.why["a"].base) == ({"a": 50, "b": 50}, 50)


def test_a_floor_is_paid_by_the_others_in_proportion():
    answer = share_out(simple({"a": 0, "b": 1, "c": 3}, envelope=90, floor=Fraction(1)))
    assert answer.allocation == {"a": 30, "b": 30, "c": 30}
    answer = share_out(simple({"a": 0, "b": 1, "c": 3}, envelope=96, floor=Fraction(1, 2)))
    assert (answer.allocation, answer.multiplier) == ({"a": 16, "b": 20, "c": 60}, Fraction(5, 6))


def test_caps_that_cannot_hold_the_envelope_are_lifted_and_it_is_said():
    answer = share_out(simple({"a": 1, "b": 3}, cap=Fraction(1, 4)))
    assert (answer.bounds.relaxations, answer.bounds.upper) == (("caps",), {"a": 100, "b": 100})
    assert answer.allocation == {"a": 25, "b": 75}


def test_floors_above_the_envelope_are_lowered_in_proportion_and_it_is_said():
    before = {"previous": {"a": 60, "b": 30}, "previous_envelope": 50}
    answer = share_out(simple({"a": 1, "b": 3}, envelope=60, loss=Fraction(0), **before))
    assert (answer.bounds.relaxations, answer.bounds.lower) == (("floors",), {"a": 40, "b": 20})
    assert answer.allocation == {"a": 40, "b": 20}


def test_who_received_nothing_before_has_the_floor_and_the_cap_but_no_tunnel():
    before = {"previous": {"a": 100}, "previous_envelope": 100}
    answer = share_out(simple({"a": 1, "b": 1}, loss=Fraction(1, 10), gain=Fraction(0), cap=Fraction(1, 2), **before))
    assert answer.bounds.lower == {"a": 90, "b": 0}
    assert answer.bounds.upper == {"a": 90, "b": 50}


def test_smoothing_leaves_part_of_what_was_received_before():
    before = {"previous": {"a": 300}, "previous_envelope": 900}
    answer = share_out(simple({"a": 1, "b": 1}, smoothing=Fraction(1, 4), **before))
    assert answer.allocation == {"a": 88, "b": 12}
    assert answer.why["a"].smoothing == Fraction(75, 2)


def test_when_nobody_received_anything_there_is_nothing_to_smooth():
    before = {"previous": {"a": 0}, "previous_envelope": 900}
    assert share_out(simple({"a": 1, "b": 3}, smoothing=Fraction(1, 4), **before)).allocation == {"a": 25, "b": 75}


def test_what_no_multiplier_places_goes_equally_to_those_under_their_cap():
    answer = share_out(simple({"a": 1, "b": 0, "c": 0}, cap=Fraction(2, 5)))
    assert answer.allocation == {"a": 40, "b": 30, "c": 30}
    before = {"previous": {"b": 10}, "previous_envelope": 100}
    answer = share_out(simple({"a": 1, "b": 0, "c": 0}, cap=Fraction(1, 2), gain=Fraction(1), **before))
    assert answer.allocation == {"a": 50, "b": 20, "c": 30}


def test_an_envelope_of_nothing_gives_nothing():
    answer = share_out(replace(round_of(EXAMPLE), envelope=0))
    assert set(answer.allocation.values()) == {0}


def test_amounts_have_no_limit():
    many = 10**60 + 1
    assert share_out(simple({"a": 1, "b": 2}, envelope=many)).allocation == {
        "a": many // 3 + 1,
        "b": many - many // 3 - 1,
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"envelope": -1}, "envelope"),
        ({"criteria": {}}, "criteria"),
        ({"strategic": {"z": 1}}, "strategic.z"),
        ({"strategic": {"a": -1}}, "strategic.a"),
        ({"strategic": {"a": 60, "b": 41}}, "strategic"),
        ({"previous": {"z": 1}, "previous_envelope": 1}, "previous.z"),
        ({"previous": {"a": -1}, "previous_envelope": 1}, "previous.a"),
        ({"previous": {}}, "previous_envelope"),
        ({"previous_envelope": -1}, "previous_envelope"),
        ({"previous": {"a": 1}, "previous_envelope": 0}, "previous_envelope"),
        ({"equal_base": Fraction(11, 10)}, "equal_base"),
        ({"floor": Fraction(-1)}, "floor"),
        ({"gain": Fraction(-1)}, "gain"),
    ],
)
def test_what_does_not_hold_together_is_refused(changed, field):
    with pytest.raises(Invalid) as refusal:
        replace(simple({"a": 1, "b": 1}), **changed)
    assert refusal.value.field == field


# The certified filter -------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=200)
@given(rounds(most=9))
def test_what_is_certified_is_what_the_oracle_says(one):
    proven = certified(one)
    assert proven is None or proven == share_out(one).allocation


@pytest.mark.parametrize("bounded", [True, False])
def test_large_rounds_are_certified(bounded):
    one = large(60, bounded=bounded)
    assert certified(one) == allocate(one) == share_out(one).allocation


def test_what_cannot_be_told_in_integers_goes_to_the_oracle():
    """Each is due seven cents, exactly, in parts that are not whole: only fractions are sure of it."""
    who = [f"g{n:02}" for n in range(FEW + 2)]
    equal = {key: Criterion(weight, Direction.DIRECT, dict.fromkeys(who, Fraction(3))) for key, weight in THIRDS}
    ties = Round(envelope=7 * len(who), criteria=equal)
    assert certified(ties) is None
    assert set(allocate(ties).values()) == {7}


@pytest.fixture
def filtered(monkeypatch):
    """As if every round were large: what comes to the oracle through the filter is seen."""
    asked = []

    def oracle(one):
        asked.append(one)
        return share_out(one)

    monkeypatch.setattr(FILTER, "FEW", 0)
    monkeypatch.setattr(FILTER, "share_out", oracle)
    return asked


@pytest.mark.parametrize("where", ["queries.path", "rules.reading"])
def test_where_amounts_alone_are_read_a_large_round_goes_through_the_filter(where, filtered, monkeypatch):
    one = large(FEW + 10, criteria=3, inverse=1)
    data = Measured(one.envelope, {key: each.values for key, each in one.criteria.items()})
    terms = Terms({key: each.weight for key, each in one.criteria.items()}, {"floor": 5_000}, inverse=("k0",))
    expected = share_out(round_with(data, terms)).allocation

    def never(one):
        raise AssertionError("the oracle is slow for many")

    monkeypatch.setattr(f"kevread.equalisation.{where}.share_out", never, raising=False)
    if where == "queries.path":
        monkeypatch.setattr("kevread.equalisation.queries.path.measured", lambda campaign: data)
        assert computed(Campaign(terms=terms.plain())) == expected
        assert allocation_of(Scenario(terms=terms.plain()), data) == expected
    else:
        told = one_more(data, terms, "g00000", expected["g00000"])
        assert len(told) == 3 and all(change > 0 for code, change in told if code != "k0")
    assert filtered == []


@unhurried
@given(rounds(), st.sampled_from([0, FEW]))
def test_the_filter_answers_what_the_oracle_does_whatever_the_size(one, few):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(FILTER, "FEW", few)
        assert allocate(one) == share_out(one).allocation


def test_twins_are_told_apart_by_their_names_alone():
    twins = simple({f"g{n:02}": 3 for n in range(FEW + 2)}, envelope=7 * (FEW + 2) + 5)
    proven = certified(twins)
    assert proven == share_out(twins).allocation
    assert [who for who, amount in proven.items() if amount == 8] == [f"g{n:02}" for n in range(5)]
