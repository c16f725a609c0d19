"""Sealing and verifying a journal of a million acts, each with its change: acts a second, and the memory of the process.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/seals.py [--acts 1000000]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it needs an empty database.
"""

import argparse
import resource
import time

from bench.journal import database, setup

FILL = """
WITH acts AS (
    INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason)
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
        'fill', now(), 'Bench', '', '{{}}', ''
    FROM generate_series(1, %s) RETURNING id
), rows AS (
    SELECT id AS act_id, 'directory_person' AS "table", gen_random_uuid() AS "row", gen_random_uuid() AS salt,
        NULL::jsonb AS before,
        '{{"id": "0", "email": "", "search": "x", "given_name": "Bench", "family_name": "Mark"}}'::jsonb AS after FROM acts
)
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT act_id, "table", "row", before, after, salt, {digest} FROM rows c
"""
PART = 50_000


def timed(what: str, acts: int, work) -> object:
    began = time.perf_counter()
    answer = work()
    took = time.perf_counter() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<28}{took:8.1f} s{acts / took:12,.0f} acts/s{megabytes:8} MB at most", flush=True)
    return answer


def fill(acts: int) -> None:
    from django.db import connection

    from kevread.journal.seals import CHANGE

    with connection.cursor() as cursor:
        for _ in range(acts // PART):
            cursor.execute(FILL.format(digest=CHANGE), [PART])
        cursor.execute("ANALYZE")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--acts", type=int, default=1_000_000)
    acts = parser.parse_args().acts
    with database():
        setup()
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        from kevread.base.clock import now
        from kevread.base.picture import one_picture
        from kevread.journal.operations import seal_batch, seal_journal
        from kevread.journal.verification import verify

        fill(acts)
        timed("the first batch of 5 000", 5_000, lambda: seal_batch(now(), 5_000))
        timed("the others", acts - 10_000, lambda: [seal_batch(now(), 5_000) for _ in range(acts // 5_000 - 2)])
        timed("the last batch of 5 000", 5_000, lambda: seal_journal(now=now()))
        with one_picture():
            answer = timed("verify-journal", acts, lambda: verify(None))
        assert isinstance(answer, dict)
        print(f"ok: {answer['ok']}, {answer['sealed']} acts in {answer['seals']} seals")
        assert answer["ok"]
        assert answer["sealed"] == acts


if __name__ == "__main__":
    main()
