"""Nothing of Brittany stands in Python: its bodies, titles, colleges and organisations are words of its own files. And some
words are said to nobody: each was read, and misunderstood.

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


# What was said to somebody, and what is said now. A comment may still say why.
SAID_TO_NOBODY = {
    "sans voix": "sans droit de vote",
    "dit faux": "conteste un constat",
    "ou avec plusieurs": "dire lequel",
    "surtout par le public": "majoritairement par des fonds publics",
    "rendez-vous par mois": "se réunit",
    "n’y est pas écrit n’existe pas": "compte comme absent",
    "n’y est pas n’existe pas": "compte comme absent",
    "absente du dossier": "n’est pas jointe",
    "part de la clé d": "tenir l’urne",
    "garder une part": "tenir l’urne",
    "garder la clé de l’urne": "tenir l’urne",
    "0 personne vient": "personne ne dit encore venir",
    "(0 : aucun)": "zéro, dit à côté du champ",
    "réunion à tenir, dont": "une réunion reste à tenir : sa date est fixée",
    "pour le dire": "inconnu : des informations manquent",
    "Données absentes": "inconnu : des informations manquent",
    "registre qui le dirait": "inconnu : un registre n’est pas tenu",
    "modalité pas encore": "pas encore décidé",
    "manage tally": "le fichier se recalcule, la commande est dans le guide",
}
READ = [
    *(ROOT / "src").rglob("*.html"),
    *(ROOT / "src").rglob("*.typ"),
    *(ROOT / "src").rglob("letters/*.txt"),
    *(ROOT / "federations").rglob("*.yaml"),
    *(ROOT / "federations").rglob("sources.tsv"),
    *(path for path in PYTHON if "management" not in path.parts and path.parent.name != "config"),
]


def said(path: Path, source: str) -> str:
    """What a file may show: all of it but its comments; of a module, its texts but its docstrings."""
    if path.suffix != ".py":
        return re.sub(r"{#.*?#}|(?m:^\s*#.*$)|(?m:^\s*//.*$)", "", source, flags=re.DOTALL)
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return "\n".join(node.value for node in texts if id(node) not in docstrings)


def unsaid(path: Path, source: str) -> list[str]:
    shown = said(path, source).lower()
    return [word for word in SAID_TO_NOBODY if word.lower() in shown]


def test_nobody_reads_a_word_that_was_misunderstood():
    found = {str(path.relative_to(ROOT)): unsaid(path, path.read_text(encoding="utf-8")) for path in READ}
    assert {path: words for path, words in found.items() if words} == {}


def commands(path: Path, source: str) -> bool:
    """Whether a page, a paper or a letter tells a command to type: what it does is said in words, the command stands in the
    guide of whoever installs."""
    return path.suffix != ".py" and bool(
        re.search(r"kevread manage|manage\.py|verify-vote|console_code", said(path, source))
    )


def test_no_page_no_paper_and_no_letter_shows_a_command():
    assert [str(path) for path in READ if commands(path, path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("source", ["<code>./kevread manage verify-vote FICHIER</code>", "Lancez verify-vote."])
def test_a_command_is_caught(source):
    assert commands(Path("a.html"), source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<p>Sans voix.</p>"),
        ("a.py", 'label = "Lancez manage tally"'),
        ("a.yaml", "breaches: Sans délégué·e, ou avec plusieurs."),
    ],
)
def test_such_a_word_is_caught(name, source):
    assert unsaid(Path(name), source)


def test_a_comment_may_say_why():
    assert unsaid(Path("a.py"), '"""Said to somebody sans voix."""\n# sans voix\n') == []
    assert unsaid(Path("a.yaml"), "# sans voix\nsays: rien\n") == []
