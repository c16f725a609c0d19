"""Benches run seldom: what they take from the house is looked for here, also in the programs that they write in strings."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted([*(ROOT / "bench").rglob("*.py"), *(ROOT / "scripts").glob("*.py")])
TAKEN = re.compile(r"^\s*from ((?:kevread|tests|bench|launch)[\w.]*) import (\([^)]*\)|[^\n\\]*)", re.MULTILINE)


def missing_in(source: str) -> list[str]:
    """What a source imports of the house that is not there."""
    taken = [
        (module, name.split("#")[0].split(" as ")[0].strip())
        for module, names in TAKEN.findall(source)
        for name in names.split("  #")[0].strip("()").split(",")
    ]
    return [f"{module}.{name}" for module, name in taken if name and not is_there(module, name)]


def is_there(module: str, name: str) -> bool:
    return hasattr(import_module(module), name) or is_module(f"{module}.{name}")


def is_module(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_what_a_bench_takes_from_the_house_is_there(script):
    assert missing_in(script.read_text(encoding="utf-8")) == []


def test_what_is_no_longer_there_is_caught():
    assert missing_in('RUN = """\nfrom kevread.votes.models import Poll, Urn\n"""') == ["kevread.votes.models.Urn"]
