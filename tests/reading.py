"""Which tables are read, and which of them the journal guards."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext


def unguarded(captured: CaptureQueriesContext) -> set[str]:
    """The tables of these queries that can change without an act: nothing that is kept by the state may be read there."""
    read = {name for query in captured.captured_queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'journal_insert'")
        guarded = {name for (name,) in cursor.fetchall()}
    assert read & guarded
    return read - guarded - {"journal_act", "journal_change"}
