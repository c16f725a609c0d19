"""A ballot that a voter had opened instead of casting it (Benaloh, 2006): whether what it says is what was shown. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from kevread.common.reading import Misread, dotted, read_as
from kevread.common.wrong import Fault
from kevread.tally.rules import tallies as tally
from kevread.votes.rules import box
from kevread.votes.rules.bundle import Check, Report
from kevread.votes.rules.group import base, decode, scalar_of, times
from kevread.votes.rules.sealing import Sheet, cells_of, holds


@dataclass(frozen=True, slots=True)
class OpenedBallot:
    receipt: str
    college: str
    choices: tuple[str, ...]
    sealed: str
    chances: tuple[str, ...]  # with which each cell was sealed


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What the page of a voter gives of ballots that it opened: nobody can cast them any more without saying how they vote."""

    format: Literal["kevread ballot 1"]
    terms_sha256: str
    key: str
    codes: tuple[str, ...]
    most: int
    ballots: tuple[OpenedBallot, ...]

    @property
    def sheet(self) -> Sheet:
        return Sheet(bytes.fromhex(self.terms_sha256), bytes.fromhex(self.key), self.codes, self.most)


def read_opened(content: Any) -> OpenedFile:
    """Raises Misread."""
    found = read_as(OpenedFile, content, dotted)
    try:
        decode(found.sheet.key)
        for one in found.ballots:
            bytes.fromhex(one.sealed)
    except ValueError:
        raise Misread([Fault("key", "une clé et des bulletins en hexadécimal sont attendus.")]) from None
    return found


def verify_opened(file: OpenedFile) -> Report:
    wrong = next(wrong_ballots(file), "")
    said = "Chaque bulletin, scellé, est bien celui de son reçu, et il disait ce qui est écrit."
    return Report(
        verdict="altered" if wrong else "valid",
        ballots=len(file.ballots),
        marks=0,
        terms_sha256=file.terms_sha256,
        box_sha256="",
        checks=(Check("receipts", not wrong, wrong or said),),
        result={} if wrong else {"opened": [{"receipt": one.receipt, "choices": one.choices} for one in file.ballots]},
    )


def wrong_ballots(file: OpenedFile) -> Iterator[str]:
    sheet = file.sheet
    for one in file.ballots:
        sealed = bytes.fromhex(one.sealed)
        if one.receipt != box.receipt_of(sheet.terms, one.college, sealed):
            yield f"Le reçu {one.receipt} n’est pas celui de ce bulletin."
        if not holds(sheet, one.college, sealed) or not says(sheet, one, sealed):
            yield f"Le bulletin {one.receipt} ne disait pas ce qui est écrit."


def says(sheet: Sheet, one: OpenedBallot, sealed: bytes) -> bool:
    """Sealed again with the same chance, it is the same."""
    chosen = [int(code in (one.choices or (tally.BLANK,))) for code in sheet.codes]
    key = decode(sheet.key)
    try:
        chances = [scalar_of(bytes.fromhex(chance)) for chance in one.chances]
        again = [
            (base(chance), base(value) + times(key, chance)) for value, chance in zip(chosen, chances, strict=True)
        ]
    except ValueError:
        return False
    return again == cells_of(sheet, sealed)
