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
DOORS = {"models", "queries", "permissions", "operations", "rules", "facts", "asks", "scene", "papers", "exports"}
OPEN_ROOMS = {"ui", "base", "common"}
# The engine and sentences of the charter are what others come for, and what may be decided of a setting; the guards of
# the journal are for migrations, and its memory keeps what is worked out of the tables that it guards; a verb holds what
# it counts on against its acts; what papers share, and what sets them, is for whoever composes one; a letter gives its
# links in full; the bodies that a federation describes are named by its other files, and by other sheets; hours are typed
# the same way wherever a meeting is, and amounts wherever money is; the page of a decision is drawn by whatever acts on
# it; a file of somebody else is read in one way; what a federation calls its acts, agreements and functions is named by
# its other files; the contract of who is recruited is typed as any contract is.
OTHER_DOORS = {
    "agreements": {"loader"},
    "charter": {"engine", "sentences", "loader", "specs", "ways"},
    "decisions": {"page"},
    "delegations": {"loader"},
    "documents": {"contracts", "files", "forms", "rendering"},
    "dues": {"forms"},
    "imports": {"reading", "tracing"},
    "journal": {"as_acted", "guards", "memory"},
    "mail": {"message"},
    "meetings": {"forms"},
    "seats": {"loader", "sheets"},
    "staff": {"loader", "forms"},
}

# Inside a room, each of these imports only those before it (docs/decisions/0013-permissions-before-queries.md).
INSIDE = (
    *(
        "rules",
        "papers",
        "models",
        "asks",
        "permissions",
        "queries",
        "exports",
        "operations",
        "openings",
        "facts",
        "todo",
        "offers",
        "jobs",
        "feeds",
    ),
    *("forms", "scene", "page", "views", "urls"),
)

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
        found += [f"{other}.{module}" for module in modules if not {module, module.partition("_")[0]} & doors]
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


def step_of(module: str) -> int | None:
    """The place of a module of a room among those of `INSIDE`: « forms_decisions » is a form; None for any other."""
    name = module.split(".")[0]
    return next((at for at, step in enumerate(INSIDE) if name == step or name.startswith(f"{step}_")), None)


def out_of_order(room: str, module: str, source: str) -> list[str]:
    """What a module imports of its own room that stands after it."""
    here = step_of(module)
    if here is None:
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ImportFrom):
            continue
        own = f"kevread.{room}"
        if node.level == 1 and "." not in module:
            named = [node.module] if node.module else [alias.name for alias in node.names]
        elif node.module == own:
            named = [alias.name for alias in node.names]
        elif (node.module or "").startswith(f"{own}."):
            named = [(node.module or "").removeprefix(f"{own}.")]
        else:
            named = []
        found += [name for name in named if (there := step_of(name)) is not None and there > here]
    return found


def imports_django(source: str) -> bool:
    tree = ast.walk(ast.parse(source))
    names = [
        name
        for node in tree
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    return any(name.split(".")[0] == "django" or name.endswith(".models") for name in names)


def points_upwards(room: str, other: str) -> bool:
    return other != room and HEIGHT[other] >= HEIGHT[room]


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
    assert side_doors("home", "from kevread.seats.facts_spaces import spaces") == []  # facts, in several files
    assert side_doors("home", "from kevread.seats.forms_fill import fill") == ["seats.forms_fill"]
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


def test_each_module_of_a_room_imports_those_before_it():
    found = {}
    for path in PACKAGE.rglob("*.py"):
        room, *rest = path.relative_to(PACKAGE).with_suffix("").parts
        if rest and (late := out_of_order(room, ".".join(rest), path.read_text(encoding="utf-8"))):
            found[str(path.relative_to(PACKAGE))] = late
    assert found == {}


def test_a_module_that_imports_what_stands_after_it_is_caught():
    assert out_of_order("seats", "models", "from .operations import fill_seat") == ["operations"]
    assert out_of_order("seats", "queries.faces", "from kevread.seats.views import body") == ["views"]
    assert out_of_order("seats", "rules", "from kevread.seats import models") == ["models"]
    assert out_of_order("seats", "operations.cascade", "from kevread.seats.queries.places import openings") == []
    assert out_of_order("seats", "queries.faces", "from .places import openings") == []


def test_rules_know_no_framework():
    rules = [*PACKAGE.glob("*/rules.py"), *PACKAGE.glob("*/rules/*.py")]
    assert [str(path) for path in rules if imports_django(path.read_text(encoding="utf-8"))] == []


def test_rules_that_know_the_framework_are_caught():
    assert imports_django("from django.db import models")
    assert imports_django("import django")
    assert imports_django("from kevread.seats.models import Seat")
    assert not imports_django("from fractions import Fraction")


def test_what_is_too_long_is_caught(tmp_path):
    long, short = tmp_path / "long.py", tmp_path / "short.py"
    long.write_text("x = 1\n" * (FILE_LINES + 1), encoding="utf-8")
    short.write_text("x = 1\n" * FILE_LINES, encoding="utf-8")
    assert long_files(iter([long, short]), FILE_LINES) == [str(long)]


def test_foreign_keys_point_downwards():
    upwards = []
    for model in apps.get_models():
        if not model.__module__.startswith("kevread."):
            continue
        room = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            if field.many_to_one and field.related_model.__module__.startswith("kevread."):
                other = field.related_model.__module__.split(".")[1]
                if points_upwards(room, other):
                    upwards.append(f"{model.__name__}.{field.name} → {other}")
    assert upwards == []


def test_a_foreign_key_that_points_upwards_is_caught():
    assert points_upwards("directory", "seats")
    assert points_upwards("mail", "documents")  # beside is not below
    assert not points_upwards("seats", "directory")
    assert not points_upwards("seats", "seats")


# What is locked and is no record: a letter that is erased once it left, a second factor while it is sealed anew.
LOCKED_OTHERWISE = {"mail/operations.py", "accounts/operations.py"}


def test_records_are_locked_in_one_way():
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "select_for_update" in path.read_text(encoding="utf-8")
    }
    assert found == {"base/models.py", *LOCKED_OTHERWISE}


def test_every_room_has_its_readme():
    for room in (path for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"):
        assert ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))), room.name


VIOLATIONS = {  # the file, the line that is planted, the contract that breaks
    "a room imports from above": ("directory/__init__.py", "import kevread.seats.models\n", "Rooms"),
    "two rooms of a layer import each other": ("territory/__init__.py", "import kevread.accounts.models\n", "Rooms"),
    "common imports Django": ("common/errors.py", "import django.db\n", "common is pure"),
    "a room is not in the contract": ("novelty/__init__.py", "", "marked as 'exhaustive'"),
}


def contracts_of(folder: Path, file: str = "", line: str = "") -> tuple[int, str]:
    """What import-linter answers of a copy of the package, with one line more in one file."""
    shutil.copytree(PACKAGE, folder / "src" / "kevread", ignore=shutil.ignore_patterns("static", "templates", "*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    if file:
        target = folder / "src" / "kevread" / file
        target.parent.mkdir(exist_ok=True)
        before = target.read_text(encoding="utf-8") if target.exists() else '"""New."""\n'
        target.write_text(before + line, encoding="utf-8")
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    return run.returncode, run.stdout.decode() + run.stderr.decode()


def test_the_contracts_hold_without_a_violation(tmp_path):
    code, said = contracts_of(tmp_path)
    assert code == 0, said
    assert "0 broken" in said


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_the_contracts_catch(violation, tmp_path):
    file, line, contract = VIOLATIONS[violation]
    code, said = contracts_of(tmp_path, file, line)
    assert code == 1, said
    assert contract in said
