"""The terms of a vote are kept as JSON, with their digest: read as what they are and written again, they are the same."""

import json
from typing import Any

import pytest

from kevread.common.reading import Misread, plain
from kevread.tally.rules.colleges import Weighting
from kevread.tally.rules.polls import ElectionTerms, PollTerms, ResolutionTerms, read_counted, read_terms
from kevread.tally.rules.tallies import digest

COLLEGE = {
    "code": "tous", "weight": "1", "registered_members": 40, "present_members": 28, "proxies": 12,
    "registered_votes": 40, "present_votes": 40,
}  # fmt: skip
COMMON: dict[str, Any] = {
    "method": "show_of_hands", "question": "Approuver ?", "text": "", "voices": 40, "voters": 28, "written": False,
    "by_college": False, "colleges": [COLLEGE], "casting_vote": None, "quorum": None, "roll_sha256": "a1",
}  # fmt: skip
SECRET = {
    "method": "electronic_secret", "keepers": [{"name": "Anne M.", "key": "c3"}], "threshold": 2, "key_sha256": "b2",
    "sharing": ["d4", "e5"], "stamp_key": "f6",
}  # fmt: skip
RESOLUTION = COMMON | {
    "kind": "resolution", "majority": {"type": "simple", "base": "expressed"}, "majority_decided": True,
    "resolution": "ordinary", "double_majority": None, "weighting": "none", "casting_vote": "president",
}  # fmt: skip
ELECTION = COMMON | {
    "kind": "election", "by": "plurality", "seats": 1, "tie": "oldest", "parity": "none",
    "candidates": [
        {"code": "c-1", "name": "Anne M.", "list": None, "rank": 1, "gender": None, "born": "1970-01-31"},
        {"code": "l-1", "name": "Bob", "list": "l", "rank": 1, "gender": "F", "born": None},
    ],
}  # fmt: skip
# As they were kept before there were dataclasses.
KEPT = {
    "consent": (COMMON | {"kind": "consent"}, PollTerms),
    "secret consent": (COMMON | SECRET | {"kind": "consent"}, PollTerms),
    "resolution": (RESOLUTION, ResolutionTerms),
    "secret resolution": (RESOLUTION | SECRET | {"casting_vote": None}, ResolutionTerms),
    "weighted resolution": (
        RESOLUTION
        | {
            "majority": {"type": "qualified", "base": "present", "ratio": "2/3"},
            "quorum": {"unit": "votes", "ratio": "1/4", "count_proxies": False, "by_college": True},
            "double_majority": "all",
            "weighting": "per_head",
            "by_college": True,
            "colleges": [COLLEGE | {"code": "a", "weight": "1/3"}, COLLEGE | {"code": "b", "weight": "2"}],
        },
        ResolutionTerms,
    ),
    "unanimity without abstention": (
        RESOLUTION
        | {"double_majority": 2, "majority": {"type": "unanimity", "base": "expressed", "abstention_blocks": True}},
        ResolutionTerms,
    ),
    "election": (ELECTION, ElectionTerms),
}


@pytest.mark.parametrize("case", KEPT)
def test_what_was_kept_is_read_and_written_again_to_the_letter(case):
    row, kind = KEPT[case]
    terms = read_terms(json.loads(json.dumps(row)))
    assert type(terms) is kind
    assert plain(terms) == row
    assert digest(plain(terms)) == digest(row)


def test_what_is_read_is_typed():
    terms = read_terms(KEPT["weighted resolution"][0])
    assert isinstance(terms, ResolutionTerms)
    assert terms.weighting is Weighting.PER_HEAD
    assert terms.quorum is not None
    assert [str(one.weight) for one in terms.colleges] == ["1/3", "2"]
    assert terms.quorum.ratio * 4 == 1


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"voices": "40"}, "voices"),
        ({"quorum": {"unit": "heads", "ratio": "1/4", "count_proxies": True, "by_college": False}}, "quorum.unit"),
        ({"colour": "red"}, "colour"),
        ({"colleges": [COLLEGE | {"proxies": None}]}, "colleges.0.proxies"),
    ],
)
def test_what_is_not_such_terms_is_refused(wrong, at):
    with pytest.raises(Misread) as told:
        read_terms(RESOLUTION | wrong)
    assert told.value.at == at


def test_a_result_is_read_without_what_nobody_reads_again():
    found = read_counted(
        {
            "counts": {"tous": {"for": 30, "against": 5}},
            "file": {"kind": "resolution"},
            "answer": {"verdict": "adopted", "decided_by": "majority", "test": "30 > 5", "colleges": [
                {"code": "tous", "verdict": "no_quorum", "quorum": {"met": False, "have": "3", "need": "4"}}]},
            "sum": "30 > 5", "said": "Adopté.", "decision": "x", "record": {"document": "y"},
        }
    )  # fmt: skip
    assert (found.counts["tous"]["for"], found.answer.verdict, found.answer.elected) == (30, "adopted", ())
    assert found.answer.colleges[0].quorum is not None
    assert found.answer.colleges[0].quorum.need == "4"
