"""Reads a round from the file of `manage equalise`: all that is wrong is told, each thing at its place.

A measure is a number, of which every decimal counts, or « p/q »; a rate is a text; an amount is whole cents.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from kevread.common.errors import Invalid
from kevread.common.reading import Misread, ReadBy, dotted, read_as, read_json
from kevread.common.wrong import Fault, Unfit
from kevread.equalisation.rules.rounds import Criterion, Direction, Round

LONGEST, FARTHEST = 4_000, 300  # digits of a number, and its exponent
NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?:[eE]([+-]?[0-9]{1,4}))?", re.ASCII)
RATIO = re.compile(r"-?[0-9]+(?:/[0-9]+|\.[0-9]*)?|-?\.[0-9]+", re.ASCII)
RATES = ("equal_base", "floor", "cap", "loss", "gain", "smoothing")


class Written(str):
    """A number of the file that is not whole, as it is written there: a float would have lost some of it."""

    __slots__ = ()


def read_cents(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("un nombre entier de centimes est attendu.")
    return value


def read_weight(value: Any) -> int:
    if type(value) is not int:
        raise ValueError("un nombre entier de points de base est attendu.")
    return value


def read_ratio(value: Any) -> Fraction:
    if not isinstance(value, str) or len(value) > LONGEST or not RATIO.fullmatch(value):
        raise ValueError('une fraction est attendue, entre guillemets, par exemple "1/5" ou "0.2".')
    if re.fullmatch(r".*/0+", value):
        raise ValueError("une fraction ne se divise pas par zéro.")
    return Fraction(value)


def read_measure(value: Any) -> Fraction:
    if type(value) is int:
        return Fraction(value)
    if isinstance(value, str) and len(value) <= LONGEST and (found := NUMBER.fullmatch(value)):
        power = int(found[2] or 0)
        if abs(power) > FARTHEST:
            raise ValueError(f"un nombre est attendu, dont l’exposant va de −{FARTHEST} à {FARTHEST}.")
        return Fraction(found[1]) * Fraction(10) ** power
    if isinstance(value, str):
        return read_ratio(value)
    raise ValueError('un nombre est attendu, par exemple 18, 6775.25 ou "1/3".')


type Cents = Annotated[int, ReadBy(read_cents)]
type Weight = Annotated[int, ReadBy(read_weight)]
type Rate = Annotated[Fraction, ReadBy(read_ratio)]
type Measure = Annotated[Fraction, ReadBy(read_measure)]


@dataclass(frozen=True, slots=True)
class CriterionPart:
    weight: Weight
    direction: Direction
    values: dict[str, Measure]


@dataclass(frozen=True, slots=True)
class RoundPart:
    """A round as it is written. Null is the same as nothing."""

    envelope: Cents
    criteria: dict[str, CriterionPart]
    strategic: dict[str, Cents] | None = None
    equal_base: Rate | None = None
    floor: Rate | None = None
    cap: Rate | None = None
    loss: Rate | None = None
    gain: Rate | None = None
    smoothing: Rate | None = None
    previous: dict[str, Cents] | None = None
    previous_envelope: Cents | None = None

    def __post_init__(self) -> None:
        try:
            self.build()
        except Invalid as refusal:
            raise Unfit(refusal) from None

    def build(self) -> Round:
        return Round(
            envelope=self.envelope,
            criteria={key: Criterion(one.weight, one.direction, one.values) for key, one in self.criteria.items()},
            strategic=self.strategic or {},
            equal_base=Fraction(0) if self.equal_base is None else self.equal_base,
            floor=self.floor,
            cap=self.cap,
            loss=self.loss,
            gain=self.gain,
            smoothing=Fraction(1) if self.smoothing is None else self.smoothing,
            previous=self.previous,
            previous_envelope=self.previous_envelope,
        )


def read(file: Path) -> tuple[Round, str]:
    """The round, and the digest of the bytes of its file. Raises Misread."""
    content = read_json(file, numbers=Written)
    return round_of(content), sha256(file.read_bytes()).hexdigest()


def round_of(content: Any) -> Round:
    """Raises Misread."""
    if isinstance(content, dict):
        unquoted = [name for name in RATES if isinstance(content.get(name), Written)]
        if unquoted:
            sentence = 'une fraction est attendue, entre guillemets, par exemple "1/5" ou "0.2".'
            raise Misread([Fault(name, f"« {name} » : {sentence}") for name in unquoted])
    else:
        raise Misread([Fault("", "un objet est attendu, avec « envelope » et « criteria ».")])
    return read_as(RoundPart, content, dotted).build()
