"""« Done is tested »: every test that `docs/threats.md` names is there, so that a claim does not outlive what holds it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "threats.md").read_text()
NAMES = r"`((?:tests/|test_)[^`]+)`"
NAMED = re.findall(NAMES, TEXT)


@cache
def functions(file: Path) -> frozenset[str]:
    found = ast.walk(ast.parse(file.read_text()))
    return frozenset(one.name for one in found if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"))


def holds(named: str) -> bool:
    """`tests/a/test_b.py`, with `::test_c`; `tests/a`; a file or a function by its name alone, which « … » may cut short."""
    place, _, function = named.partition("::")
    if place.startswith("tests/"):
        there = TESTS.parent / place
        return there.exists() and (not function or function in functions(there))
    files = list(TESTS.rglob("test_*.py"))
    names = {file.stem for file in files}.union(*map(functions, files))
    if named.endswith("…"):
        return any(name.startswith(named[:-1]) for name in names)
    return named.removesuffix(".py") in names


@pytest.mark.parametrize("named", sorted(set(NAMED)))
def test_a_test_that_is_named_is_there(named):
    assert holds(named)


ROWS = [row for row in TEXT.split("\n## ", 1)[0].splitlines() if row.startswith("| ")][1:]
HELD, _, ELSEWHERE = TEXT.partition("What is guaranteed, whatever is done")[2].partition(
    "What all the receipts together"
)
LATER = ELSEWHERE[ELSEWHERE.index("\n## ") :]
CLAIMS = [one for part in (HELD, LATER) for one in re.split(r"\n\n|\n(?=- )", part) if one.startswith("- ")]


@pytest.mark.parametrize("claim", [*ROWS, *CLAIMS], ids=lambda claim: claim[2:50])
def test_each_claim_names_a_test(claim):
    """What is done about a threat, what is guaranteed of a vote, what each room says: what is not held says so elsewhere."""
    done = claim.split("|")[2] if claim.startswith("|") else claim
    assert re.search(NAMES, done)


GRID = [row for row in TEXT.splitlines() if re.match(r"\| 1-\d\d \|", row)]


@pytest.mark.parametrize("row", GRID, ids=lambda row: row[2:6])
def test_each_objective_of_the_level_claimed_names_a_test(row):
    """Or what nothing of ours holds, in so many words, beside what is."""
    held = row.split("|")[3]
    assert re.search(NAMES, held)


def test_all_claims_were_found():
    assert len(GRID) == 11
    assert len(ROWS) > 60
    assert len(CLAIMS) > 20


def test_a_name_that_is_nowhere_is_seen():
    for nowhere in ("tests/none.py", "tests/test_threats.py::test_none", "test_none_of_this", "test_none_of_this…"):
        assert not holds(nowhere)
    assert len(NAMED) > 20
