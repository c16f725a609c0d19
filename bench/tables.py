"""The tables held against the journal, on the demonstration, then with a journal of a million changes more: rows, seconds, and
the memory of the process.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/tables.py [--changes 1000000]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it needs an empty database.
"""

import argparse
import os
import resource
import time
from typing import Any

from bench.journal import database, setup

# Rows that were written, amended eight times and taken out again: all that the journal has more is of the past.
FILL = """
WITH acts AS (
    INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason)
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
        'fill', now(), 'Bench', '', '{{}}', ''
    FROM generate_series(1, %s / 10) RETURNING id
), rows AS (
    SELECT id AS act_id, 'directory_person' AS "table", id AS "row", gen_random_uuid() AS salt, step,
        CASE WHEN step > 0 THEN jsonb_build_object('id', id, 'email', '', 'given_name', 'Bench', 'family_name', step - 1) END
            AS before,
        CASE WHEN step < 9 THEN jsonb_build_object('id', id, 'email', '', 'given_name', 'Bench', 'family_name', step) END
            AS after
    FROM acts, generate_series(0, 9) step
)
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT act_id, "table", "row", before, after, salt, {digest} FROM rows c ORDER BY act_id, step
"""
PART = 100_000


def check(what: str, since: int | None) -> None:
    from kevread.base.picture import one_picture
    from kevread.journal.models import Change
    from kevread.journal.tables import verify_all, verify_tables

    changes = Change.objects.count()
    with one_picture():
        began = time.perf_counter()
        tables: dict[str, Any] = verify_tables(since)
        took = time.perf_counter() - began
        answer = verify_all(None, since=since)
    whole = time.perf_counter() - began - took
    assert answer["ok"], answer
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what:<34}{tables['checked']:4} tables{tables['rows']:8} rows{changes:10} changes"
        f"{took:8.2f} s, with the seals {whole:6.2f} s{megabytes:6} MB at most",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=1_000_000)
    changes = parser.parse_args().changes
    with database():
        os.environ |= {"KEVREAD_DEMONSTRATION": "1", "KEVREAD_ON": "2026-11-24"}
        setup()
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        for command in ("migrate", "prepare", "demonstration"):
            call_command(command, verbosity=0)
        from kevread.base.clock import now
        from kevread.journal.operations import seal_journal
        from kevread.journal.queries import head
        from kevread.journal.seals import CHANGE

        seal_journal(now=now())
        check("the demonstration, whole", None)
        check("from its last seal", head().number)  # type: ignore[union-attr]
        with connection.cursor() as cursor:
            for _ in range(changes // PART):
                cursor.execute(FILL.format(digest=CHANGE), [PART])
            cursor.execute("VACUUM ANALYZE journal_change, journal_act")
        seal_journal(now=now())
        check("with a long past, whole", None)
        check("from its last seal", head().number)  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
