"""The house holds: rooms import downwards, foreign keys point downwards, nothing grows past what one reads at once.

Each contract is shown to catch the violation that it forbids.
"""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kevread"
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
ROOMS = [[room.strip("() ") for room in layer.split("|")] for layer in LAYERS]
HEIGHT = {room: -index for index, layer in enumerate(ROOMS) for room in layer}

# What a room opens to those above it; ui, base and common are open.
DOORS = {"models", "queries", "permissions", "operations", "rules", "facts"}
OPEN_ROOMS = {"ui", "base", "common"}
# The engine and sentences of the charter are what others come for; the guards of the journal are for migrations;
# papers are composed by whoever has their data; a letter gives its links in full; the bodies that a federation describes
# are named by its other files.
OTHER_DOORS = {
    "charter": {"engine", "sentences", "loader", "ways"},
    "documents": {"contracts", "files", "forms", "packing", "rendering"},
    "journal": {"guards"},
    "mail": {"message"},
    "seats": {"loader"},
}

FILE_LINES, TEMPLATE_LINES, FUNCTION_LINES = 400, 150, 50


def python_files() -> Iterator[Path]:
    for folder in (PACKAGE, ROOT / "src" / "config", ROOT / "launch", ROOT / "tests", ROOT / "scripts", ROOT / "bench"):
        yield from (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def long_files(paths: Iterator[Path], limit: int) -> list[str]:
    return [str(path) for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > limit]


def long_functions(source: str) -> list[str]:
    """Functions of more than 50 lines, docstring not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body and body[-1].end_lineno - body[0].lineno + 1 > FUNCTION_LINES:
                found.append(node.name)
    return found


def side_doors(room: str, source: str) -> list[str]:
    """Imports of another room's modules that are not among what it opens."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom) or not node.module or not node.module.startswith("kevread."):
            continue
        other, *rest = node.module.split(".")[1:]
        if other == room or other in OPEN_ROOMS:
            continue
        doors = DOORS | OTHER_DOORS.get(other, set())
        modules = [rest[0]] if rest else [alias.name for alias in node.names]
        found += [f"{other}.{module}" for module in modules if module not in doors]
    return found


def side_doors_of_jobs(source: str) -> list[str]:
    """What a `jobs.py` imports that is neither a verb, nor a query, nor the queue, the clock or common words."""
    allowed = re.compile(r"\.?(operations|queries)\b|kevread\.\w+\.(operations|queries)\b|kevread\.(common|base)\b")
    return [
        f"{'.' * node.level}{node.module or ''}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        and (node.level or (node.module or "").startswith("kevread."))
        and not allowed.match(f"{'.' * node.level}{node.module or ''}")
    ]


def test_no_file_grows_past_what_one_reads_at_once():
    assert long_files(python_files(), FILE_LINES) == []
    assert long_files((ROOT / "federations").rglob("*/charter/*.yaml"), FILE_LINES) == []
    assert long_files(PACKAGE.rglob("*.html"), TEMPLATE_LINES) == []


def test_no_function_grows_past_a_screen():
    found = {str(path.relative_to(ROOT)): long_functions(path.read_text(encoding="utf-8")) for path in python_files()}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_long_function_is_caught():
    assert long_functions("def f():\n" + "    x = 1\n" * 51) == ["f"]
    assert long_functions('def f():\n    """' + "words\n" * 60 + '"""\n    return 1\n') == []


def test_rooms_meet_only_through_their_doors():
    found = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0]
        if doors := side_doors(room, path.read_text(encoding="utf-8")):
            found[str(path.relative_to(ROOT))] = doors
    assert {p: d for p, d in found.items() if not p.startswith("src/kevread/demonstration")} == {}


def test_a_side_door_is_caught():
    assert side_doors("home", "from kevread.seats.views import body") == ["seats.views"]
    assert side_doors("home", "from kevread.seats.queries.places import openings") == []


def test_jobs_call_verbs_and_queries():
    found = {
        path.parent.name: side_doors_of_jobs(path.read_text(encoding="utf-8")) for path in PACKAGE.glob("*/jobs.py")
    }
    assert found
    assert {room: doors for room, doors in found.items() if doors} == {}


def test_a_job_that_writes_by_itself_is_caught():
    assert side_doors_of_jobs("from .models import Seat\nfrom .operations import seat_person") == [".models"]
    assert side_doors_of_jobs("from kevread.seats.models import Seat") == ["kevread.seats.models"]


def test_foreign_keys_point_downwards():
    upwards = []
    for model in apps.get_models():
        if not model.__module__.startswith("kevread."):
            continue
        room = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model.__module__.startswith("kevread."):
                other = field.related_model.__module__.split(".")[1]
                if other != room and HEIGHT[other] >= HEIGHT[room]:
                    upwards.append(f"{model.__name__}.{field.name} → {other}")
    assert upwards == []


def test_every_room_has_its_readme():
    for room in (path for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"):
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))), room.name


VIOLATIONS = {
    "a room imports from above": ("directory/__init__.py", "import kevread.seats.models\n"),
    "two rooms of a layer import each other": ("territory/__init__.py", "import kevread.accounts.models\n"),
    "common imports Django": ("common/errors.py", "import django.db\n"),
    "a room is not in the contract": ("novelty/__init__.py", ""),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_the_contracts_catch(violation, tmp_path):
    file, line = VIOLATIONS[violation]
    shutil.copytree(
        PACKAGE, tmp_path / "src" / "kevread", ignore=shutil.ignore_patterns("static", "templates", "*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "src" / "kevread" / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(
        (target.read_text(encoding="utf-8") if target.exists() else '"""New."""\n') + line, encoding="utf-8"
    )
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [linter, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout.decode()
