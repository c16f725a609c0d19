"""The certificate of a share-out, checked by twenty-odd lines that know nothing of Kevread."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from kevread.common.reading import plain
from kevread.equalisation.rules import Round, share_out
from kevread.equalisation.rules.loader import round_of
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
