"""A number that is short at a place, and those that say for whom: told once, when they say it all."""

from types import SimpleNamespace
from typing import Any

import pytest

from kevread.charter.queries import together
from kevread.charter.queries.together import told_together
from kevread.common.errors import Way
from kevread.common.verdicts import Severity


@pytest.fixture(autouse=True)
def _gestures(monkeypatch):
    monkeypatch.setattr(together, "gesture_of", lambda finding: finding.gesture)


def one(
    name: str, *, whose: str = "", value: int = 0, least: int | None = 1, severity=Severity.MAJOR, seat="vp"
) -> Any:
    """What is said of a seat, of a grouping if one is named."""
    way = Way("Proposer", "seats:fill", {"scale": "head", "seat": seat}, {"pour": whose} if whose else {})
    finding = SimpleNamespace(
        clause=SimpleNamespace(check=SimpleNamespace(fact=name, parameters=())),
        organisation=SimpleNamespace(id=whose or "head"), lower=least, upper=None, words=frozenset(),
        failing=(), value=value, severity=severity,
        gesture=SimpleNamespace(right="fill_seat", way=way),
    )  # fmt: skip
    return SimpleNamespace(name=name, finding=finding)


def told(*spoken: Any) -> list[list[str]]:
    return [[each.name for each in those] for those in told_together(spoken)]


A, B = one("a", whose="A"), one("b", whose="B")


def test_what_misses_is_told_with_those_that_say_for_whom():
    assert told(one("count", value=4, least=5), A) == [["a", "count"]]
    assert told(A, B, one("count", value=3, least=5)) == [["a", "count"], ["b"]]


def test_one_more_that_nobody_names_is_told_apart():
    assert told(A, one("count", value=3, least=5)) == [["a"], ["count"]]


def test_another_place_another_number_and_what_is_graver_are_told_apart():
    assert told(A, one("count", value=4, least=5, seat="other")) == [["a"], ["count"]]
    assert told(A, one("many", value=6, least=5)) == [["a"], ["many"]]
    assert told(A, one("count", value=4, least=None)) == [["a"], ["count"]]
    assert told(one("count", value=4, least=5, severity=Severity.BLOCKING), A) == [["count"], ["a"]]
