"""The figures by which the fairness of a share-out is looked at, counted by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from kevread.equalisation.queries.collecting import sharing
from kevread.equalisation.queries.laboratory import laboratory
from kevread.equalisation.queries.share import sheet_of
from kevread.equalisation.rules.reading import fairness_of, held_by_bounds
from kevread.equalisation.rules.share import share_out
from tests.conftest import TODAY, arranging
from tests.equalisation.campaigns import RULES, campaign, proposed, told
from tests.equalisation.rounds import rounds
from tests.equalisation.test_share import simple

PEOPLE = {"a": 1, "b": 1, "c": 2}
# A floor of 16 each. Wanted 0, 24 and 72; given 16, 20 and 60: what b and c want is multiplied by 5/6.
FLOORED = simple({"a": 0, "b": 1, "c": 3}, envelope=96, floor=Fraction(1, 2))


def figures(one, people):
    return fairness_of(one, share_out(one), people)


def test_each_figure_is_that_counted_by_hand():
    found = figures(FLOORED, PEOPLE)
    # For each who lives there, 16, 20 and 30; without the floor 0, 24 and 36.
    assert found.gini == Fraction(2 * (4 + 2 * 14 + 2 * 10), 2 * 4 * 96) == Fraction(13, 96)
    assert found.gini_before == Fraction(2 * (24 + 2 * 36 + 2 * 12), 2 * 4 * 96) == Fraction(5, 16)
    # Of the money, 1/6, 5/24 and 5/8; of the people, 1/4, 1/4 and 1/2.
    assert found.hoover == (Fraction(1, 12) + Fraction(1, 24) + Fraction(1, 8)) / 2 == Fraction(1, 8)
    assert found.ratio == Fraction(30, 16)
    assert (found.held, found.displaced) == (("a",), 16)


def test_where_all_have_as_much_nothing_is_apart():
    found = figures(simple({"a": 1, "b": 1, "c": 2}, envelope=100), PEOPLE)
    assert (found.gini, found.gini_before, found.hoover, found.ratio) == (0, 0, 0, 1)
    assert (found.held, found.displaced) == ((), 0)


def test_a_share_of_nothing_is_no_ratio():
    found = figures(simple({"a": 0, "b": 1, "c": 2}, envelope=90), PEOPLE)
    assert found.ratio is None and found.gini is not None


@pytest.mark.parametrize("people", [{}, {"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 0}])
def test_where_the_people_are_not_counted_bounds_alone_are_told(people):
    found = figures(FLOORED, people)
    assert (found.gini, found.gini_before, found.hoover, found.ratio) == (None, None, None, None)
    assert (found.held, found.displaced) == (("a",), 16)


def test_an_envelope_of_nothing_is_apart_from_nobody():
    found = figures(replace(FLOORED, envelope=0), PEOPLE)
    assert (found.gini, found.hoover, found.ratio, found.held, found.displaced) == (None, None, None, (), 0)


HELD = {
    "one is at the cap, who has the rest is not": (simple({"a": 1, "b": 3}, cap=Fraction(3, 5)), ("b",)),
    "both are at the cap": (simple({"a": 1, "b": 3}, cap=Fraction(1, 2)), ("a", "b")),
    "the cap is wanted exactly": (simple({"a": 1, "b": 3}, cap=Fraction(3, 4)), ()),
    "no bound": (simple({"a": 1, "b": 3}), ()),
    "alone with all of it": (simple({"a": 1}), ()),
    "what nobody places is no bound": (simple({"a": 1, "b": 0, "c": 0}, cap=Fraction(2, 5)), ("a",)),
    "floors that spend all": (simple({"a": 0, "b": 1, "c": 3}, envelope=90, floor=Fraction(1)), ("a", "b", "c")),
    "a floor to the cent": (simple({"a": 1, "b": 3}, envelope=40, floor=Fraction(1, 2)), ()),
}


@pytest.mark.parametrize("case", HELD)
def test_held_are_those_whom_a_bound_stops(case):
    one, held = HELD[case]
    assert held_by_bounds(share_out(one)) == held


@settings(deadline=None)
@given(rounds())
def test_who_is_not_held_would_have_as_much_without_its_bounds(one):
    """Held: at the bound, to the fraction of a cent; whoever is not has the right λ of what it wanted, or what nobody wants."""
    answer = share_out(one)
    held = held_by_bounds(answer)
    for who, why in answer.why.items():
        wanted, ideal = why.gross + why.smoothing, answer.allocation[who] - why.rounding
        at_bound = ideal in (answer.bounds.lower[who], answer.bounds.upper[who])
        assert at_bound if who in held else ideal == answer.multiplier * wanted or not wanted


@pytest.mark.django_db
@pytest.mark.parametrize(("cap", "stopped"), [(5_200, 1), (None, 0)])
def test_the_page_of_a_share_says_whether_a_bound_plays(cap, stopped, scene):
    found = proposed(scene.world)
    with arranging():
        found.terms = replace(RULES, rates={**RULES.rates, "floor": 1_000, "cap": cap}).plain()
        found.save()
    told = [sheet_of(found, one, TODAY).bounds for one in sharing(found.as_of)]
    assert sum(one.startswith("Une borne joue") for one in told) == stopped
    assert sum(one.startswith("Aucune borne ne joue") for one in told) == 2 - stopped


@pytest.mark.django_db
def test_a_row_says_that_a_bound_plays_only_where_it_does(scene):
    seen = laboratory(told(campaign(scene.world)), {"plafond": "52"})
    capped = {row.slug for row in seen.rows if row.cents == 10_400_001}
    assert len(capped) == 1 and set(seen.fairness.held) == capped
    assert {row.slug for row in seen.rows if "une borne joue" in row.bounds} == capped
