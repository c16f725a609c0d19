"""An act at 0, 10 000, 100 000 and 1 000 000 entries of the journal, and 8 clients at once, beside the same write without
a journal, in the same run. See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/journal.py [--acts 400] [--seconds 5] [--largest 1000000]

Without DATABASE_URL it starts a PostgreSQL of its own, with durable commits (fsync on), and removes it at the end.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (0, 10_000, 100_000, 1_000_000)
CLIENTS = 8

FILL = """
WITH acts AS (
    INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason)
    SELECT gen_random_uuid(), 'fill', now(), 'Bench', '', '{}', '' FROM generate_series(1, %s) RETURNING id
)
INSERT INTO journal_change (act_id, "table", "row", before, after)
SELECT id, 'directory_person', gen_random_uuid(), NULL,
    '{"id": "0", "email": "", "search": "x", "given_name": "Bench", "family_name": "Mark"}'::jsonb FROM acts
"""


@contextmanager
def database() -> Iterator[None]:
    if "DATABASE_URL" in os.environ:
        yield
        return
    from launch import venv
    from launch.postgres import Cluster, require_programs

    with tempfile.TemporaryDirectory(prefix="kevread-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "cluster", require_programs(venv.folder()))
        with cluster.in_use():
            os.environ["DATABASE_URL"] = cluster.url("postgres")
            yield


def setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("KEVREAD_DATA", tempfile.mkdtemp())
    os.environ["KEVREAD_POOL"] = "1"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def with_journal(number: int) -> None:
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Person
    from kevread.journal.operations import act

    with act("register_person", actor=SYSTEM, about=None, now=now(), arguments={"number": number}):
        Person.objects.create(given_name="Bench", family_name=f"Mark {number}")


def without_journal(number: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        bare_person().objects.create(given_name="Bench", family_name=f"Mark {number}")


@cache
def bare_person() -> type:
    """The same table, columns, indexes and ORM, without a guard."""
    from django.db import models

    from kevread.directory.models import Person

    class Meta:
        app_label = "directory"
        db_table = "bench_person"
        managed = False

    names = ("id", "given_name", "family_name", "email", "search")
    fields = {name: Person._meta.get_field(name).clone() for name in names}  # noqa: SLF001
    return type("BarePerson", (models.Model,), {"__module__": __name__, "Meta": Meta, **fields})


def median_ms(write: Callable[[int], None], times: int) -> float:
    spent = []
    for number in range(times):
        started = time.perf_counter()
        write(number)
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def rate(write: Callable[[int], None], seconds: float) -> float:
    """Writes a second, by 8 clients at once."""
    from django.db import connection

    until = time.perf_counter() + seconds

    def client(_: int) -> int:
        done = 0
        while time.perf_counter() < until:
            write(done)
            done += 1
        connection.close()
        return done

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(client, range(CLIENTS))) / seconds


def entries() -> int:
    from kevread.journal.models import Act

    return Act.objects.count()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--acts", type=int, default=400)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument("--largest", type=int, default=SIZES[-1])
    asked = options.parse_args()
    setup()
    with database():
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_person (LIKE directory_person INCLUDING ALL)")
        print(f"{'entries':>10} {'act, ms':>9} {'same write without journal, ms':>31} {'ratio':>6}")
        for size in (size for size in SIZES if size <= asked.largest):
            with connection.cursor() as cursor:
                cursor.execute(FILL, [max(0, size - entries())])
                cursor.execute("ANALYZE")
            median_ms(with_journal, 20)
            act_ms, bare_ms = median_ms(with_journal, asked.acts), median_ms(without_journal, asked.acts)
            print(f"{size:>10} {act_ms:>9.2f} {bare_ms:>31.2f} {act_ms / bare_ms:>6.2f}", flush=True)
        connection.close()
        journalled, bare = rate(with_journal, asked.seconds), rate(without_journal, asked.seconds)
        print(f"{CLIENTS} clients: {journalled:.0f} acts/s, {bare:.0f} bare writes/s, {journalled / bare:.0%}")
        connection.close()
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()


if __name__ == "__main__":
    main()
