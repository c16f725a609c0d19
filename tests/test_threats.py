"""« Done is tested »: every test that `docs/threats.md` names is there, so that a claim does not outlive what holds it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "threats.md").read_text()
NAMED = re.findall(r"`((?:tests/|test_)[^`]+)`", TEXT)


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


def test_a_name_that_is_nowhere_is_seen():
    for nowhere in ("tests/none.py", "tests/test_threats.py::test_none", "test_none_of_this", "test_none_of_this…"):
        assert not holds(nowhere)
    assert len(NAMED) > 20
