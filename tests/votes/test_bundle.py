"""The file of a box, away from the server: whatever is changed in it is named, by the check that should."""

import copy
import json
from collections import Counter
from dataclasses import replace
from functools import cache
from uuid import UUID

import pytest
from django.core.management import call_command

from kevread.common.reading import Misread
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import read_terms
from kevread.votes.rules import box
from kevread.votes.rules.bundle import read_bundle, verify
from kevread.votes.rules.group import BASE, base, encode
from kevread.votes.rules.keys import new_box, new_code, open_share, opening, public_key_of, sealed_to
from kevread.votes.rules.sealing import added, seal, sheet_of

ANSWERS = (("for",), ("for",), ("against",), (), ("abstain",), ("for",))
COLLEGE = {
    "code": tally.EVERYBODY, "weight": "1", "registered_members": 9, "present_members": 8, "proxies": 0,
    "registered_votes": 9, "present_votes": 8,
}  # fmt: skip
STAMP = box.Stamp(b"of the installation")


class Counted:
    """A vote that is counted: voters of eight, one with two votes of which none is cast; three keepers."""

    def __init__(self, threshold: int, *, one_key: bool, key_sha256: str, answers: tuple[tuple[str, ...], ...]) -> None:
        self.threshold, self.answers = threshold, answers
        self.codes = [new_code()] * 3 if one_key else [new_code() for _ in range(3)]
        keepers = [public_key_of(code) for code in self.codes]
        if threshold == 1:  # no box of ours is made so
            sharing, shares = (
                [encode(base(7))],
                [sealed_to(one, 7, place) for place, one in enumerate(keepers, start=1)],
            )
        else:
            sharing, shares = new_box(threshold, keepers)
        self.sharing, self.shares = sharing, shares
        self.lines = [box.Line(UUID(int=10 + n), UUID(int=30 + n), "", 1 if n < 7 else 2) for n in range(8)]
        self.terms = {
            "kind": "resolution", "method": "electronic_secret", "voices": 9, "voters": 8, "colleges": [COLLEGE],
            "majority": {"type": "simple", "base": "expressed"}, "threshold": threshold,
            "keepers": [{"name": f"Garde {n}", "key": key.hex()} for n, key in enumerate(keepers)],
            "roll_sha256": box.fingerprint_of_roll(self.lines),
            "key_sha256": key_sha256 or box.fingerprint_of_key(sharing[0]),
            "sharing": [one.hex() for one in sharing], "stamp_key": STAMP.public.hex(),
        }  # fmt: skip
        self.sha256 = bytes.fromhex(tally.digest(self.terms))
        self.sheet = sheet_of(read_terms(self.terms), self.sha256.hex(), sharing[0])
        self.slips = [self.slip(seal(self.sheet, "", answer)) for answer in answers]
        voted = range(len(answers))
        self.lines = [self.mark(line) if n in voted else line for n, line in enumerate(self.lines)]

    def slip(self, sealed: bytes) -> box.Slip:
        stamp = STAMP.sign(box.stamped_ballot(self.sha256, "", sealed))
        return box.Slip(box.receipt_of(self.sha256, "", sealed), "", sealed, stamp)

    def mark(self, line: box.Line) -> box.Line:
        return replace(line, stamp=STAMP.sign(box.stamped_mark(self.sha256, line.voter)))

    def opening(self, place: int) -> dict:
        share = open_share(self.codes[place - 1], self.shares[place - 1], self.sharing, place)
        sums = added(self.sheet, [one.sealed for one in self.slips])
        return {"place": place, "sums": {"": opening(share, self.sha256, place, sums)} if self.slips else {}}

    def in_batches(self) -> list[box.Slip]:
        """The first five are committed to."""
        return [replace(one, batch=1 if n < 5 else None) for n, one in enumerate(self.slips)]

    @staticmethod
    def committed(lines: list[dict]) -> list[box.Committed]:
        return [
            box.Committed(one["number"], one["ballots"], one["sha256"], bytes.fromhex(one["stamp"])) for one in lines
        ]

    def bundle(self) -> dict:
        said = Counter(answer[0] if answer else "blank" for answer in self.answers)
        counts = {tally.EVERYBODY: said} if self.answers else {}
        committed = commitment(self.sha256, 1, [one.receipt for one in self.slips[:5]])
        said = Counted.committed([committed] if self.slips else [])
        closed = box.fingerprint(self.in_batches(), self.lines, said)
        return {
            "format": "kevread vote 4", "terms": tally.canonical(self.terms), "terms_sha256": self.sha256.hex(),
            "terms_stamp": STAMP.sign(box.stamped_terms(self.sha256)).hex(),
            "box_sha256": closed, "box_stamp": STAMP.sign(box.stamped_box(self.sha256, closed)).hex(),
            "roll": [
                {"entry": str(one.entry), "voter": str(one.voter), "college": "", "votes": one.votes, "stamp": one.stamp.hex()}
                for one in self.lines
            ],
            "ballots": [
                {"receipt": one.receipt, "college": "", "sealed": one.sealed.hex(), "stamp": one.stamp.hex(),
                 "batch": one.batch}
                for one in self.in_batches()
            ],
            "commitments": [committed] if self.slips else [],
            "openings": [self.opening(place) for place in range(1, self.threshold + 1)],
            "counts": counts, "file": (file := tally.tally_file(read_terms(self.terms), counts)),
            "count_stamp": STAMP.sign(box.stamped_count(self.sha256, counts, file)).hex(),
        }  # fmt: skip


def commitment(sha256, number, receipts, ballots=None):
    found, held = box.commitment(receipts), ballots or len(receipts)
    stamp = STAMP.sign(box.stamped_commitment(sha256, number, held, found))
    return {"number": number, "ballots": held, "sha256": found, "stamp": stamp.hex()}


@cache
def counted(
    threshold: int = 2, *, one_key: bool = False, key_sha256: str = "", answers: tuple[tuple[str, ...], ...] = ANSWERS
) -> str:
    """Its file: six ballots, unless told otherwise."""
    return json.dumps(Counted(threshold, one_key=one_key, key_sha256=key_sha256, answers=answers).bundle())


@pytest.fixture
def bundle():
    return json.loads(counted())


def said_of(bundle):
    report = verify(read_bundle(bundle))
    return report.verdict, {check.name for check in report.checks if not check.ok}


def test_what_nobody_changed_is_valid(bundle):
    report = verify(read_bundle(bundle))
    assert (report.verdict, report.ballots, report.marks) == ("valid", 6, 6)
    assert (report.result["verdict"], report.result["for"], report.result["against"]) == ("adopted", "3", "1")
    assert said_of(json.loads(counted(3))) == ("valid", set())
    assert said_of(json.loads(counted(answers=()))) == ("valid", set())  # nobody cast anything


@pytest.mark.parametrize("wrong", [{"threshold": 1}, {"one_key": True}, {"key_sha256": "00" * 32}])
def test_a_box_that_one_person_opens_or_of_another_key_is_told(wrong):
    """All the rest holds together: whoever wrote the terms wrote them so."""
    assert said_of(json.loads(counted(**wrong))) == ("altered", {"keys"})


def flip(text, at=0):
    return text[:at] + format(int(text[at], 16) ^ 1, "x") + text[at + 1 :]


def terms_with(**more):
    """The terms changed, and their digest with them."""

    def change(bundle):
        terms = json.loads(bundle["terms"]) | more
        bundle["terms"], bundle["terms_sha256"] = tally.canonical(terms), tally.digest(terms)
        bundle["terms_stamp"] = STAMP.sign(box.stamped_terms(bytes.fromhex(tally.digest(terms)))).hex()

    return change


def boxed(change):
    """A change, and the fingerprint of the box with it, stamped: by whoever has the key of the installation."""

    def changed(bundle):
        change(bundle)
        found = read_bundle(bundle)
        bundle["box_sha256"] = found.print
        bundle["box_stamp"] = STAMP.sign(box.stamped_box(found.sheet.terms, bundle["box_sha256"])).hex()

    return changed


OTHER = public_key_of("0" * 26).hex()
FORGED = box.Stamp(b"guessed")


def change(path, value):
    """A value, or what a function makes of it."""

    def changed(bundle):
        where = bundle
        for step in path[:-1]:
            where = where[step]
        where[path[-1]] = value(where[path[-1]]) if callable(value) else value

    return changed


def swapped(bundle):
    one, two = bundle["ballots"][:2]
    one["sealed"], two["sealed"] = two["sealed"], one["sealed"]


def doubled(bundle):
    bundle["ballots"].append(copy.deepcopy(bundle["ballots"][0]))


def marked(bundle):
    voter = UUID(bundle["roll"][6]["voter"])
    bundle["roll"][6]["stamp"] = FORGED.sign(box.stamped_mark(bytes.fromhex(bundle["terms_sha256"]), voter)).hex()


def unmarked(bundle):
    bundle["roll"][0]["stamp"] = ""


def dropped(bundle):
    del bundle["ballots"][5]


def committed_again(number, held):
    """One more commitment, true of the ballots that are said to be in."""

    def changed(bundle):
        for ballot in bundle["ballots"][5:held]:
            ballot["batch"] = number
        receipts = [ballot["receipt"] for ballot in bundle["ballots"][:held]]
        bundle["commitments"].append(commitment(bytes.fromhex(bundle["terms_sha256"]), number, receipts))

    return changed


def erased(bundle):
    """As if nothing had ever been committed to: nothing that is left contradicts it but the digest of the closing."""
    bundle["commitments"] = []
    for ballot in bundle["ballots"]:
        ballot["batch"] = None


def unproved(bundle):
    """Taken in by the server, which does not look."""
    ballot, terms = bundle["ballots"][5], bytes.fromhex(bundle["terms_sha256"])
    sealed = bytes.fromhex(flip(ballot["sealed"], len(ballot["sealed"]) - 1))
    ballot |= {
        "sealed": sealed.hex(),
        "receipt": box.receipt_of(terms, "", sealed),
        "stamp": STAMP.sign(box.stamped_ballot(terms, "", sealed)).hex(),
    }


EVERYTHING = {"keys", "receipts", "roll", "openings", "tally"}
WRONG = [
    ("the digest of the terms", change(("terms_sha256",), "00" * 32), {"keys"}),
    ("another key in the terms", terms_with(key_sha256="00" * 32), EVERYTHING),
    ("two keepers with one key", terms_with(keepers=[{"name": "A", "key": OTHER}] * 2), EVERYTHING),
    ("a commitment", change(("commitments", 0, "sha256"), flip), {"commitments", "receipts"}),
    ("how many it held", change(("commitments", 0, "ballots"), 4), {"commitments", "receipts"}),
    ("no commitment", change(("commitments",), []), {"commitments", "receipts"}),
    ("the number of a commitment", change(("commitments", 0, "number"), 2), {"commitments", "receipts"}),
    ("a ballot in a batch", change(("ballots", 5, "batch"), 1), {"commitments", "receipts"}),
    ("a ballot out of its batch", change(("ballots", 0, "batch"), None), {"commitments", "receipts"}),
    ("the stamp of a commitment", change(("commitments", 0, "stamp"), flip), {"commitments", "receipts"}),
    ("what was committed to, erased whole", erased, {"receipts"}),
    ("no digest of what was committed to", change(("format",), "kevread vote 3"), {"receipts"}),
    ("one batch more, committed to and stamped", committed_again(2, 6), {"receipts"}),
    ("the stamp of the terms", change(("terms_stamp",), flip), {"keys"}),
    ("the stamp of the box", change(("box_stamp",), flip), {"receipts"}),
    ("a commitment that is missing", committed_again(3, 6), {"commitments", "receipts"}),
    ("a commitment to nothing more", committed_again(2, 5), {"commitments", "receipts"}),
    ("a ballot that proves nothing", boxed(unproved), {"receipts"}),
    ("the stamp of a mark", boxed(change(("roll", 0, "stamp"), flip)), {"roll"}),
    ("a receipt", boxed(change(("ballots", 5, "receipt"), "0000-0000-0000-0000")), {"receipts"}),
    ("two ballots swapped", boxed(swapped), {"receipts"}),
    ("a ballot twice", boxed(doubled), {"receipts", "commitments", "roll", "openings", "tally"}),
    ("a ballot less", boxed(dropped), {"roll", "openings", "tally"}),
    ("the stamp of a ballot", boxed(change(("ballots", 5, "stamp"), flip)), {"receipts"}),
    (
        "the proof of a ballot",
        boxed(change(("ballots", 5, "sealed"), lambda text: flip(text, len(text) - 1))),
        {"receipts"},
    ),
    ("the digest of the box", change(("box_sha256",), flip), {"receipts"}),
    ("a mark that no vote made", boxed(marked), {"roll"}),
    ("a mark less", boxed(unmarked), {"roll"}),
    ("more votes for somebody", boxed(change(("roll", 0, "votes"), 2)), {"roll"}),
    ("somebody else votes", boxed(change(("roll", 7, "voter"), str(UUID(int=99)))), {"roll"}),
    ("an opening", change(("openings", 0, "sums", "", 0, 0), encode(BASE).hex()), {"openings", "tally"}),
    ("the proof of an opening", change(("openings", 0, "sums", "", 0, 2), flip), {"openings"}),
    ("an opening of somebody else", change(("openings", 0, "place"), 3), {"openings", "tally"}),
    ("an opening of nobody", change(("openings", 0, "place"), 4), {"openings", "tally"}),
    (
        "one opening twice",
        change(("openings", 1), lambda _: json.loads(counted())["openings"][0]),
        {"openings", "tally"},
    ),
    ("the counts", change(("counts", "tous", "for"), 4), {"tally"}),
    ("no count", change(("counts",), {}), {"tally"}),
    ("the file of the result", change(("file", "colleges", 0, "for"), 4), {"tally"}),
    ("the majority of the file", change(("file", "majority", "type"), "unanimity"), {"tally"}),
    ("who is there, in the file", change(("file", "colleges", 0, "present_members"), 0), {"tally"}),
    ("the votes there, in the file", change(("file", "colleges", 0, "present_votes"), 99), {"tally"}),
    ("a tie broken, in the file", change(("file", "casting_vote"), "for"), {"tally"}),
    ("no file", change(("file",), {}), {"tally"}),
    ("the stamp of the count", change(("count_stamp",), flip), {"tally"}),
    ("no stamp of the count", change(("count_stamp",), ""), {"tally"}),
    ("the stamp of another", change(("count_stamp",), lambda _: FORGED.sign(b"this count").hex()), {"tally"}),
]


@pytest.mark.parametrize(("name", "change", "named"), WRONG, ids=[name for name, *_ in WRONG])
def test_whatever_is_changed_is_named(bundle, name, change, named):
    change(bundle)
    verdict, wrong = said_of(bundle)
    assert verdict == "altered"
    assert wrong == named or (named == EVERYTHING and {"receipts", "openings"} <= wrong)


def test_a_box_that_is_not_opened_yet_is_incomplete(bundle):
    bundle["counts"], bundle["file"] = {}, {}
    del bundle["openings"][1]
    assert said_of(bundle) == ("incomplete", {"openings", "tally"})
    unmarked(bundle)
    assert said_of(bundle)[0] == "altered"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda bundle: bundle.pop("roll"),
        change(("format",), "another"),
        change(("terms",), "{"),
        change(("terms",), "{}"),
        terms_with(sharing=[]),
        terms_with(stamp_key=""),
        terms_with(threshold=3),
        change(("ballots", 0, "sealed"), "zz"),
        change(("ballots", 0, "sealed"), 3),
        lambda bundle: bundle.update(more=1),
    ],
)
def test_what_cannot_be_read_is_said(bundle, wrong):
    wrong(bundle)
    with pytest.raises(Misread):
        read_bundle(bundle)


@pytest.mark.parametrize(("text", "code"), [(None, 0), ("counts", 1), ("{", 2), ('{"format": "kevread ballot 2"}', 2)])
def test_the_command_says_it_by_its_exit_code(tmp_path, capsys, text, code):
    file = tmp_path / "urne.json"
    content = json.loads(counted())
    if text == "counts":
        content["counts"] = {"tous": {"for": 6}}
    file.write_text(json.dumps(content) if text in (None, "counts") else text, encoding="utf-8")
    try:
        call_command("verify-vote", str(file), "--format", "json")
        exited = 0
    except SystemExit as left:
        exited = left.code
    captured = capsys.readouterr()
    assert exited == code
    assert {"terms_sha256", "box_sha256", "ballots", "marks", "checks", "result"} < set(json.loads(captured.out))
    assert json.loads(captured.out)["verdict"] == {0: "valid", 1: "altered", 2: "unreadable"}[code]
    assert (json.loads(captured.err)["error"]["code"] == "unreadable") if code == 2 else not captured.err


def test_of_how_many_ballots_receipts_committed_to_the_box_is_said():
    """What was taken out before the closing is not told from what never was: it is not said to be still true."""
    some, none = json.loads(counted()), json.loads(counted())
    boxed(erased)(none)
    told = [next(one for one in verify(read_bundle(each)).checks if one.name == "commitments") for each in (some, none)]
    assert [one.ok for one in told] == [True, True]
    assert "sur 5 bulletins, des 6 de l’urne" in told[0].detail and "encore vrai" in told[0].detail
    assert told[1].detail.startswith("Aucun engagement n’est dans ce fichier") and "encore vrai" not in told[1].detail
