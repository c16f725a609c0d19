"""A request that only reads sees one moment: whoever writes meanwhile changes nothing of it."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from kevread.base.picture import one_picture
from kevread.journal.models import Act
from kevread.journal.queries import state

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
