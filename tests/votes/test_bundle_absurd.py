"""The file of a box that somebody made up to stop whoever checks it: whatever it holds, it ends in a verdict, and soon."""

import copy
import json
import time
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from kevread.common.reading import Misread
from kevread.tally.rules import tallies as tally
from kevread.votes.rules import box
from kevread.votes.rules.bundle import read_bundle, verify
from kevread.votes.rules.opened import read_opened, verify_opened
from tests.sampling import sampled

from .test_bundle import STAMP, counted

SOON = 5  # seconds of a busy machine: the untouched file takes a tenth of one
ABSURD: tuple[Any, ...] = (
    None, 0, -1, 1, 255, 2**31, 2**33, 2**63, 10**30, -(10**4000), 1.5, 1e308, True, "", "zz", "00", "\0", "é", "ab" * 32,
    [], {}, [[]], {"a": 1}, "-", "1/0", "0/1", "-1", "1e9", "1e999999999", "9" * 5000, "nan", [None] * 300,
)  # fmt: skip


def places(content: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a file; of a list, its first two."""
    found = [place]
    inside = (
        content.items() if isinstance(content, dict) else enumerate(content[:2]) if isinstance(content, list) else ()
    )
    for key, value in inside:
        found += places(value, (*place, key))
    return found


WHOLE = json.loads(counted())
TERMS = json.loads(WHOLE["terms"])
CHANGES = [("bundle", place) for place in places(WHOLE) if place] + [
    ("terms", place) for place in places(TERMS) if place
]


def changed(content: Any, place: tuple[Any, ...], how: str, value: Any) -> Any:
    content = copy.deepcopy(content)
    where = content
    for step in place[:-1]:
        where = where[step]
    if how == "gone":
        del where[place[-1]]
    elif how == "many" and isinstance(where, list):
        where += [copy.deepcopy(where[place[-1]])] * 50
    elif how == "deep":
        for _ in range(400):
            value = [value]
        where[place[-1]] = value
    else:
        where[place[-1]] = value
    return content


def with_terms(terms: str) -> dict[str, Any]:
    """All that holds them together is done again, by somebody who has a key of their own."""
    sha256 = box.hashlib.sha256(terms.encode()).hexdigest()
    stamp = STAMP.sign(box.stamped_terms(bytes.fromhex(sha256))).hex()
    return WHOLE | {"terms": terms, "terms_sha256": sha256, "terms_stamp": stamp}


def ends(content: dict[str, Any]) -> str:
    """Its verdict, soon, and what was wrong in French."""
    began = time.process_time()
    try:
        report = verify(read_bundle(content), STAMP.print)
    except Misread as wrong:
        assert wrong.message.strip()
        verdict = "unreadable"
    else:
        assert all(check.detail for check in report.checks)
        verdict = report.verdict
    assert time.process_time() - began < SOON
    return verdict


@settings(deadline=None, max_examples=sampled(1500, 120))
@given(st.sampled_from(CHANGES), st.sampled_from(("put", "gone", "many", "deep")), st.sampled_from(ABSURD))
def test_any_change_ends_in_a_verdict(change, how, value):
    what, place = change
    if what == "bundle":
        content = changed(WHOLE, place, how, value)
    else:
        content = with_terms(tally.canonical(changed(TERMS, place, how, value)))
    verdict = ends(content)
    assert verdict in ("valid", "altered", "incomplete", "unreadable")
    if verdict == "valid":
        assert content == WHOLE


@settings(deadline=None, max_examples=sampled(500, 50))
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_anything_ends_in_a_verdict(content):
    assert ends(content) == "unreadable"
    assert ends(WHOLE | {"terms": json.dumps(content)}) in ("unreadable", "altered")
    with pytest.raises(Misread):
        read_opened(content)


NAMED = {
    "as many voices as a number holds": {"voices": 2**31},
    "a quorum below nothing": {"quorum": {"unit": "members", "ratio": "-1", "count_proxies": True}},
    "a power that nobody computes": {"quorum": {"unit": "members", "ratio": "1e999999999", "count_proxies": True}},
    "a weight that nobody computes": {"colleges": [TERMS["colleges"][0] | {"weight": "1e999999999"}]},
    "as many candidates as one likes": {
        "kind": "election", "by": "plurality", "seats": 10**9, "tie": "runoff", "parity": "none",
        "candidates": [{"code": f"c{n}", "name": "N"} for n in range(3000)],
    },
    "as many parts as one likes": {"sharing": TERMS["sharing"] * 500, "threshold": 1000},
    "lists for a billion seats": {
        "kind": "election", "by": "list", "seats": 10**9, "tie": "runoff", "parity": "none",
        "candidates": [{"code": "a", "name": "A", "list": "l", "rank": 1}],
    },
}  # fmt: skip


@pytest.mark.parametrize("what", NAMED)
def test_terms_that_are_absurd_are_told(what):
    kept = {key: value for key, value in TERMS.items() if key != "majority" or "kind" not in NAMED[what]}
    assert ends(with_terms(tally.canonical(kept | NAMED[what]))) in ("unreadable", "altered")


@pytest.mark.parametrize("terms", ["[" * 100_000, '"' + "x" * 10_000, "null", "9" * 5000, '{"kind": "\\ud800"}'])
def test_terms_that_are_no_terms_are_told(terms):
    assert ends(WHOLE | {"terms": terms}) == "unreadable"


def test_more_commitments_than_a_vote_takes_are_not_looked_at_one_by_one():
    many = WHOLE["commitments"] * 100_000
    report = verify(read_bundle(WHOLE | {"commitments": many}))
    assert "aucun vote n’en prend autant" in next(one.detail for one in report.checks if one.name == "commitments")


@pytest.mark.parametrize("number", [2**31, 2**33, -1])
def test_a_number_that_no_stamp_holds_is_told(number):
    content = WHOLE | {"commitments": [WHOLE["commitments"][0] | {"ballots": number}]}
    assert ends(content) == "altered"
    assert ends(WHOLE | {"commitments": [WHOLE["commitments"][0] | {"number": number}]}) == "altered"


@settings(deadline=None, max_examples=sampled(300, 40))
@given(st.sampled_from([place for what, place in CHANGES if what == "terms"]), st.sampled_from(ABSURD))
def test_an_opened_ballot_of_absurd_terms_ends_too(place, value):
    ballot = WHOLE["ballots"][0]
    one = {"receipt": ballot["receipt"], "college": "", "choices": ["for"], "sealed": ballot["sealed"], "chances": []}
    terms = with_terms(tally.canonical(changed(TERMS, place, "put", value)))
    began = time.process_time()
    try:
        said = verify_opened(
            read_opened(
                {
                    "format": "kevread ballot 2",
                    "terms": terms["terms"],
                    "terms_stamp": terms["terms_stamp"],
                    "ballots": [one],
                }
            )
        ).verdict
    except Misread:
        said = "unreadable"
    assert said in ("altered", "unreadable")
    assert time.process_time() - began < SOON


def test_the_command_says_it_and_ends(tmp_path, capsys):
    file = tmp_path / "urne.json"
    file.write_text(json.dumps(with_terms(tally.canonical(TERMS | NAMED["a quorum below nothing"]))), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        call_command("verify-vote", str(file))
    assert left.value.code == 2
    captured = capsys.readouterr()
    assert json.loads(captured.out)["verdict"] == "unreadable"
    assert json.loads(captured.err)["error"]["code"] == "unreadable"
