"""A result computed again away from the server: a file in, a verdict out, or what is wrong with the file."""

import json
from typing import Any

import pytest
from django.core.management import call_command

RESOLUTION = {
    "kind": "resolution",
    "majority": {"type": "qualified", "base": "expressed", "ratio": "2/3", "abstention_blocks": True},
    "double_majority": None,
    "weighting": "none",
    "casting_vote": None,
    "quorum": {"unit": "members", "ratio": "1/4", "count_proxies": True, "by_college": False},
    "colleges": [
        {
            "code": "A",
            "weight": "1",
            "registered_members": 40,
            "present_members": 30,
            "proxies": 5,
            "registered_votes": 40,
            "present_votes": 35,
            "for": 20,
            "against": 10,
            "abstain": 3,
            "blank": 1,
            "null": 1,
        }
    ],
}
ELECTION = {
    "kind": "election",
    "method": "plurality",
    "seats": 1,
    "tie": "oldest",
    "parity": "none",
    "candidates": [
        {"code": "a", "list": None, "rank": 1, "gender": "F", "born": "1970-01-01"},
        {"code": "b", "list": None, "rank": 2, "gender": "H", "born": "1971-01-01"},
    ],
    "ballots": [{"choices": ["a"], "count": 12}, {"choices": ["b"], "count": 12}],
}
CONSENT = {"kind": "consent", "present": 30, "objections": 0}


def changed(content: Any, path: str, value: Any) -> Any:
    """The same file, with one place written otherwise."""
    copy = json.loads(json.dumps(content))
    place = copy
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        place = place[step]
    place[last] = value
    return copy


@pytest.fixture
def tally(tmp_path, capsys):
    def run(content: Any) -> tuple[int, dict]:
        file, code = tmp_path / "vote.json", 0
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        try:
            call_command("tally", str(file))
        except SystemExit as left:
            code = left.code
        told = capsys.readouterr()
        assert not (told.out and told.err)
        return code, json.loads(told.err if code else told.out)

    return run


def test_a_resolution(tally):
    assert tally(RESOLUTION) == (
        0,
        {
            "verdict": "adopted",
            "decided_by": "majority",
            "quorum": {"met": True, "have": "35", "need": "10"},
            "for": "20",
            "against": "10",
            "base": "30",
            "test": "3×20 ≥ 2×30",
            "colleges": [{"code": "A", "verdict": "adopted"}],
        },
    )


def test_fractions_are_written_as_such(tally):
    per_head = changed(RESOLUTION, "weighting", "per_head")
    assert tally(per_head)[1] | {"quorum": None} == {
        "verdict": "adopted",
        "decided_by": "majority",
        "quorum": None,
        "for": "4/7",
        "against": "2/7",
        "base": "6/7",
        "test": "3×4/7 ≥ 2×6/7",
        "colleges": [{"code": "A", "verdict": "adopted"}],
    }


@pytest.mark.parametrize(
    "ratio", [".5", "0.5", "1/2", "0.50000000000000000000000000000000000000", "100000000000/200000000000"]
)
def test_any_decimal_of_a_reasonable_length_is_read(tally, ratio):
    assert tally(changed(RESOLUTION, "majority.ratio", ratio))[1]["test"] == "2×20 ≥ 30"


@pytest.mark.parametrize("key", ["quorum", "double_majority", "casting_vote"])
def test_what_may_be_null_may_be_missing(tally, key):
    without = {name: value for name, value in RESOLUTION.items() if name != key}
    assert tally(without) == tally(changed(RESOLUTION, key, None))


def test_parity_among_many_who_are_tied_is_soon_told(tally):
    """Two genders alternate in two ways; three in so many that their number is bounded."""

    def tied(number: int, genders: str):
        people = [{"code": f"c{n}", "gender": genders[n % len(genders)]} for n in range(number)]
        ballots = [{"choices": [one["code"]], "count": 1} for one in people]
        return ELECTION | {
            "seats": 200,
            "parity": "alternate",
            "tie": "runoff",
            "candidates": people,
            "ballots": ballots,
        }

    assert tally(tied(400, "FM"))[1]["verdict"] == "tie"
    assert tally(tied(120, "FMX"))[1]["verdict"] in ("tie", "complete", "incomplete")
    code, answer = tally(tied(400, "FMX"))
    assert (code, answer["error"]["code"], answer["error"]["at"]) == (2, "inconsistent", "candidates")


def test_with_a_quorum_by_college_each_row_says_it(tally):
    answer = tally(changed(RESOLUTION, "quorum.by_college", value=True))[1]
    assert answer["colleges"] == [
        {"code": "A", "verdict": "adopted", "quorum": {"met": True, "have": "35", "need": "10"}}
    ]


def test_without_quorum_nothing_is_decided(tally):
    code, answer = tally(changed(RESOLUTION, "quorum.ratio", "0.9"))
    assert (code, answer["verdict"], answer["decided_by"], answer["test"]) == (0, "no_quorum", "quorum", "35 ≥ 36")
    assert answer["quorum"] == {"met": False, "have": "35", "need": "36"}


def test_no_quorum_is_asked_for(tally):
    assert tally(changed(RESOLUTION, "quorum", None))[1]["quorum"] is None


def test_the_casting_vote(tally):
    tie = changed(changed(RESOLUTION, "colleges.0.against", 10), "colleges.0.for", 10)
    tie = changed(changed(tie, "majority.type", "simple"), "casting_vote", "for")
    answer = tally(tie)[1]
    assert (answer["verdict"], answer["decided_by"], answer["test"]) == ("adopted", "casting_vote", "10 = 10")


def test_an_election(tally):
    assert tally(ELECTION) == (
        0,
        {"verdict": "complete", "votes": {"a": 12, "b": 12}, "elected": ["a"], "tied": []},
    )
    assert tally(changed(ELECTION, "tie", "runoff")) == (
        0,
        {"verdict": "tie", "votes": {"a": 12, "b": 12}, "elected": [], "tied": ["a", "b"]},
    )


def test_a_file_written_by_a_spreadsheet_is_read(tally):
    """It begins with a mark that says UTF-8."""
    assert tally("\ufeff" + json.dumps(CONSENT)) == tally(CONSENT)


def test_a_consent(tally):
    answer = tally(changed(CONSENT, "objections", 1))[1]
    assert (answer["verdict"], answer["decided_by"], answer["test"]) == ("rejected", "objection", "1 = 0")


WRONG = {
    "nothing": ("", "bad_json", ""),
    "not JSON": ('{"kind": ', "bad_json", ""),
    "not an object": ([], "bad_value", "kind"),
    "too deep": ("[" * 100_000, "bad_json", ""),
    "a number too long": ('{"kind": ' + "9" * 5000 + "}", "bad_json", ""),
    "a key twice": ('{"kind": "consent", "present": 3, "present": 30, "objections": 0}', "duplicate_key", "present"),
    "a key twice inside": (
        json.dumps(RESOLUTION).replace('"for": 20', '"for": 20, "for": 21'),
        "duplicate_key",
        "colleges.0.for",
    ),
    "a fraction too long": (changed(RESOLUTION, "majority.ratio", "0." + "3" * 39), "bad_value", "majority.ratio"),
    "a fraction with an exponent": (changed(RESOLUTION, "majority.ratio", "1e-1"), "bad_value", "majority.ratio"),
    "a fraction with other digits": (changed(RESOLUTION, "majority.ratio", "٢/٣"), "bad_value", "majority.ratio"),
    "another kind": (changed(CONSENT, "kind", "lottery"), "bad_value", "kind"),
    "an unknown key": (changed(CONSENT, "absent", 3), "unknown_key", "absent"),
    "an unknown key inside": (changed(RESOLUTION, "majority.of", "all"), "unknown_key", "majority.of"),
    "an unknown key in a college": (changed(RESOLUTION, "colleges.0.name", "A"), "unknown_key", "colleges.0.name"),
    "a count missing": (changed(RESOLUTION, "colleges.0.for", None), "missing", "colleges.0.for"),
    "half a vote": (changed(RESOLUTION, "colleges.0.for", 1.5), "bad_value", "colleges.0.for"),
    "less than nobody": (changed(RESOLUTION, "colleges.0.for", -1), "bad_value", "colleges.0.for"),
    "true is not one": (changed(RESOLUTION, "colleges.0.for", value=True), "bad_value", "colleges.0.for"),
    "votes in letters": (changed(RESOLUTION, "colleges.0.for", "20"), "bad_value", "colleges.0.for"),
    "more votes than voters": (changed(RESOLUTION, "colleges.0.for", 21), "inconsistent", "colleges.0.present_votes"),
    "more proxies than members": (changed(RESOLUTION, "colleges.0.proxies", 11), "inconsistent", "colleges.0.proxies"),
    "a float": (changed(RESOLUTION, "majority.ratio", 0.66), "bad_value", "majority.ratio"),
    "a fraction of zero": (changed(RESOLUTION, "majority.ratio", "2/0"), "bad_value", "majority.ratio"),
    "more than all": (changed(RESOLUTION, "majority.ratio", "3/2"), "inconsistent", "majority.ratio"),
    "no ratio": (changed(RESOLUTION, "majority.ratio", None), "inconsistent", "majority.ratio"),
    "an unknown majority": (changed(RESOLUTION, "majority.type", "large"), "bad_value", "majority.type"),
    "a negative weight": (changed(RESOLUTION, "colleges.0.weight", "-1"), "bad_value", "colleges.0.weight"),
    "no weight where it counts": (
        changed(changed(RESOLUTION, "colleges.0.weight", None), "weighting", "per_head"),
        "missing",
        "colleges.0.weight",
    ),
    "no college": (changed(RESOLUTION, "colleges", []), "inconsistent", "colleges"),
    "colleges that are no list": (changed(RESOLUTION, "colleges", {}), "bad_value", "colleges"),
    "a college that is no object": (changed(RESOLUTION, "colleges.0", "A"), "bad_value", "colleges.0"),
    "a quorum that is no object": (changed(RESOLUTION, "quorum", "1/4"), "bad_value", "quorum"),
    "a double majority of some": (changed(RESOLUTION, "double_majority", "some"), "bad_value", "double_majority"),
    "a double majority of too many": (changed(RESOLUTION, "double_majority", 2), "inconsistent", "double_majority"),
    "a casting vote of nobody": (changed(RESOLUTION, "casting_vote", []), "bad_value", "casting_vote"),
    "a yes that is no yes": (changed(RESOLUTION, "quorum.by_college", "yes"), "bad_value", "quorum.by_college"),
    "a name that cannot be written": (changed(RESOLUTION, "colleges.0.code", "\ud800"), "bad_value", "colleges.0.code"),
    "no seat": (changed(ELECTION, "seats", 0), "bad_value", "seats"),
    "nobody knows them": (changed(ELECTION, "ballots.0.choices", ["z"]), "inconsistent", "ballots.0.choices"),
    "a choice that is no name": (changed(ELECTION, "ballots.0.choices", [1]), "bad_value", "ballots.0.choices"),
    "a day that is none": (changed(ELECTION, "candidates.0.born", "1970-02-30"), "bad_value", "candidates.0.born"),
    "a day written otherwise": (changed(ELECTION, "candidates.0.born", "19700101"), "bad_value", "candidates.0.born"),
    "a rank that is none": (changed(ELECTION, "candidates.0.rank", 0), "bad_value", "candidates.0.rank"),
    "a gender that is none": (changed(ELECTION, "candidates.0.gender", "?"), "bad_value", "candidates.0.gender"),
    "lists without a list": (changed(ELECTION, "method", "list"), "inconsistent", "candidates.0.list"),
    "more objections than people": (changed(CONSENT, "objections", 31), "inconsistent", "objections"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_with_its_place(case, tally):
    content, error, at = WRONG[case]
    code, answer = tally(content)
    assert (code, answer["error"]["code"]) == (2, error)
    assert answer["error"]["at"] == at or (error == "bad_json" and answer["error"]["at"].endswith("vote.json"))
    assert answer["error"]["message"].endswith(".")


def test_all_that_is_wrong_is_said_at_once(tally):
    content = changed(changed(RESOLUTION, "colleges.0.for", "20"), "majority.ratio", "2/0") | {"absent": None}
    code, answer = tally(content)
    assert (code, answer["error"]["code"], answer["error"]["at"]) == (2, "bad_value", "majority.ratio")
    assert [line.partition("\u00a0:")[0] for line in answer["error"]["message"].splitlines()[1:]] == [
        "colleges.0.for",
        "absent",
    ]


@pytest.mark.parametrize(
    ("content", "at"),
    [
        (changed(RESOLUTION, "majority", {"type": "absolute"}), "majority.base"),
        (changed(RESOLUTION, "quorum.count_proxies", None), "quorum.count_proxies"),
        (changed(ELECTION, "tie", None), "tie"),
        (changed(ELECTION, "ballots.0", {"choices": ["a"]}), "ballots.0.count"),
        (changed(ELECTION, "ballots.0.choices", None), "ballots.0.choices"),
        (changed(CONSENT, "present", None), "present"),
        ({"kind": "resolution"}, "majority"),
    ],
)
def test_what_has_no_default_is_asked_for(tally, content, at):
    code, answer = tally(content)
    assert (code, answer["error"]["code"], answer["error"]["at"]) == (2, "missing", at)


@pytest.mark.parametrize("key", ["list", "rank", "gender", "born"])
def test_of_a_candidate_the_name_is_enough(tally, key):
    """Null and nothing are the same."""
    without = changed(changed(ELECTION, f"candidates.0.{key}", None), "parity", None)
    assert tally(changed(without, "tie", "runoff"))[1]["verdict"] == "tie"


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read(content, tmp_path, capsys):
    file = tmp_path / "vote.json"
    if content:
        file.write_bytes(content)
    with pytest.raises(SystemExit) as left:
        call_command("tally", str(file))
    assert left.value.code == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "unreadable"
