"""The database and its folder « public » are not of whoever owns the tables (decision 203)."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from launch.roles import EXTENSIONS
from tests.databases import as_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    ["ALTER SCHEMA public RENAME TO elsewhere", "CREATE SCHEMA trap", "ALTER SCHEMA public OWNER TO kevread_owner"],
)
def test_whoever_owns_the_tables_puts_no_folder_in_the_place_of_another(statement):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.of_a_migration ()")
        with (
            pytest.raises(ProgrammingError, match=r"must be owner of schema|permission denied for database"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


def test_what_our_migrations_want_of_postgresql_is_brought_in_for_them():
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1")
        assert tuple(name for (name,) in cursor) == EXTENSIONS
