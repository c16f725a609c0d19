"""What the application may do in its database, asked as itself: with its secret and psql, one gets no further."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from config.settings import database as settings_of
from kevread.common.actor import SYSTEM
from kevread.journal.models import Change
from kevread.journal.operations import act
from launch.sql import Session, find_client
from tests.conftest import NOW, arranging
from tests.databases import as_owner, database
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
REFUSED = pytest.raises(ProgrammingError, match=r"permission denied|must be owner|n’est pas de celles")

OUT_OF_REACH = {
    "triggers are ignored": "SET session_replication_role = replica",
    "a trigger is cut": "ALTER TABLE decisions_decision DISABLE TRIGGER journal_update",
    "all of them are": "ALTER TABLE votes_ballot DISABLE TRIGGER ALL",
    "a trigger is taken off": "DROP TRIGGER journal_update ON decisions_decision",
    "a trigger says something else": """CREATE OR REPLACE FUNCTION journal_note() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN END'""",
    "a table is one's own": "ALTER TABLE votes_ballot OWNER TO CURRENT_USER",
    "a table is emptied": "TRUNCATE votes_ballot",
    "a table is made": "CREATE TABLE mine (id int)",
    "a passing table is made": "CREATE TEMPORARY TABLE journal_act (id uuid)",
    "a guard is hung on one's own table": "CREATE TRIGGER t AFTER INSERT ON votes_rollmark EXECUTE FUNCTION journal_note()",
    "a program is run": "COPY (SELECT 1) TO PROGRAM 'true'",
    "a file is written": "COPY (SELECT 1) TO '/tmp/kevread-out-of-reach'",
    "a file is read": "SELECT pg_read_file('PG_VERSION')",
    "a change is noted by hand": """INSERT INTO journal_change (act_id, "table", "row", digest)
        VALUES (gen_random_uuid(), 'decisions_decision', gen_random_uuid(), '')""",
    "a change is corrected": "UPDATE journal_change SET after = NULL",
    "an act is sealed by hand": "UPDATE journal_act SET seal = 1",
    "an act is another's": "UPDATE journal_act SET person_name = 'Autre'",
    "an act is of another transaction": """INSERT INTO journal_act
        (id, verb, at, person_name, hat, arguments, reason, opened_in)
        VALUES (gen_random_uuid(), 'x', now(), '', '', '{}', '', '4000000000')""",
    "a seal is put by hand": """INSERT INTO journal_seal (number, previous, acts, changes, digest, head, sealed_at)
        VALUES (1, '', 0, 0, '', '', now())""",
    "the chain goes back": "UPDATE journal_chain SET number = 0",
    "the database is something else": "INSERT INTO base_kind (kind, federation) VALUES ('demonstration', 'bretagne')",
    "a migration was made": "INSERT INTO django_migrations (app, name, applied) VALUES ('votes', 'x', now())",
    "another table has its file made anew": "SELECT votes_make_anew('journal_act')",
}


@pytest.mark.parametrize("what", OUT_OF_REACH)
def test_what_is_out_of_reach_of_the_application(what):
    with REFUSED, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OUT_OF_REACH[what])


def test_it_is_no_superuser_and_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication, "
            "(SELECT count(*) FROM pg_class WHERE relowner = r.oid), (SELECT count(*) FROM pg_proc WHERE proowner = r.oid) "
            "FROM pg_roles r WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, 0, 0)


def test_where_names_are_looked_up_is_said_at_each_connection():
    """A role may give itself a `search_path`, where a table of another schema would pass for ours."""
    shown = "SELECT current_setting('search_path'), current_setting('idle_in_transaction_session_timeout')"
    with database("looked_up", "tables") as url:
        name = urlsplit(url).path[1:]
        with psycopg.connect(url, autocommit=True) as there:
            there.execute(f'ALTER DATABASE "{name}" SET search_path = elsewhere')
            there.execute(f'ALTER DATABASE "{name}" SET idle_in_transaction_session_timeout = 0')
        with psycopg.connect(url) as there:
            assert there.execute(shown).fetchone() == ("elsewhere", "0")
        with psycopg.connect(url, options=settings_of(url)["OPTIONS"]["options"]) as there:
            assert there.execute(shown).fetchone() == ("public,pg_temp", "5min")
        client = find_client(Path(sys.prefix))
        assert client
        with Session(client, url) as launcher:
            assert launcher.ask("SHOW search_path") == [["public,pg_temp"]]
    both = settings_of("postgresql://someone@/base?options=-c%20statement_timeout%3D9s")["OPTIONS"]["options"]
    assert both.endswith("-c statement_timeout=9s")
    assert "search_path=public,pg_temp " in both


def test_every_function_of_the_owner_is_called_by_the_application_alone_and_names_where_it_looks():
    """One that looked where its caller says could be made to write in a table of the caller's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, coalesce(proacl::text, '') LIKE '%{=X%' OR coalesce(proacl::text, '') LIKE '%,=X%' "
            "OR proacl IS NULL, coalesce(proconfig::text, '') FROM pg_proc "
            "WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1"
        )
        found = cursor.fetchall()
    assert [name for name, *_ in found] == [
        "base_analyse",
        "journal_close",
        "journal_erase_act",
        "journal_erase_change",
        "journal_note",
        "journal_seal_batch",
        "votes_make_anew",
    ]
    assert [name for name, by_anyone, _ in found if by_anyone] == []
    assert all("search_path=pg_catalog" in config for *_, config in found)


def test_what_the_journal_notes_it_notes_all_the_same():
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        PersonFactory()
    assert Change.objects.count() == 1


def test_who_plants_a_fault_in_a_test_is_the_application_again_afterwards():
    def who() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            return cursor.fetchone()[0]

    before = who()
    with as_owner():
        assert who() != before
    assert who() == before
    with pytest.raises(ZeroDivisionError), transaction.atomic(), as_owner():
        raise ZeroDivisionError
    assert who() == before
    with arranging():
        PersonFactory()
