"""A ballot that a voter had opened instead of casting it (Benaloh, 2006): whether what it says is what was shown. Pure."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from kevread.common.reading import Misread, dotted, read_as
from kevread.common.wrong import Fault
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import PollTerms, read_terms
from kevread.votes.rules import box
from kevread.votes.rules.bundle import ABSURD, Check, Report, held_to
from kevread.votes.rules.group import base, decode, scalar_of, times
from kevread.votes.rules.sealing import MOST_CHOICES, Sheet, cells_of, holds, sheet_of


@dataclass(frozen=True, slots=True)
class OpenedBallot:
    receipt: str
    college: str
    choices: tuple[str, ...]
    sealed: str
    chances: tuple[str, ...]  # with which each cell was sealed


@dataclass(frozen=True)
class OpenedFile:
    """What the page of a voter gives of ballots that it opened: nobody can cast them any more without saying how they vote."""

    format: Literal["kevread ballot 2"]
    terms: str  # their very text: what each cell means is read there, and each receipt holds their digest
    terms_stamp: str
    ballots: tuple[OpenedBallot, ...]

    @cached_property
    def put(self) -> PollTerms:
        return read_terms(json.loads(self.terms))

    @cached_property
    def terms_sha256(self) -> str:
        return hashlib.sha256(self.terms.encode()).hexdigest()

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.put, self.terms_sha256, bytes.fromhex(self.put.sharing[0]))


def read_opened(content: Any) -> OpenedFile:
    """Raises Misread."""
    found = read_as(OpenedFile, content, dotted)
    try:
        if len(found.sheet.codes) > MOST_CHOICES + 1:
            raise ValueError("No vote of ours has so many choices.")
        decode(found.sheet.key)
        bytes.fromhex(found.terms_stamp), bytes.fromhex(found.put.stamp_key)
        for one in found.ballots:
            bytes.fromhex(one.sealed)
    except Misread:
        raise
    except ABSURD:
        said = "les termes d’un vote secret et des bulletins en hexadécimal sont attendus."
        raise Misread([Fault("terms", said)]) from None
    return found


def verify_opened(file: OpenedFile, key: str = "") -> Report:
    """`key`: as for `bundle.verify`."""
    terms = held_to(key, file.put.stamp_key, "Les termes portent le cachet de l’installation.")
    if not box.is_stamped(
        bytes.fromhex(file.put.stamp_key), bytes.fromhex(file.terms_stamp), box.stamped_terms(file.sheet.terms)
    ):
        terms = Check("keys", ok=False, detail="Les termes ne portent pas le cachet de l’installation qu’ils nomment.")
    wrong = next(wrong_ballots(file), "")
    bad = bool(wrong) or not terms.ok
    said = "Chaque bulletin, scellé, est bien celui de son reçu, et il disait ce qui est écrit."
    return Report(
        verdict="altered" if bad else "valid",
        ballots=len(file.ballots),
        marks=0,
        terms_sha256=file.terms_sha256,
        box_sha256="",
        checks=(terms, Check("receipts", not wrong, wrong or said)),
        result={} if bad else {"opened": [{"receipt": one.receipt, "choices": one.choices} for one in file.ballots]},
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
    if not set(one.choices) <= set(sheet.codes):
        return False
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
