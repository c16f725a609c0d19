"""A ballot that its voter had opened: what it said is read in the terms that its receipt holds, not in the file itself."""

import json

import pytest

from kevread.common.reading import Misread
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import read_terms
from kevread.votes.rules import box
from kevread.votes.rules.group import drawn
from kevread.votes.rules.keys import new_box, new_code, public_key_of
from kevread.votes.rules.opened import read_opened, verify_opened
from kevread.votes.rules.sealing import seal, sheet_of

STAMP, OTHER = box.Stamp(b"of the installation"), box.Stamp(b"of somebody else")


def terms_of(names, sharing, stamp=STAMP):
    return {
        "kind": "election", "by": "plurality", "seats": 1, "tie": "runoff", "parity": "none",
        "candidates": [
            {"code": f"c-{rank}", "name": name, "list": None, "rank": rank, "gender": None, "born": None}
            for rank, name in names
        ],
        "sharing": [one.hex() for one in sharing], "threshold": 2, "stamp_key": stamp.public.hex(),
    }  # fmt: skip


@pytest.fixture
def sharing():
    return new_box(2, [public_key_of(new_code()) for _ in range(2)])[0]


def told(terms, stamp=STAMP):
    return {
        "terms": tally.canonical(terms),
        "terms_stamp": stamp.sign(box.stamped_terms(bytes.fromhex(tally.digest(terms)))).hex(),
    }


@pytest.fixture
def file(sharing):
    terms = terms_of([(1, "Anne"), (2, "Bleuenn")], sharing)
    sheet, draws = sheet_of(read_terms(terms), tally.digest(terms), sharing[0]), []

    def draw():
        draws.append(drawn())
        return draws[-1]

    sealed = seal(sheet, "", ["c-1"], draw)
    ballot = {
        "receipt": box.receipt_of(sheet.terms, "", sealed), "college": "", "choices": ["c-1"], "sealed": sealed.hex(),
        "chances": [f"{one:064x}" for one in draws[: len(sheet.codes)]],
    }  # fmt: skip
    return {"format": "kevread ballot 2", **told(terms), "ballots": [ballot]}


def said_of(file, key=""):
    report = verify_opened(read_opened(file), key)
    return report.verdict, {check.name for check in report.checks if not check.ok}


def test_what_it_said_is_what_is_written(file):
    report = verify_opened(read_opened(file), STAMP.print)
    assert report.verdict == "valid"
    assert report.result == {"opened": [{"receipt": file["ballots"][0]["receipt"], "choices": ("c-1",)}]}


def test_the_names_of_its_cells_are_not_changed(file, sharing):
    """The cells say the first: the first is said to be somebody else."""
    swapped = file | told(terms_of([(2, "Bleuenn"), (1, "Anne")], sharing))
    swapped["ballots"] = [file["ballots"][0] | {"choices": ["c-2"]}]
    assert said_of(swapped) == ("altered", {"receipts"})


@pytest.mark.parametrize("choices", [["c-2"], [], ["c-1", "c-2"], ["c-1", "whatever"]])
def test_other_choices_are_not_what_it_said(file, choices):
    file["ballots"][0]["choices"] = choices
    assert said_of(file) == ("altered", {"receipts"})


def test_terms_that_the_installation_did_not_stamp(file, sharing):
    again = json.loads(file["terms"])
    assert said_of(file | told(again, OTHER)) == ("altered", {"keys"})
    assert said_of(file, OTHER.print) == ("altered", {"keys"})


@pytest.mark.parametrize(
    "wrong", [{"terms": "{"}, {"terms": '{"kind": "consent"}'}, {"terms_stamp": "zz"}, {"format": "kevread ballot 1"}]
)
def test_what_cannot_be_read_is_said(file, wrong):
    with pytest.raises(Misread):
        read_opened(file | wrong)
