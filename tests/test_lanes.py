"""Of several lanes, the first makes what tests begin from, and the others begin as copies of it."""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from launch import lanes
from launch.postgres import Programs, find_programs

WRITTEN = """
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY); INSERT INTO made DEFAULT VALUES;
CREATE TRIGGER one BEFORE UPDATE ON made FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TRIGGER two BEFORE UPDATE ON made FOR EACH ROW EXECUTE FUNCTION nothing();
ALTER TABLE made DISABLE TRIGGER two; CREATE EVENT TRIGGER three ON ddl_command_end EXECUTE FUNCTION told();
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO kevread_application; GRANT INSERT ON made TO kevread_application;
"""
READ = """
SELECT d.oid, d.datacl::text, d.datdba, shobj_description(d.oid, 'pg_database'), made.xmin::text, made.tableoid,
    (SELECT last_value FROM made_id_seq), (SELECT relacl::text FROM pg_class WHERE relname = 'made'),
    (SELECT array_agg(concat(tgname, tgenabled) ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 'made'::regclass),
    (SELECT array_agg(concat(evtname, evtenabled)) FROM pg_event_trigger),
    (SELECT array_agg(defaclacl::text) FROM pg_default_acl), (SELECT count(*) FROM made)
FROM made, pg_database d WHERE d.datname = 'made' ORDER BY made.id LIMIT 1
"""


@pytest.fixture
def programs(monkeypatch):
    with tempfile.TemporaryDirectory(
        prefix="kt-", ignore_cleanup_errors=True
    ) as folder:  # short: a socket stands there
        Path(folder).chmod(0o755)
        monkeypatch.setattr(lanes, "state", lambda: Path(folder))
        monkeypatch.setattr(lanes, "MEMORY", Path(folder) / "none")
        yield find_programs(Path(sys.prefix))


def at(url: str, database: str = "made") -> psycopg.Connection:
    return psycopg.connect(urlsplit(url)._replace(path=f"/{database}").geturl(), autocommit=True)


def fill(url: str) -> str:
    with at(url, "postgres") as connection:
        connection.execute("CREATE DATABASE made")
        connection.execute("COMMENT ON DATABASE made IS 'secret votes'")
        connection.execute("GRANT CONNECT ON DATABASE made TO kevread_application")
    with at(url) as connection:
        connection.execute(WRITTEN)
    return "made"


def read(url: str) -> tuple:
    with at(url) as connection:
        found = connection.execute(READ).fetchone()
    assert found
    return found


def test_the_others_have_what_the_first_made_to_the_number_of_its_transactions(programs: Programs):
    with lanes.several(programs, 2, fill) as ((first, _), (second, _)):
        assert urlsplit(first).query != urlsplit(second).query
        assert read(first) == read(second)
        with at(second) as connection:
            connection.execute("INSERT INTO made DEFAULT VALUES")
    with lanes.several(programs, 2, lambda _: "made") as ((first, _), (second, _)):  # it was copied already
        assert (read(first)[-1], read(second)[-1]) == (1, 2)
    with lanes.several(programs, 2, lambda _: "made anew") as ((first, _), (second, _)):
        assert read(first) == read(second)


def test_a_copy_that_was_cut_short_or_of_which_nothing_was_made_is_an_empty_cluster(programs: Programs, monkeypatch):
    run = subprocess.run

    def cut(command: list, **how):
        ran = run(command, **how)
        if command[0] == "cp":
            raise KeyboardInterrupt
        return ran

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(subprocess, "run", cut)
        with lanes.several(programs, 2, fill):
            pass
    with lanes.several(programs, 2, lambda _: "") as ((first, _), (second, _)):
        assert read(first)
        with at(second, "postgres") as connection:
            assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'made'").fetchone() is None


def test_one_lane_is_filled_by_the_tests_that_ask(programs: Programs):
    with lanes.several(programs, 1, lambda _: pytest.fail("nobody needs it yet")) as ((url, held),):
        with at(url, "postgres") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert subprocess.run(["true"], pass_fds=[held], check=False).returncode == 0
