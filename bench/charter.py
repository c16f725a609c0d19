"""Every computable rule held against a large network, beside the bare SQL that fetches the same rows in the same run.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/charter.py [--groupings 1000] [--runs 5] [--slowest 0]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it needs an empty database.
See bench/README.md.
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable

from bench.journal import database, setup


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def reached(day) -> list:
    """The verdicts of everybody, worked out anew: what a process knows already is not measured."""
    from kevread.charter.engine import framework, reach

    return reach(framework(), day, None, None)


def statements(day) -> list[str]:
    """The SQL that the engine sends, as it sends it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        reached(day)
    return [query["sql"] for query in captured.captured_queries]


def fetch(sql: list[str]) -> int:
    """The same rows, by psycopg alone."""
    from django.db import connection

    rows = 0
    with connection.connection.cursor() as cursor:
        for statement in sql:
            rows += len(cursor.execute(statement).fetchall())
    return rows


def report(groupings: int, runs: int, slowest: int) -> None:
    from kevread.base.clock import today
    from kevread.directory.models import Organisation
    from kevread.seats.models import Mandate

    day = today()
    scales = Counter(Organisation.objects.values_list("scale", flat=True))
    print(f"{scales['grouping']} groupings, {scales['local']} locals, {Mandate.objects.count()} mandates in force")
    outcomes = Counter((f.rule, f.verdict.value) for f in reached(day) if f.clause.check)
    conforming = sum(number for (_, verdict), number in outcomes.items() if verdict == "conforms")
    print(f"{len({rule for rule, _ in outcomes})} rules computed, {outcomes.total()} verdicts, {conforming} conform")
    sql = statements(day)
    rows = fetch(sql)
    # One after the other, so that whatever else the machine does weighs on both.
    pairs = [(seconds(lambda: reached(day)), seconds(lambda: fetch(sql))) for _ in range(runs)]
    engine, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(engine / bare for engine, bare in pairs)
    print(f"engine {engine:.2f} s, the same {len(sql)} queries bare {bare:.2f} s ({rows} rows): ratio {ratio:.2f}")
    for spent, statement in sorted(((seconds(lambda s=s: fetch([s])), s) for s in sql), reverse=True)[:slowest]:
        print(f"  {spent * 1000:6.0f} ms  {statement[:160]}")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--groupings", type=int, default=1000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--slowest", type=int, default=0)
    asked = options.parse_args()
    setup()
    with database():
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        from bench.network import build

        started = time.perf_counter()
        build(asked.groupings)
        print(f"built in {time.perf_counter() - started:.0f} s")
        report(asked.groupings, asked.runs, asked.slowest)
        connections.close_all()
        connections["default"].close_pool()


if __name__ == "__main__":
    main()
