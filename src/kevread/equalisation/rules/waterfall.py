"""An amount step by step: from nothing to a share, or from the share of the year before to this one, to the cent, and drawn on
one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from kevread.equalisation.rules.share import Why
from kevread.equalisation.rules.terms import euros, naming, signed

type Part = tuple[str, Fraction]
WHOLE = 1_000  # the width of the drawing
LEVEL, MORE, LESS = "level", "more", "less"


@dataclass(frozen=True, slots=True)
class Step:
    """What it adds, and where one stands after it, in whole cents."""

    label: str
    cents: int
    after: int


@dataclass(frozen=True, slots=True)
class Fall:
    """One row of the drawing. `left` and `width` are thousandths of its scale; `kind`: a level stands on nothing, what is more
    or less hangs from where the row before ended."""

    label: str
    said: str
    left: int
    width: int
    kind: str

    @property
    def ends(self) -> int:
        """Where the next row hangs from."""
        return self.left if self.kind == LESS else self.left + self.width


@dataclass(frozen=True, slots=True)
class Waterfall:
    title: str
    falls: tuple[Fall, ...]


def parts_of(why: Why, codes: Iterable[str]) -> list[Part]:
    """The parts of an amount, which add up to it exactly, criteria in the order that is asked."""
    return [
        ("Socle égalitaire", why.base),
        *((naming(code).name, why.criteria.get(code, Fraction(0))) for code in codes),
        ("Choix stratégiques", Fraction(why.strategic)),
        ("Lissage avec l’an passé", why.smoothing),
        ("Plancher, plafond et tunnel", why.bounds),
        ("Arrondi au centime", why.rounding),
    ]


def to_the_cent(parts: Iterable[Part], begun: int, amount: int) -> list[Step]:
    """From one amount to another: each step is the difference of two roundings, so that they add up. Raises AssertionError
    when the parts do not lead there."""
    steps, reached, exact = [], begun, Fraction(begun)
    for label, part in parts:
        exact += part
        cents = floor(exact + Fraction(1, 2)) - reached
        reached += cents
        if cents:
            steps.append(Step(label, cents, reached))
    if reached != amount:
        raise AssertionError("the steps do not lead to the amount")
    return steps


def steps_of(why: Why, amount: int) -> list[Step]:
    """From nothing to the amount.

    >>> why = Why(Fraction(10, 3), {"epci": Fraction(20, 3)}, 0, Fraction(10), Fraction(0), Fraction(0), Fraction(0))
    >>> [(step.label, step.cents) for step in steps_of(why, 10)]
    [('Socle égalitaire', 3), ('Intercommunalités', 7)]
    """
    return to_the_cent(parts_of(why, why.criteria), 0, amount)


def steps_between(now: Why, amount: int, before: Why, received: int, growth: Fraction) -> list[Step]:
    """From what was received the year before to the amount. `growth`: the envelope of now over that of before. The envelope
    first, as if nothing else had changed; then each part, beside what it was in an envelope of that size.

    >>> nothing = Fraction(0)
    >>> before = Why(Fraction(40), {"epci": Fraction(60)}, 0, Fraction(100), nothing, nothing, nothing)
    >>> now = Why(Fraction(60), {"area": Fraction(75)}, 0, Fraction(135), nothing, nothing, nothing)
    >>> [(step.label, step.cents) for step in steps_between(now, 135, before, 100, Fraction(3, 2))]
    [('Enveloppe', 50), ('Superficie', 75), ('Intercommunalités', -90)]
    """
    codes = list(dict.fromkeys([*now.criteria, *before.criteria]))
    pairs = zip(parts_of(now, codes), parts_of(before, codes), strict=True)
    changes = [(label, part - growth * was) for (label, part), (_, was) in pairs]
    return to_the_cent([("Enveloppe", received * (growth - 1)), *changes], received, amount)


def waterfall(title: str, begun: tuple[str, int] | None, steps: Sequence[Step], ended: tuple[str, int]) -> Waterfall:
    """The steps between two levels, on a scale that holds nothing, both of them, and all that lies between.

    >>> drawn = waterfall("De 2026 à 2027", ("En 2026", 100), [Step("Superficie", -25, 75)], ("En 2027", 75))
    >>> [(fall.label, fall.kind, fall.left, fall.width) for fall in drawn.falls]
    [('En 2026', 'level', 0, 1000), ('Superficie', 'less', 750, 250), ('En 2027', 'level', 0, 750)]
    """
    levels = [0, ended[1], *([begun[1]] if begun else []), *(step.after for step in steps)]
    low, high = min(levels), max([*levels, min(levels) + 1])

    def at(cents: int) -> int:
        return (cents - low) * WHOLE // (high - low)

    def fall(label: str, said: str, ends: Sequence[int], kind: str) -> Fall:
        left, right = at(min(ends)), at(max(ends))
        return Fall(label, said, left, right - left, kind)

    falls = [
        fall(step.label, signed(step.cents), (step.after - step.cents, step.after), MORE if step.cents > 0 else LESS)
        for step in steps
    ]
    first = [fall(begun[0], euros(begun[1]), (0, begun[1]), LEVEL)] if begun else []
    return Waterfall(title, (*first, *falls, fall(ended[0], euros(ended[1]), (0, ended[1]), LEVEL)))
