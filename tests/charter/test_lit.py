"""The small map of an article is never lit better than what its margin says."""

from types import SimpleNamespace as Some
from typing import Any

import pytest

from kevread.charter.queries import text
from kevread.charter.queries.states import STATES

HEAD, FIRST, SECOND = "head", "first", "second"


@pytest.fixture(autouse=True)
def _stated(monkeypatch):
    monkeypatch.setattr(
        text, "worst", lambda those: min((one.state for one in those), key=STATES.index, default="silent")
    )


def drawn(states: dict[str, str], *, is_head: bool = True) -> list[str]:
    """How the two territories are lit, by what is found of the head and of each grouping."""
    places: list[Any] = [Some(key=one, slug=one, outline="M0 0", ours=one == FIRST) for one in (FIRST, SECOND)]
    findings = [Some(organisation=Some(id=one), state=state) for one, state in states.items()]
    reading: Any = Some(findings=findings, drawing=None)
    circle: Any = Some(belongs={FIRST: FIRST, SECOND: SECOND})
    switcher: Any = Some(is_drawn=True, groupings=places)
    (lit,) = text.light([reading], switcher, circle, is_head=is_head)
    assert reading.drawing == 0
    return [mark for _, mark in lit]


def test_each_territory_is_lit_by_what_is_found_there():
    assert drawn({FIRST: "breaches", SECOND: "conforms"}) == ["breaches", "conforms"]
    assert drawn({HEAD: "conforms", FIRST: "breaches", SECOND: "conforms"}) == ["breaches", "conforms"]
    assert drawn({HEAD: "conforms", FIRST: "conforms"})[1] == drawn({FIRST: "conforms"})[1]  # the head lights no other


def test_what_the_head_has_to_mend_lights_all_of_it():
    assert drawn({HEAD: "breaches", FIRST: "conforms", SECOND: "conforms"}) == ["breaches", "breaches"]
    assert drawn({HEAD: "breaches"}) == ["breaches", "breaches"]
    assert drawn({HEAD: "conforms"}) == ["conforms", "conforms"]


def test_a_grouping_is_lit_alone_at_its_own_scale():
    assert drawn({FIRST: "breaches"}, is_head=False)[0] == "breaches"
    assert drawn({FIRST: "breaches"}, is_head=False)[1] != "breaches"
