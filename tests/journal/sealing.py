"""Seals in a test, which lives in one transaction."""

from django.db import connection

from tests.databases import as_owner, taken_for_known


def seal_at_once() -> None:
    """Until this transaction ends, what it wrote itself is sealed as well, though it is not older than itself."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('journal_seal_batch(timestamptz, integer)'::regprocedure)")
        said = cursor.fetchone()[0]
        older = "opened_in < pg_snapshot_xmin(s)"
        assert older in said
        cursor.execute(said.replace(older, "true"))
    taken_for_known()
