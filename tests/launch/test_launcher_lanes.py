"""What the tests run on: a PostgreSQL for each lane, kept from one run to the next."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from launch import checks, lanes
from launch.postgres import Programs, find_programs
from launch.sql import Session

COPIED = "SELECT 1 FROM pg_database WHERE datname = 'copied'"


@pytest.fixture
def programs(place: Path, monkeypatch) -> Programs:
    monkeypatch.setattr(lanes, "state", lambda: place)
    monkeypatch.setattr(lanes, "MEMORY", place / "none")
    found = find_programs(Path(sys.prefix))
    assert found
    return found


def test_what_is_copied_is_kept_for_the_next_run_until_the_machine_is_started_anew(programs, monkeypatch):
    with lanes.lane(programs) as (first, _), Session(programs, first) as session:
        session.ask("CREATE DATABASE copied")
    with lanes.lane(programs) as (again, _), Session(programs, again) as session:
        assert (again, session.ask(COPIED)) == (first, [["1"]])
    monkeypatch.setattr(lanes, "_start_of_machine", lambda: "another")
    with lanes.lane(programs) as (anew, _), Session(programs, anew) as session:
        assert (urlsplit(anew).query, session.ask(COPIED)) == (urlsplit(first).query, [])  # with new secrets


def test_what_does_not_start_is_made_again(programs, place):
    with lanes.lane(programs):
        pass
    (place / "tests" / "1" / "cluster" / "data" / "global" / "pg_control").write_bytes(b"nothing")
    with lanes.lane(programs) as (url, _), Session(programs, url) as session:
        assert session.ask("SELECT 1") == [["1"]]


def test_two_runs_at_once_have_each_their_own(programs):
    with lanes.lane(programs) as (first, _):
        with lanes.lane(programs) as (second, _):
            assert first != second
        with lanes.lane(programs) as (third, _):
            assert third == second


@pytest.fixture
def memory(programs: Programs, place: Path, monkeypatch) -> Path:
    """One where there is room."""
    (place / "memory").mkdir()
    monkeypatch.setattr(lanes, "MEMORY", place / "memory")
    monkeypatch.setattr(lanes, "unused", lambda _: 1e12)
    return place / "memory"


def test_where_there_is_room_it_stands_in_memory_and_goes_with_its_clone(programs, place, memory, monkeypatch):
    with lanes.lane(programs) as (url, _), Session(programs, url) as session:
        session.ask("CREATE DATABASE copied")
    (there,) = memory.iterdir()
    monkeypatch.setattr(lanes, "unused", lambda _: 0)  # what is there is kept, though there is no room for more
    with lanes.lane(programs) as (url, _), Session(programs, url) as session:
        assert session.ask(COPIED) == [["1"]]
        assert (there / "data" / "PG_VERSION").exists() and not (place / "tests" / "1" / "cluster").exists()
    monkeypatch.setattr(lanes, "state", lambda: place / "another")
    (there / lanes.OF).write_text(str(place / "gone"))
    lanes._place(place / "another")
    assert not there.exists()


def test_what_somebody_else_put_there_under_its_name_is_neither_used_nor_taken_out(place, memory, monkeypatch):
    there = lanes._place(place)
    assert there.parent == memory
    (place / "theirs").mkdir()
    there.symlink_to(place / "theirs")
    (place / "theirs" / lanes.OF).write_text(str(place / "gone"))
    assert lanes._place(place) == place / "cluster" and there.is_symlink()
    there.unlink()
    there.mkdir()
    (there / lanes.OF).write_text(str(place / "gone"))
    monkeypatch.setattr(lanes.os, "geteuid", lambda: there.stat().st_uid + 1)
    assert lanes._place(place).parent == memory and there.is_dir()


def test_there_is_no_room_in_memory_where_nothing_says_so(place, monkeypatch):
    assert lanes.unused(place / "none") == 0
    assert lanes.unused(place) > 0
    monkeypatch.setattr(lanes, "MEMORY", place)
    monkeypatch.setattr(lanes, "unused", lambda _: lanes.number() * lanes.ROOM_IN_MEMORY)
    assert lanes._place(place) == place / "cluster"


def given() -> Path:
    folder, hold = lanes._free()
    hold.release()
    return folder


def test_a_run_that_was_killed_gives_its_own_back_when_its_tests_end(programs, place):
    with lanes.lane(programs) as (_, held):
        tests = subprocess.Popen(["sleep", "60"], pass_fds=[held])
    try:
        assert given() == place / "tests" / "2"
    finally:
        tests.kill()
        tests.wait()
    assert given() == place / "tests" / "1"


def test_tests_that_are_named_are_run_at_once_on_one_lane(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(lanes, "number", lambda: 4)
    assert (checks._named(["-q"]), checks._lanes(["-q"])) == (False, 4)
    assert (checks._named(["tests/launch", "-q"]), checks._lanes(["tests/launch", "-q"])) == (True, 1)
    assert checks._lanes(["-x"]) == 1
    monkeypatch.setenv("DATABASE_URL", "postgresql:///given")
    assert checks._lanes([]) == 1


@pytest.mark.parametrize(("cores", "bytes_", "wanted"), [(1, 8e9, 1), (8, 64e9, 8), (8, 4e9, 2), (2, 1e9, 1)])
def test_there_are_as_many_lanes_as_cores_that_have_room(monkeypatch, cores, bytes_, wanted):
    monkeypatch.setattr(lanes.os, "sched_getaffinity", lambda _: range(cores))
    monkeypatch.setattr(lanes.os, "sysconf", lambda name: 1 if name == "SC_PAGE_SIZE" else int(bytes_))
    assert lanes.number() == wanted


def test_the_launcher_is_tried_again_when_it_changed_and_always_in_continuous_integration(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert checks._left_out([], fresh=True) == [checks.LAUNCHER]
    assert checks._left_out([], fresh=False) == []
    assert checks._left_out(["tests/launch"], fresh=True) == []
    monkeypatch.setenv("CI", "true")
    assert checks._left_out([], fresh=True) == []


def test_every_screen_is_looked_at_again_in_continuous_integration_and_by_whoever_names_it(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    assert checks._looked([])["KEVREAD_TEST_LOOKED"].endswith("tests/looked")
    assert checks._looked(["tests/journeys"]) == {}
    monkeypatch.setenv("CI", "true")
    assert checks._looked([]) == {}
