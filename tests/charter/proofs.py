"""The proof of a computed rule is a mutation: the small world conforms, one planted fact flips the verdict of one clause,
and no other clause moves but the consequences that the proof names.

    @proves("R3.7", clause=1)
    def test_a_local_has_three_people_on_the_board(small):
        …write rows: they are in an act, and are rolled back…

`charter coverage` reads the names of rules from these decorators.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kevread.charter.engine import ANSWERS, Finding, verdicts
from kevread.common.verdicts import Reason, Verdict
from tests.conftest import TODAY, arranging
from tests.worlds import World

type Plant = Callable[[World], object]


class Board(dict[tuple[str, UUID], tuple[Verdict, Reason | None]]):
    """Every verdict of the day, by clause and organisation; and what facts answered, by the tables that they read."""

    def __init__(self, found: Iterable[Finding]) -> None:
        super().__init__(((f.clause.key, f.organisation.id), (f.verdict, f.reason)) for f in found)
        self.answers = ANSWERS._kept.all()

    def recall(self) -> None:
        """A fact that reads nothing of what is planted next is not asked again: as in the application, whose memory is held
        against the tables by `tests/seats/test_known_verdicts.py`."""
        for question, answer in self.answers:
            ANSWERS._kept.put(question, answer)


PLANTS: dict[str, Plant] = {}  # clause of the first federation → what flips it
PROVEN: dict[str, str] = {}  # clause → the test that flips it


def board(*rules: str) -> Board:
    """Every verdict of the day, or those of some articles."""
    return Board(verdicts(TODAY, rules=rules or None))


def judged(clause: str, of: UUID) -> tuple[Verdict, Reason | None]:
    """One clause, on one organisation: its article alone is worked out."""
    return board(rule_of(clause))[clause, of]


def verdicts_on(clause: str, of: Board | None = None) -> set[Verdict]:
    """One clause, on all that it binds: on that board, or as its article alone is worked out now."""
    found = board(rule_of(clause)) if of is None else of
    return {verdict for (key, _), (verdict, _) in found.items() if key == clause}


def rule_of(clause: str) -> str:
    return clause.partition("/")[0]


class _Back(Exception):  # noqa: N818 — not an error: the way back
    pass


@contextmanager
def planted(small: World, plant: Plant) -> Iterator[None]:
    """The world with one more fact, until the end of the block."""
    try:
        with transaction.atomic():
            with arranging():
                plant(small)
            yield
            raise _Back
    except _Back:
        pass


def proves(
    rule: str,
    *,
    clause: int = 1,
    also: tuple[str, ...] = (),
    before: Verdict | set[Verdict] = Verdict.CONFORMS,
    after: Verdict = Verdict.BREACHES,
    proven: dict[str, str] = PROVEN,
) -> Callable[[Plant], Callable[..., None]]:
    """A test that plants one fact. `also` are the other clauses whose verdicts move: its consequences. `proven` are the
    clauses of the federation that it is about."""
    key = f"{rule}/{clause}"

    def decorate(plant: Plant) -> Callable[..., None]:
        def test(small: World, conforming: Board) -> None:
            assert verdicts_on(key, conforming) == ({before} if isinstance(before, Verdict) else before)
            conforming.recall()
            with planted(small, plant):
                now = board()
            # An organisation that was planted has verdicts of its own, which nothing held before.
            moved = {
                clause for clause, of in conforming.keys() & now.keys() if now[clause, of] != conforming[clause, of]
            }
            assert moved == {key, *also}, sorted(moved ^ {key, *also})
            assert after in verdicts_on(key, now)

        remember(proven, key, plant)
        if proven is PROVEN:
            PLANTS[key] = plant
        return named(test, plant)

    return decorate


def refused(small: World, plant: Plant) -> None:
    """PostgreSQL itself refuses this fact: a clause that asks for no more is no check, and a screen answers it."""
    with pytest.raises(IntegrityError), planted(small, plant):
        pass


def remember(where: dict[str, str], key: str, plant: Plant) -> None:
    name = f"{plant.__module__}.{plant.__name__}"
    if where.get(key, name) != name:
        raise RuntimeError(f"{key} is proved twice: {where[key]}, {name}.")
    where[key] = name


def named(test: Callable[..., None], plant: Plant) -> Callable[..., None]:
    test.__name__, test.__doc__, test.__module__ = plant.__name__, plant.__doc__, plant.__module__
    marked: Callable[..., None] = pytest.mark.django_db(test)
    return marked
