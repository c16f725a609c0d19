"""The pathway of somebody new on a board: three parts, a step or more in each; what is done, what is late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kevread.common.reading import Words

type Part = Literal["welcome", "training", "peers"]

PARTS: dict[Part, str] = {"welcome": "Accueil", "training": "Formation", "peers": "Échanges"}


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a federation proposes, in one of the three parts."""

    code: str
    part: Part
    label: Words


@dataclass(frozen=True, slots=True)
class Pathway:
    """`of`: the scales whose boards it is for. `addition`: what in it the common framework does not say."""

    of: tuple[Literal["head", "grouping", "local"], ...] = ()
    steps: tuple[Step, ...] = ()
    addition: str = ""

    def __post_init__(self) -> None:
        codes = [one.code for one in self.steps]
        if len(set(codes)) < len(codes):
            raise ValueError("deux étapes portent le même code.")
        if self.steps and {one.part for one in self.steps} != set(PARTS):
            raise ValueError(
                "le parcours relie trois temps : écrivez au moins une étape de chacun (welcome, training, peers)."
            )

    def step(self, code: str) -> Step | None:
        return next((one for one in self.steps if one.code == code), None)

    def label(self, code: str) -> str:
        """Of one that the federation does not propose any more, its code."""
        found = self.step(code)
        return found.label if found else code


def due_on(begun: date, days: int | None) -> date | None:
    """The last day on which a part is in time: so many days after the mandate began. None where nobody decided how many.

    >>> due_on(date(2026, 9, 1), 60), due_on(date(2026, 9, 1), None)
    (datetime.date(2026, 10, 31), None)
    """
    return None if days is None else begun + timedelta(days=days)


def waited(begun: Iterable[date], on: date) -> int:
    """For how many days whoever waits longest has waited; 0 where nobody does.

    >>> waited([date(2026, 9, 1), date(2026, 10, 1)], date(2026, 10, 31)), waited([], date(2026, 10, 31))
    (60, 0)
    """
    return max(((on - one).days for one in begun), default=0)


def is_whole(steps: Sequence[Step], done: Iterable[str], part: Part) -> bool:
    """Whether every step of a part is done.

    >>> steps = [Step("a", "welcome", "A"), Step("b", "welcome", "B"), Step("c", "peers", "C")]
    >>> is_whole(steps, ["a"], "welcome"), is_whole(steps, ["a", "b"], "welcome"), is_whole(steps, ["c"], "peers")
    (False, True, True)
    """
    known = set(done)
    return all(one.code in known for one in steps if one.part == part)
