"""The drawings of one share: beside that of the year before, then from nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kevread.equalisation.rules.share import Answer
from kevread.equalisation.rules.waterfall import Waterfall, steps_between, steps_of, waterfall


@dataclass(frozen=True, slots=True)
class Known:
    """The round of the year before: what its rules give, and what was received of it."""

    year: int
    answer: Answer
    received: Mapping[str, int]


def falls_of(year: int, answer: Answer, before: Known | None, who: str) -> tuple[Waterfall, ...]:
    """Nothing is drawn beside a year whose shares its own rules do not give again, for no part of them would be true; nor
    beside one that shared nothing."""
    why, amount = answer.why[who], answer.allocation[who]
    whole = waterfall("De zéro à cette part", None, steps_of(why, amount), ("Total", amount))
    received = before.answer.allocation.get(who) if before else None
    shared = sum(before.answer.allocation.values()) if before else 0
    if before is None or received is None or not shared or before.received.get(who) != received:
        return (whole,)
    growth = Fraction(sum(answer.allocation.values()), shared)
    steps = steps_between(why, amount, before.answer.why[who], received, growth)
    between = waterfall(f"De {before.year} à {year}", (f"En {before.year}", received), steps, (f"En {year}", amount))
    return between, whole
