"""A request that only reads sees one moment: whoever writes meanwhile changes nothing of it."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from kevread.base.picture import one_picture
from kevread.journal import strict
from kevread.journal.models import Act, Check
from kevread.journal.operations import check_tables
from kevread.journal.queries import checked_since, state
from kevread.journal.strict import Unreadable, picture_of_the_journal
from tests.conftest import NOW
from tests.databases import url_of

ACT = (
    "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason) "
    "VALUES (gen_random_uuid(), 'met', now(), '', '', '{}', '')"
)


@pytest.fixture
def somebody(django_db_setup, django_db_blocker) -> Iterator[psycopg.Connection]:
    """Another connection to the same database, and this one outside of any transaction."""
    with django_db_blocker.unblock():
        known = connection.get_connection_params()
        names = ("host", "port", "dbname", "user", "password", "options")
        with psycopg.connect(**{name: known[name] for name in names if known.get(name)}, autocommit=True) as other:
            try:
                yield other
            finally:
                other.execute("SET ROLE NONE; SET session_replication_role = replica")  # the journal refuses
                other.execute("DELETE FROM journal_act WHERE verb = 'met'")


def test_everything_is_of_one_moment_and_its_state_is_asked_once(somebody, django_assert_num_queries):
    with one_picture():
        before, acts = state(), Act.objects.count()
        somebody.execute(ACT)
        assert Act.objects.count() == acts
        with django_assert_num_queries(0, connection=connection):
            assert state() == before
    assert Act.objects.count() == acts + 1
    assert state() != before


def test_nothing_is_written_there(somebody):
    with pytest.raises(InternalError, match="read-only"), one_picture(), connection.cursor() as cursor:
        cursor.execute(ACT)


def test_inside_another_transaction_the_state_is_asked_each_time(db):
    with one_picture():
        first = state()
    with connection.cursor() as cursor:
        cursor.execute(ACT)
    with one_picture():
        assert state() != first
        with pytest.raises(InternalError, match="read-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ACT)


@pytest.mark.parametrize("table", ["directory_person", "accounts_account"])
def test_a_check_that_waits_for_a_table_says_so_and_is_tried_again(somebody, monkeypatch, table):
    """The secret of the application is enough to hold one: the night waited for it as long as it was held."""
    monkeypatch.setattr(strict, "PATIENCE", "50ms")
    somebody.execute(f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
    try:
        (told,) = check_tables(now=NOW).first
        assert "Une autre session tient une table" in told["said"]
        assert not checked_since(NOW, NOW)
    finally:
        somebody.execute("ROLLBACK; SET ROLE NONE; SET session_replication_role = replica")
        somebody.execute("DELETE FROM journal_check WHERE at = %s", [NOW])
    assert not Check.objects.filter(at=NOW).exists()


def test_a_check_lasts_as_long_as_it_needs_whatever_was_said_of_the_role(somebody):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '20ms'")
        try:
            with picture_of_the_journal():
                cursor.execute("SELECT pg_sleep(0.1)")
        finally:
            cursor.execute("RESET statement_timeout")


LENT = {
    "the folder": ["ALTER SCHEMA public RENAME TO elsewhere", "ALTER SCHEMA elsewhere RENAME TO public"],
    "a folder more": ["CREATE SCHEMA trap"],
    "a table for good": ["ALTER TABLE mail_unsubscription RENAME TO hidden"],
    "a view in its place": [
        "ALTER TABLE mail_unsubscription RENAME TO hidden",
        "CREATE VIEW mail_unsubscription AS SELECT * FROM hidden",
    ],
}


@pytest.mark.parametrize("how", LENT)
def test_what_gives_its_name_to_another_while_a_check_reads_is_told(apart, how):
    """Between two of its questions: what it read since may have been somebody else's, and all is put back before it ends."""
    with picture_of_the_journal():
        pass
    with psycopg.connect(url_of(connection.settings_dict["NAME"]), autocommit=True) as other:
        with pytest.raises(Unreadable, match="a laissé sa place à une autre"), picture_of_the_journal():
            for statement in LENT[how]:
                other.execute(statement)
        with picture_of_the_journal():
            pass
    connection.close()
