"""Rounds to share out: that of the specification, any that hypothesis finds, and large ones."""

import random
import sys
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from kevread.equalisation.rules import Criterion, Direction, Round

FILTER = sys.modules["kevread.equalisation.rules.certified"]  # its name is that of its function, too
NAMES = ("ESS35", "ARMOR", "CENTRE", "FINIST", "SUD")
MEASURED = {
    "epci": (2_500, (18, 7, 9, 17, 10)),
    "communes": (2_000, (337, 300, 190, 225, 150)),
    "area": (2_000, (6775, 5300, 5200, 5400, 4534)),
    "projects": (2_000, (42, 20, 18, 35, 28)),
    "actions": (1_500, (120, 75, 66, 110, 95)),
}
EXAMPLE = {
    "envelope": 20_000_001,
    "criteria": {
        key: {"weight": weight, "direction": "direct", "values": dict(zip(NAMES, values, strict=True))}
        for key, (weight, values) in MEASURED.items()
    },
    "equal_base": "0.2",
    "floor": "0.5",
    "cap": "0.4",
    "loss": "0.1",
    "gain": "0.25",
}
SHARED = {"ESS35": 5_232_181, "ARMOR": 3_514_827, "CENTRE": 3_250_261, "FINIST": 4_498_580, "SUD": 3_504_152}


def cents_said(said: str) -> int:
    """Back from « − 1 240,50 € » to cents."""
    whole, _, rest = "".join(one for one in said if one.isdigit() or one == ",").partition(",")
    return (int(whole) * 100 + int(rest.ljust(2, "0") or 0)) * (-1 if "−" in said else 1)


rates = st.none() | st.fractions(0, 1, max_denominator=20)
whole_rates = st.fractions(0, 1, max_denominator=20)


@st.composite
def weights(draw, number: int) -> list[int]:
    cuts = sorted(draw(st.integers(0, 20)) * 500 for _ in range(number - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, 10_000], strict=True)]


@st.composite
def rounds(draw, least: int = 1, most: int = 6, *, grows: bool = False) -> Round:
    """Few values, small ones and nothing among them, so that ties, bounds and what is left aside are many."""
    who = [f"g{n}" for n in range(draw(st.integers(least, most)))]
    criteria = {}
    for index, weight in enumerate(draw(weights(draw(st.integers(1, 4))))):
        direction = draw(st.sampled_from(Direction))
        least_value = 1 if direction is Direction.INVERSE else 0
        values = st.fractions(least_value, 9, max_denominator=3) | st.integers(least_value, 10**6).map(Fraction)
        criteria[f"k{index}"] = Criterion(weight, direction, {one: draw(values) for one in who})
    envelope = draw(st.integers(0, 50) | st.integers(0, 10**9))
    choices = draw(st.lists(st.integers(0, 3), min_size=len(who), max_size=len(who)))
    strategic = dict(zip(who, (envelope * part // (4 * len(who)) for part in choices), strict=True))
    previous = draw(st.none() | st.fixed_dictionaries(dict.fromkeys(who, st.just(0) | st.integers(0, 10**9))))
    before = draw(st.integers(1, 10**9)) if previous is not None else None
    if grows:  # there was a round before, and the envelope is not smaller
        previous = {one: draw(st.integers(0, envelope // len(who))) for one in who}
        before = max(1, sum(previous.values()))
        envelope = max(envelope, before)
    return Round(
        envelope=envelope, criteria=criteria, strategic=strategic, equal_base=draw(whole_rates), floor=draw(rates),
        cap=draw(rates), loss=draw(rates), gain=draw(rates), smoothing=draw(whole_rates), previous=previous,
        previous_envelope=before,
    )  # fmt: skip


def with_value(one: Round, key: str, who: str, value: Fraction) -> Round:
    criterion = one.criteria[key]
    changed = replace(criterion, values={**criterion.values, who: value})
    return replace(one, criteria={**one.criteria, key: changed})


def large(number: int, criteria: int = 12, inverse: int = 2, *, bounded: bool = True, seed: int = 1) -> Round:
    """Invented measures, the same at each run."""
    drawn = random.Random(seed)
    who = [f"g{n:05}" for n in range(number)]
    each, more = divmod(10_000, criteria)
    previous = {one: drawn.randint(0, 2_000_000) for one in who}
    bounds = {
        "floor": Fraction(1, 2), "cap": Fraction(2, 5), "loss": Fraction(1, 10), "gain": Fraction(1, 4),
        "smoothing": Fraction(1, 2), "previous": previous, "previous_envelope": sum(previous.values()),
    }  # fmt: skip
    return Round(
        envelope=1_000_000 * number + 7,
        criteria={
            f"k{index}": Criterion(
                each + (more if index == 0 else 0),
                Direction.INVERSE if index < inverse else Direction.DIRECT,
                {one: Fraction(drawn.randint(1, 1_000_000)) for one in who},
            )
            for index in range(criteria)
        },
        equal_base=Fraction(1, 5),
        **(bounds if bounded else {}),
    )
