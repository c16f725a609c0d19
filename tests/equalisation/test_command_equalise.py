"""A share-out computed again away from the server: a file in, amounts out, or what is wrong with the file."""

import json
import sys
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command

from kevread.equalisation.rules import certified
from kevread.equalisation.rules.told import as_written
from tests.equalisation.rounds import EXAMPLE, FILTER, SHARED, large
from tests.tally.test_command_tally import changed


@pytest.fixture
def equalise(tmp_path, capsys):
    def run(content: Any) -> tuple[int, dict]:
        file, code = tmp_path / "round.json", 0
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        try:
            call_command("equalise", str(file))
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        assert not (told.out and told.err)
        return code, json.loads(told.err if code else told.out)

    return run


def test_the_example(equalise):
    code, answer = equalise(EXAMPLE)
    assert (code, answer["allocation"], answer["relaxations"], answer["lambda"]) == (0, SHARED, [], "1")
    assert answer["bounds"]["ESS35"] == {"lower": 2_000_000, "upper": 8_000_001}
    assert list(answer) == ["allocation", "bounds", "relaxations", "lambda", "decomposition", "input_sha256"]
    assert answer["input_sha256"] == sha256(json.dumps(EXAMPLE).encode()).hexdigest()


def test_the_parts_add_up_exactly(equalise):
    one = EXAMPLE | {"strategic": {"SUD": 123}, "smoothing": "3/4", "previous": {"SUD": 9_000_000}}
    answer = equalise(one | {"previous_envelope": 18_000_000})[1]
    for who, amount in answer["allocation"].items():
        said = answer["decomposition"][who]
        gross = Fraction(said["base"]) + sum(map(Fraction, said["criteria"].values())) + said["strategic"]
        assert gross == Fraction(said["gross"])
        assert gross + sum(Fraction(said[part]) for part in ("smoothing", "bounds", "rounding")) == amount
    assert answer["decomposition"]["SUD"]["strategic"] == 123
    assert answer["decomposition"]["SUD"]["smoothing"] != "0"


def test_every_decimal_of_a_measure_counts(equalise):
    """Three ways to write the same area; a float would not tell the two others apart."""
    area = "criteria.area.values.SUD"
    halves = [changed(EXAMPLE, area, value) for value in (4534.5, "9069/2", "4534.5")]
    assert len({json.dumps(equalise(one)[1]["decomposition"]) for one in halves}) == 1
    exact = json.dumps(EXAMPLE).replace("4534", "4534.00000000000000000000000001")
    assert equalise(exact)[1]["decomposition"] != equalise(EXAMPLE)[1]["decomposition"]
    assert equalise(json.dumps(EXAMPLE).replace("4534", "4.534e3"))[1]["allocation"] == SHARED


@pytest.mark.parametrize("key", ["strategic", "loss", "gain", "smoothing", "previous", "previous_envelope"])
def test_null_is_the_same_as_nothing(equalise, key):
    without = {name: value for name, value in EXAMPLE.items() if name != key}
    nothing, missing = equalise(EXAMPLE | {key: None})[1], equalise(without)[1]
    assert nothing | {"input_sha256": ""} == missing | {"input_sha256": ""}


def test_the_example_of_floors_above_the_envelope(equalise):
    before = {"previous": dict.fromkeys(SHARED, 10_000_000), "previous_envelope": 20_000_001}
    code, answer = equalise(EXAMPLE | before)
    assert (code, answer["relaxations"], sum(answer["allocation"].values())) == (0, ["floors"], 20_000_001)


EPCI = "criteria.epci"
WRONG = {
    "nothing": ("", "bad_json", ""),
    "not an object": ([], "bad_value", ""),
    "no envelope": ({"criteria": EXAMPLE["criteria"]}, "missing", "envelope"),
    "no criteria": ({"envelope": 1}, "missing", "criteria"),
    "an unknown key": (EXAMPLE | {"enveloppe": 3}, "unknown_key", "enveloppe"),
    "an unknown key in a criterion": (changed(EXAMPLE, f"{EPCI}.sens", 1), "unknown_key", f"{EPCI}.sens"),
    "a key twice": ('{"envelope": 1, "envelope": 2, "criteria": {}}', "duplicate_key", "envelope"),
    "half a cent": (EXAMPLE | {"envelope": 1.5}, "bad_value", "envelope"),
    "cents in letters": (EXAMPLE | {"envelope": "100"}, "bad_value", "envelope"),
    "true is not one": (EXAMPLE | {"envelope": True}, "bad_value", "envelope"),
    "an envelope of less than nothing": (EXAMPLE | {"envelope": -1}, "inconsistent", "envelope"),
    "weights that do not total the whole": (changed(EXAMPLE, f"{EPCI}.weight", 2400), "inconsistent", "criteria"),
    "a negative weight": (changed(EXAMPLE, f"{EPCI}.weight", -1), "inconsistent", f"{EPCI}.weight"),
    "a weight that is a text": (changed(EXAMPLE, f"{EPCI}.weight", "2500"), "bad_value", f"{EPCI}.weight"),
    "another direction": (changed(EXAMPLE, f"{EPCI}.direction", "up"), "bad_value", f"{EPCI}.direction"),
    "a negative measure": (changed(EXAMPLE, f"{EPCI}.values.SUD", -1), "inconsistent", f"{EPCI}.values.SUD"),
    "a measure that is none": (changed(EXAMPLE, f"{EPCI}.values.SUD", "dix"), "bad_value", f"{EPCI}.values.SUD"),
    "a measure by zero": (changed(EXAMPLE, f"{EPCI}.values.SUD", "1/0"), "bad_value", f"{EPCI}.values.SUD"),
    "a measure too far": (json.dumps(EXAMPLE).replace("4534", "4e99999"), "bad_value", "criteria.area.values.SUD"),
    "no number": (json.dumps(EXAMPLE).replace("4534", "NaN"), "bad_value", "criteria.area.values.SUD"),
    "the inverse of zero": (
        changed(changed(EXAMPLE, f"{EPCI}.direction", "inverse"), f"{EPCI}.values.SUD", 0),
        "inconsistent",
        f"{EPCI}.values.SUD",
    ),
    "nobody": (changed(EXAMPLE, f"{EPCI}.values", {}), "inconsistent", f"{EPCI}.values"),
    "other beneficiaries": (
        changed(EXAMPLE, "criteria.area.values", {"ESS35": 1}),
        "inconsistent",
        "criteria.area.values",
    ),
    "a rate that is a number": (EXAMPLE | {"floor": 0.5}, "bad_value", "floor"),
    "a rate that is whole": (EXAMPLE | {"floor": 1}, "bad_value", "floor"),
    "a rate above one": (EXAMPLE | {"equal_base": "1.1"}, "inconsistent", "equal_base"),
    "a negative rate": (EXAMPLE | {"gain": "-0.1"}, "inconsistent", "gain"),
    "strategic choices above the envelope": (
        EXAMPLE | {"strategic": {"SUD": 20_000_002}},
        "inconsistent",
        "strategic",
    ),
    "a choice for nobody": (EXAMPLE | {"strategic": {"NORD": 1}}, "inconsistent", "strategic.NORD"),
    "before, for nobody": (
        EXAMPLE | {"previous": {"NORD": 1}, "previous_envelope": 1},
        "inconsistent",
        "previous.NORD",
    ),
    "before, of no envelope": (EXAMPLE | {"previous": {"SUD": 1}}, "missing", "previous_envelope"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_place(case, equalise):
    content, error, at = WRONG[case]
    code, answer = equalise(content)
    assert (code, answer["error"]["code"]) == (2, error)
    assert answer["error"]["at"] == at or (error == "bad_json" and answer["error"]["at"].endswith("round.json"))
    assert answer["error"]["message"].endswith(".")


def test_of_many_amounts_alone_are_asked_and_proven_without_the_oracle(tmp_path, capsys, monkeypatch):
    one = large(300)
    file = tmp_path / "round.json"
    file.write_text(json.dumps(as_written(one)), encoding="utf-8")

    def oracle(one):
        raise AssertionError("the oracle is slow for many")

    monkeypatch.setattr(FILTER, "share_out", oracle)
    monkeypatch.setattr("kevread.equalisation.management.commands.equalise.share_out", oracle)
    call_command("equalise", str(file), "--montants")
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["allocation", "bounds", "relaxations", "input_sha256"]
    assert answer["allocation"] == certified(one) and sum(answer["allocation"].values()) == one.envelope
    for who, amount in answer["allocation"].items():
        assert answer["bounds"][who]["lower"] <= amount <= answer["bounds"][who]["upper"]


def test_amounts_alone_are_those_that_are_explained(equalise, tmp_path, capsys):
    explained = equalise(EXAMPLE)[1]
    call_command("equalise", str(tmp_path / "round.json"), "--montants")
    alone = json.loads(capsys.readouterr().out)
    assert alone == {key: explained[key] for key in ("allocation", "bounds", "relaxations", "input_sha256")}


def test_a_file_that_is_not_there(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("equalise", str(tmp_path / "nothing.json"))
    assert left.value.code == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "unreadable"


def test_a_fraction_of_many_inverses_is_written_whole(equalise):
    """Longer than what Python writes of itself; and the next command is not let do so."""
    primes = [10**100 + n for n in range(267, 267 + 60)]
    values = {f"g{n:02}": value for n, value in enumerate(primes)}
    before = sys.get_int_max_str_digits()
    one = {"envelope": 10**6, "criteria": {"k": {"weight": 10_000, "direction": "inverse", "values": values}}}
    code, answer = equalise(one)
    assert (code, sum(answer["allocation"].values())) == (0, 10**6)
    assert max(len(said["gross"]) for said in answer["decomposition"].values()) > before == sys.get_int_max_str_digits()
