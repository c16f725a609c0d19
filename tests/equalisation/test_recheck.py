"""The certificate of a share-out, checked by twenty-odd lines that know nothing of Kevread."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.common.reading import plain
from kevread.equalisation.rules import Round, share_out
from kevread.equalisation.rules.loader import round_of
from kevread.equalisation.rules.share import bounds_of, hold, round_to_cents, spread
from kevread.equalisation.rules.told import as_written, certificate
from tests.equalisation.rounds import EXAMPLE, rounds

PROGRAM = Path(__file__).parents[2] / "src/kevread/equalisation/rules/verifier.txt"


def checked(certified: dict, folder: Path) -> int:
    """What the program answers, run here rather than in a process of its own."""
    file = folder / "certificate.json"
    file.write_text(json.dumps(certified), encoding="utf-8")
    argv, sys.argv = sys.argv, [str(PROGRAM), str(file)]
    try:
        exec(compile(PROGRAM.read_text(encoding="utf-8"), str(PROGRAM), "exec"), {})
    except SystemExit as left:
        return int(left.code)
    finally:
        sys.argv = argv
    raise AssertionError("it says nothing")


def test_it_is_short_enough_to_be_read():
    lines = PROGRAM.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 30
    assert not any("kevread" in line for line in lines)


def test_a_stranger_runs_it(tmp_path):
    one = round_of(EXAMPLE)
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(certificate(one, share_out(one))), encoding="utf-8")
    ran = subprocess.run([sys.executable, "-I", PROGRAM, file], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "juste : chaque centime est retrouvé")


@settings(deadline=None)
@given(one=rounds())
def test_it_agrees_with_every_round(one, tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    assert checked(certificate(one, share_out(one)), folder) == 0


@pytest.mark.parametrize("changed", ["allocation", "value", "weight", "envelope"])
def test_it_finds_what_was_altered(changed, tmp_path):
    one = round_of(EXAMPLE)
    said = json.loads(json.dumps(certificate(one, share_out(one))))
    assert checked(said, tmp_path) == 0
    if changed == "allocation":
        said["answer"]["allocation"]["SUD"] += 1
        said["answer"]["allocation"]["ESS35"] -= 1
    elif changed == "value":
        said["input"]["criteria"]["epci"]["values"]["SUD"] = "11"
    elif changed == "weight":
        said["input"]["criteria"]["epci"]["weight"] += 100
    else:
        said["input"]["envelope"] += 1
    assert checked(said, tmp_path) == 1


def forged(one: Round, multiplier: Fraction) -> dict:
    """The certificate of who chooses λ: amounts are made from it as the definition makes them, and spend the envelope."""
    answer, bounds = share_out(one), bounds_of(one)
    wanted = {who: why.gross + why.smoothing for who, why in answer.why.items()}
    held = hold(multiplier, wanted, bounds)
    assert sum(held.values()) <= one.envelope
    allocation = round_to_cents(one.envelope, spread(one.envelope, held, bounds.upper))
    return certificate(one, replace(answer, multiplier=multiplier, allocation=allocation))


def test_a_multiplier_of_nothing_does_not_share_equally(tmp_path):
    """What is wanted by some and not reached is no money left over."""
    said = forged(round_of({key: value for key, value in EXAMPLE.items() if key not in ("loss", "gain")}), Fraction(0))
    assert sorted(said["answer"]["allocation"].values()) == [4_000_000] * 4 + [4_000_001]
    assert checked(said, tmp_path) == 1


@settings(deadline=None)
@given(one=rounds(), part=st.fractions(0, 1, max_denominator=50))
def test_another_multiplier_passes_only_when_it_gives_the_same_amounts(one, part, tmp_path_factory):
    """Smaller than the right one: there is something left to spread."""
    said = forged(one, part * share_out(one).multiplier)
    is_same = said["answer"]["allocation"] == share_out(one).allocation
    assert is_same or checked(said, tmp_path_factory.mktemp("forged")) == 1


@settings(deadline=None)
@given(one=rounds(least=2), chance=st.randoms(use_true_random=False))
def test_whoever_is_left_out_is_missed(one, chance, tmp_path_factory):
    """The amounts of the others, as if it had never been of the round."""
    gone = chance.choice(one.beneficiaries)
    fewer = replace(
        one,
        criteria={
            key: replace(each, values={who: value for who, value in each.values.items() if who != gone})
            for key, each in one.criteria.items()
        },
        strategic={who: amount for who, amount in one.strategic.items() if who != gone},
        previous=None if one.previous is None else {who: n for who, n in one.previous.items() if who != gone},
    )
    said = certificate(one, share_out(fewer))
    assert checked(json.loads(json.dumps(said)), tmp_path_factory.mktemp("fewer")) == 1


@settings(deadline=None)
@given(one=rounds(), multiplier=st.fractions(0, 3, max_denominator=50))
def test_no_multiplier_makes_amounts_pass_that_are_not_those(one, multiplier, tmp_path_factory):
    """Above or below: the right amounts pass at most."""
    answer = share_out(one)
    first, last = one.beneficiaries[0], one.beneficiaries[-1]
    moved = {**answer.allocation, first: answer.allocation[first] + 1}
    moved[last] -= 1
    altered = certificate(one, replace(answer, multiplier=multiplier, allocation=moved))
    is_same = moved == answer.allocation
    assert is_same or checked(altered, tmp_path_factory.mktemp("moved")) == 1


@settings(deadline=None)
@given(rounds())
def test_what_is_written_of_a_round_is_read_as_it_was(one):
    assert round_of(json.loads(json.dumps(as_written(one)))) == plainly(one)


def plainly(one: Round) -> Round:
    """No strategic choice is the same as choices of nothing."""
    return replace(one, strategic=dict(one.strategic))


def test_plain_data_only():
    one = round_of(EXAMPLE)
    assert plain(as_written(one)) == as_written(one)
