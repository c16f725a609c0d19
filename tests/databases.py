"""Databases that many tests begin from, made once and copied: the tables alone, and the invented life.

What is copied is named after the digest of its sources: it is made again when one of them changes, and kept on the server
until then. It is made under a passing name and renamed when it is whole, while a lock of the server is held: a run that is
killed halfway leaves nothing that another takes for done, and two runs at once wait for each other. Where a run has several
lanes, they are made on the first, and the others are copies of it (`launch.lanes`).

Tables are made by the role that owns them, and tests live as the application does: what it may not do fails there. Whoever
plants a fault, or lays down what nobody could write, does it `as_owner`.
"""

import ast
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from launch.folders import fingerprint
from launch.roles import APPLICATION, OWNER, apart

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-11-24"
NOTED = "secret votes: "  # how the comment of a database begins, that is copied with its registers
PRETENDED: set[str] = set()  # the databases of which a test says that what it changed is known
LOCK = 724_191_863  # of this server: whoever makes what is copied


@dataclass(frozen=True)
class Model:
    """What is copied: from what it is made, by which commands, and the files on which it depends."""

    begins_from: str
    commands: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    invented: bool = True


def imported(path: Path) -> set[str]:
    """The files of ours that a file imports, from the root of the clone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            package = ".".join(path.relative_to(ROOT / "src").parts[: -node.level]) + "." if node.level else ""
            found.add(package + (node.module or ""))
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    files = {f"src/{name.strip('.').replace('.', '/')}" for name in found if name.startswith("kevread")}
    return {f"{file}{end}" for file in files for end in (".py", "/__init__.py") if (ROOT / f"{file}{end}").exists()}


def read_by(paths: set[str]) -> set[str]:
    """Those files, and all that they import of ours, from one to the next."""
    known: set[str] = set()
    while new := paths - known:
        known |= new
        paths = set().union(*(imported(ROOT / path) for path in new))
    return known


@cache
def tables() -> tuple[str, ...]:
    """What the tables are made of: migrations and what they read of ours, and the settings, which say what rooms there are."""
    migrations = {str(path.relative_to(ROOT)) for path in ROOT.glob("src/kevread/*/migrations/*.py")}
    return (
        *sorted(read_by(migrations)),
        "launch/roles.py",
        "src/kevread/base/rights.py",
        "src/config/settings.py",
        "requirements/run.txt",
    )


CONTENT = (*(f"src/**/*.{kind}" for kind in ("py", "html", "txt", "typ", "yaml", "csv", "json")), "federations/**/*")
TABLES = (("migrate", "--database=owner"), ("grant",))
MODELS = {
    "tables": Model("", TABLES, ()),
    "founded": Model("tables", (("prepare",),), CONTENT, invented=False),
    "prepared": Model("tables", (("prepare",),), CONTENT),
    "life": Model("prepared", (("demonstration",),), CONTENT),
}


def url_of(name: str) -> str:
    """Where the database of that name is; the server is that of DATABASE_URL."""
    return urlunsplit(urlsplit(os.environ.get("DATABASE_URL", "postgresql:///kevread"))._replace(path=f"/{name}"))


def prefixed(name: str) -> str:
    """The name of a database of the tests."""
    return f"{os.environ.get('KEVREAD_TEST_DB', 'test_kevread')}_{name}"


@contextlib.contextmanager
def server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        yield connection


def acting(url: str, role: str) -> str:
    """That address, for whoever acts as this role there, from the first statement."""
    parts = urlsplit(url)
    return urlunsplit(
        parts._replace(query=urlencode([*parse_qsl(parts.query), ("options", f"-c role={role}")], quote_via=quote))
    )


@contextlib.contextmanager
def as_owner(role: str = OWNER) -> Iterator[None]:
    """What only the owner of the tables may do, by the connection of the tests."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        yield
        cursor.execute("RESET ROLE")  # a transaction that failed goes back by itself


def as_administrator() -> contextlib.AbstractContextManager[None]:
    """What only the superuser of the server may do."""
    return as_owner("NONE")


def by_hand(statement: str, *values: object, **named: object) -> None:
    """In SQL, as who owns the server, no trigger on: some row is written."""
    from django.db import connection

    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, named or values or None)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def cut(*tables: str) -> None:
    """The triggers of these tables that refuse are off, until the transaction ends: those that fill the journal are not."""
    from django.db import connection

    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
            for (name,) in cursor.fetchall():
                if not name.startswith("journal_"):
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    taken_for_known()


def taken_for_known() -> None:
    """What this test changed of what watches over the tables is taken for what this process knows, until the test ends: as
    when it was put back since, which a test in one transaction cannot show."""
    from django.db import connection

    from kevread.journal import untouched

    untouched.KNOWN[connection.settings_dict["NAME"]] = untouched.look()
    PRETENDED.add(connection.settings_dict["NAME"])


def nothing_pretended() -> None:
    """What was changed is undone, and what this process knew of it with it: at the end of a test, or of a history."""
    from kevread.journal import untouched

    for name in PRETENDED:
        untouched.KNOWN.pop(name, None)
    PRETENDED.clear()


def make(name: str, copy_of: str) -> None:
    """A copy of that database, in the place of the one there was under this name."""
    with server() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        create(connection, name, copy_of)


def create(connection: psycopg.Connection, name: str, copy_of: str) -> None:
    """What the application may do to a database as a whole is not copied with it."""
    connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copy_of}" STRATEGY file_copy')  # in memory, half as long
    with psycopg.connect(url_of(name), autocommit=True) as made:
        for statement in apart(name):
            made.execute(statement)
    forget_noted(name)
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    kept = [said for (said,) in connection.execute(asked, [copy_of]) if said and said.startswith(NOTED)]
    for file, content in json.loads(kept[0].removeprefix(NOTED) if kept else "{}").items():
        registers(name).mkdir(parents=True, exist_ok=True)
        (registers(name) / file).write_text(content)


def registers(name: str) -> Path:
    """What is noted of its secret votes, beside the key: see `tests/site.py`. A database that is copied, and outlives this
    folder, has them in its comment."""
    return Path(os.environ["KEVREAD_DATA"]) / "votes" / name


def forget_noted(name: str) -> None:
    """What was noted out of a database, of secret votes and of the journal, goes with it."""
    shutil.rmtree(registers(name), ignore_errors=True)
    for file in (Path(os.environ["KEVREAD_DATA"]) / "journal").glob(f"{name}.*"):
        file.unlink(missing_ok=True)


def noted(connection: psycopg.Connection, name: str) -> None:
    """What is noted of its secret votes, kept with it."""
    said = json.dumps({file.name: file.read_text() for file in registers(name).glob("*.json")})
    connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(NOTED + said)))


def require_roles(connection: psycopg.Connection) -> None:
    """The two of Kevread, where the server of the tests has none."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role in {OWNER, APPLICATION} - known:
        connection.execute(f"CREATE ROLE {role}")
        connection.execute(f"GRANT {role} TO CURRENT_USER")


def drop(name: str) -> None:
    with server() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    forget_noted(name)


@contextlib.contextmanager
def moved(name: str, kind: str = "", *, copy_of: str = "") -> Iterator[None]:
    """The connection of the tests is one to another database, a copy of that kind or of that one, until the end: then it is
    dropped."""
    leave()  # nobody stays connected to what is copied
    with database(name, kind, copy_of=copy_of), at(name):
        yield


@contextlib.contextmanager
def at(name: str) -> Iterator[None]:
    """The connection of the tests is one to that database, until the end."""
    from django.db import connection

    leave()
    before, connection.settings_dict["NAME"] = (
        connection.settings_dict["NAME"],
        prefixed(name),
    )  # for other threads as well
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def leave() -> None:
    from django.db import connection

    assert not connection.in_atomic_block, "the world of this module stands in a transaction: it would be lost"
    connection.close()


@contextlib.contextmanager
def database(name: str, kind: str = "", *, copy_of: str = "") -> Iterator[str]:
    """The address of a database of the tests, a copy of that kind or of that one, for as long as it is used."""
    make(prefixed(name), copied(kind) if kind else copy_of)
    try:
        yield url_of(prefixed(name))
    finally:
        drop(prefixed(name))


@cache
def copied(kind: str) -> str:
    """The name of what is copied, made if need be. Nobody stays connected to it: PostgreSQL copies only what rests."""
    model = MODELS[kind]
    begins_from = copied(model.begins_from) if model.begins_from else "template1"
    name = prefixed(f"{kind}_{fingerprint(*tables(), *model.sources, also=f'{begins_from} {DAY}')[:12]}")
    with server() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        if name in known:
            return name
        for old in known:
            if old.startswith(prefixed(f"{kind}_")):
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
        making = prefixed(f"{kind}_unfinished")
        require_roles(connection)
        create(connection, making, begins_from)
        for command in model.commands:
            manage(
                environment_of(url_of(making), invented=model.invented, owned=not model.begins_from), *command, "-v0"
            )
        noted(connection, making)
        connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def environment_of(
    url: str, settings: str = "tests.site", *, on: str = DAY, invented: bool = True, owned: bool = False
) -> dict[str, str]:
    """What a site knows: where its data are, the day on which it lives, and whether its people are invented. `owned`: what
    makes the tables knows their owner besides."""
    return {
        **os.environ,
        "DATABASE_URL": acting(url, APPLICATION),
        **({"KEVREAD_OWNER_URL": acting(url, OWNER)} if owned else {}),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "KEVREAD_DEMONSTRATION": "1" if invented else "",
        "KEVREAD_ON": on,
    }


def manage(environment: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "config", *command], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":  # for the lane of which the others are copies
    print(*(copied(kind) for kind in MODELS))
