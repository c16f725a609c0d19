"""What is copied is made again when what it is made of changes."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from tests import databases
from tests.databases import MODELS


def test_the_tables_are_named_after_what_migrations_read_of_ours_from_one_to_the_next():
    read = {*databases.tables()}
    assert {"src/kevread/journal/guards.py", "src/kevread/journal/seals.py", "src/kevread/base/models.py"} <= read
    assert "src/kevread/common/periods.py" in read  # which the dated model reads
    assert "src/kevread/seats/migrations/0001_initial.py" in read
    assert "src/kevread/seats/models.py" not in read


def making(monkeypatch, command) -> None:
    monkeypatch.setitem(MODELS, "tried", databases.Model("", (("migrate",),), ("README.md",)))
    monkeypatch.setattr(databases, "manage", command)


def named(connection) -> list[str]:
    known = [name for (name,) in connection.execute("SELECT datname FROM pg_database ORDER BY datname")]
    return [name for name in known if name.startswith(databases.prefixed("tried_"))]


def write(environment: dict[str, str], *_: str) -> None:
    with psycopg.connect(environment["KEVREAD_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS made ()")


@pytest.fixture
def postgresql():
    with databases.server() as connection:
        yield connection
        for name in named(connection):
            connection.execute(f'DROP DATABASE "{name}"')


def test_what_was_made_halfway_is_taken_for_done_by_nobody(monkeypatch, postgresql):
    def fails(environment: dict[str, str], *words: str) -> None:
        write(environment, *words)
        raise KeyboardInterrupt

    make = databases.copied.__wrapped__
    making(monkeypatch, fails)
    with pytest.raises(KeyboardInterrupt):
        make("tried")
    assert named(postgresql) == [databases.prefixed("tried_unfinished")]
    making(monkeypatch, write)
    assert named(postgresql) != [made := make("tried")]
    assert named(postgresql) == [made]


def test_it_is_made_once_and_again_when_a_source_changed(monkeypatch, postgresql):
    made = []
    making(monkeypatch, lambda environment, *words: made.append(environment["DATABASE_URL"]))
    make = databases.copied.__wrapped__
    first = make("tried")
    assert (make("tried"), len(made)) == (first, 1)
    monkeypatch.setattr(databases, "fingerprint", lambda *sources, also: "another digest")
    assert make("tried") != first
    assert len(made) == 2
    assert first not in named(postgresql)


def test_two_who_want_it_at_once_wait_for_each_other(monkeypatch, postgresql):
    made, both = [], Barrier(2)

    def slowly(environment: dict[str, str], *words: str) -> None:
        made.append(environment["DATABASE_URL"])
        time.sleep(0.3)

    def one(_: int) -> str:
        both.wait(timeout=10)
        return databases.copied.__wrapped__("tried")

    making(monkeypatch, slowly)
    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(one, range(2)))) == 1
    assert len(made) == 1
