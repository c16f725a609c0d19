"""Nothing of Brittany stands in Python: its bodies, titles, colleges and organisations are words of its own files.

What the software itself calls is left aside: the titles that give rights (`OFFICES`), and words that it has for other
things.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kevread.common.parameters import OFFICES
from kevread.seats.roles import every_role

ROOT = Path(__file__).parents[1]
BRITTANY = ROOT / "federations" / "bretagne"
PYTHON = [path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts]
# A member of an organisation, an alternate candidate, a condition of a seat.
OF_THE_SOFTWARE = {*OFFICES, "member", "alternate", "direct-member"}
NAMES = ("Cress", "Codir", "Bretagne", "Breizh")


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((BRITTANY / name).read_text(encoding="utf-8"))


def bodies() -> Iterator[dict[str, Any]]:
    written = read("bodies.yaml")
    yield from (body for those in written["each"].values() for body in those)
    yield from written["spaces"]


@cache
def words_of_brittany() -> set[str]:
    written = read("bodies.yaml")
    titles = {seat["title"] for body in bodies() for seat in body["seats"]}
    spaces = {space["slug"] for space in written["spaces"]}
    organisations = {one["slug"] for one in read("organisations.yaml")["organisations"]}
    return (titles | spaces | organisations | {*written["colleges"], *written["families"]}) - OF_THE_SOFTWARE


def found(source: str, words: set[str]) -> list[str]:
    """The words that a module says: a text that is one of them, or one that has a slug or a name of Brittany in it."""
    slugs = "|".join(re.escape(word) for word in words if "-" in word or word in ("codir", "cress"))
    inside = re.compile(rf"(?<![\w-])(?:{slugs})(?!\w)|\b(?:{'|'.join(NAMES)})\b")
    said = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            said += [node.value] if node.value in words else inside.findall(node.value)
    comments = (line.partition("#")[2] for line in source.splitlines() if "#" in line)
    return said + [word for comment in comments for word in inside.findall(comment)]


def test_no_word_of_brittany_stands_in_python():
    said = {
        str(path.relative_to(ROOT)): found(path.read_text(encoding="utf-8"), words_of_brittany()) for path in PYTHON
    }
    assert {path: words for path, words in said.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        'space = "codir"',
        'title = "representative-territoire"',
        'college = "territoires"',
        '"""A seat of cress-board, say."""',
        '"""Asked by the Codir."""',
        "number = 1  # as the Cress does",
        'label = "ESS Bretagne"',
    ],
)
def test_a_word_of_brittany_is_caught(source):
    assert found(source, words_of_brittany()) != []


def test_an_office_is_no_word_of_brittany():
    assert found('title = "president"  # or a member', words_of_brittany()) == []


def test_the_titles_that_give_rights_are_those_that_the_law_may_name():
    assert {title for role in every_role() for title in role.titles} | {"vice-president"} == set(OFFICES)
