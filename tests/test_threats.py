"""« Done is tested »: every test that `docs/threats.md` names is there, so that a claim does not outlive what holds it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "threats.md").read_text()
NAMES = r"`((?:tests/|test_|::test_)[^`]+)`"
NAMED = re.findall(NAMES, TEXT)


@cache
def files() -> tuple[Path, ...]:
    return tuple(TESTS.rglob("test_*.py"))


@cache
def functions(file: Path) -> frozenset[str]:
    """Those that pytest runs: of the module itself, none that stands inside of another."""
    found = ast.parse(file.read_text()).body if file.is_file() else []
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(one.name for one in found if isinstance(one, kinds) and one.name.startswith("test_"))


def met(named: str) -> list[Path]:
    """The files where a name that says no place is met: that of a file, of a function, or the start of one, cut by « … »."""
    name = named.removeprefix("::")
    if name.endswith("…"):
        return [file for file in files() if any(one.startswith(name[:-1]) for one in functions(file))]
    return [file for file in files() if name in functions(file) or name.removesuffix(".py") == file.stem]


def holds(named: str) -> bool:
    """`tests/a/test_b.py`, with `::test_c`; `tests/a`, where tests are; or a name without place, of one file and no other."""
    place, _, function = named.partition("::")
    if not place.startswith("tests/"):
        return len(met(named)) == 1
    there = TESTS.parent / place
    if there.is_dir():
        return not function and any(there.rglob("test_*.py"))
    return function in functions(there) if function else bool(functions(there))


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
    """What is done about a threat, what is guaranteed of a vote, what each room says: before what is said not to be held."""
    done = claim.split("|")[2] if claim.startswith("|") else re.split(r"\*?\bNot held\b", claim)[0]
    assert any(map(holds, re.findall(NAMES, done)))


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
    here = (
        "tests/none.py",
        "tests/test_threats.py::test_none",
        "test_none_of_this",
        "test_none_of_this…",
        "::test_none",
    )
    for nowhere in (*here, "tests/test_threats.py::holds", "tests/arrange.py", "tests/toy::test_none", "test_a…"):
        assert not holds(nowhere)
    for there in ("tests/votes", "tests/test_threats.py", "test_threats", "test_a_name_that_is_nowhere_is_seen"):
        assert holds(there)
    assert len(NAMED) > 300
