"""From one year to the next, each step is said to the cent, and drawn where it is; nothing is drawn of what is not known."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

from kevread.equalisation.queries.falling import Known, falls_of
from kevread.equalisation.rules.loader import round_of
from kevread.equalisation.rules.share import share_out
from kevread.equalisation.rules.waterfall import LESS, LEVEL, MORE, WHOLE, steps_between, to_the_cent, waterfall
from tests.equalisation.rounds import EXAMPLE, cents_said, rounds


@given(rounds(), rounds())
def test_from_one_year_to_the_next_the_steps_add_up_to_the_cent(before, now):
    was, will = share_out(before), share_out(now)
    growth = Fraction(now.envelope, before.envelope) if before.envelope else Fraction(1)
    for who in set(was.allocation) & set(will.allocation):
        steps = steps_between(will.why[who], will.allocation[who], was.why[who], was.allocation[who], growth)
        assert was.allocation[who] + sum(step.cents for step in steps) == will.allocation[who]
        assert all(step.cents for step in steps)


@given(rounds(), rounds())
def test_each_row_hangs_from_where_the_last_one_ended_and_stays_in_the_drawing(before, now):
    was, will = share_out(before), share_out(now)
    for who, amount in will.allocation.items():
        known = Known(2026, was, was.allocation)
        for drawn in falls_of(2027, will, known, who):
            for above, below in zip(drawn.falls, drawn.falls[1:], strict=False):
                hangs = below.left + below.width if below.kind == LESS else below.left
                assert below.kind == LEVEL or hangs == above.ends
            assert all(fall.left >= 0 and fall.width >= 0 and fall.left + fall.width <= WHOLE for fall in drawn.falls)
            assert cents_said(drawn.falls[-1].said) == amount
            steps = [fall for fall in drawn.falls if fall.kind != LEVEL]
            begun = cents_said(drawn.falls[0].said) if drawn.falls[0].kind == LEVEL and len(drawn.falls) > 1 else 0
            assert begun + sum(cents_said(fall.said) for fall in steps) == amount
            assert all((fall.kind == MORE) is (cents_said(fall.said) > 0) for fall in steps)


def test_parts_that_do_not_lead_to_the_amount_are_refused():
    with pytest.raises(AssertionError, match="do not lead"):
        to_the_cent([("Socle égalitaire", Fraction(3))], 0, 4)


@pytest.fixture
def example():
    return round_of(json.loads(json.dumps(EXAMPLE)))


@pytest.fixture
def answers(example):
    return share_out(example), share_out(replace(example, envelope=example.envelope * 2))


def titles(found) -> list[str]:
    return [drawn.title for drawn in found]


def test_an_envelope_twice_as_large_is_the_one_cause(answers):
    was, will = answers
    between, whole = falls_of(2027, will, Known(2026, was, was.allocation), "SUD")
    assert between.title == "De 2026 à 2027" and whole.title == "De zéro à cette part"
    kinds = [(fall.label, fall.kind) for fall in between.falls]
    assert kinds[:2] == [("En 2026", LEVEL), ("Enveloppe", MORE)] and kinds[-1] == ("En 2027", LEVEL)
    assert [label for label, _ in kinds[2:-1]] in ([], ["Arrondi au centime"])
    assert cents_said(between.falls[1].said) == pytest.approx(was.allocation["SUD"], abs=1)


def test_nothing_is_drawn_beside_a_year_that_its_rules_do_not_give_again(answers):
    was, will = answers
    alone = ["De zéro à cette part"]
    paid = {**was.allocation, "SUD": was.allocation["SUD"] + 1}
    assert titles(falls_of(2027, will, Known(2026, was, paid), "SUD")) == alone
    assert len(falls_of(2027, will, Known(2026, was, paid), "ARMOR")) == 2
    assert titles(falls_of(2027, will, None, "SUD")) == alone


def test_nothing_is_drawn_beside_a_year_that_shared_nothing(example):
    nothing, will = share_out(replace(example, envelope=0)), share_out(example)
    assert titles(falls_of(2027, will, Known(2026, nothing, nothing.allocation), "SUD")) == ["De zéro à cette part"]


def test_a_loss_below_nothing_stays_in_the_drawing():
    drawn = waterfall("", None, to_the_cent([("a", Fraction(-50)), ("b", Fraction(150))], 0, 100), ("Total", 100))
    assert [(fall.left, fall.width) for fall in drawn.falls] == [(0, 333), (0, 1_000), (333, 667)]
