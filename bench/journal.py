"""An act at 0, 10 000, 100 000 and 1 000 000 entries of the journal, and 8 clients at once, beside the same write without
a journal, in the same run. See bench/README.md.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/journal.py [--acts 400] [--seconds 1] [--rounds 15] [--largest 1000000]
        [--peer]    byro, whose log is a chain too: in its own environment, on its own database of the same cluster

Without DATABASE_URL it starts a PostgreSQL of its own, with durable commits (fsync on), and removes it at the end;
otherwise it needs an empty database.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import batched
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parents[1]
SIZES = (0, 10_000, 100_000, 1_000_000)
CLIENTS = 8
LAYOUTS = {8: "8 processes", 2: "2 processes of 4 threads, as Kevread is served", 1: "8 threads of 1 process"}

# As the triggers would: keys that grow with time, one change an act.
FILL = """
WITH acts AS (
    INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason)
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
            || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
        'fill', now(), 'Bench', '', '{}', ''
    FROM generate_series(1, %s) RETURNING id
)
INSERT INTO journal_change (act_id, "table", "row", before, after, digest)
SELECT id, 'directory_person', gen_random_uuid(), NULL,
    '{"id": "0", "email": "", "search": "x", "given_name": "Bench", "family_name": "Mark"}'::jsonb, sha256('x') FROM acts
"""

Write = Callable[[int], object]


@contextmanager
def database() -> Iterator[None]:
    if "DATABASE_URL" in os.environ:
        yield
        return
    from launch import venv
    from launch.postgres import Cluster, require_programs

    with tempfile.TemporaryDirectory(prefix="kevread-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "cluster", require_programs(venv.folder()), administered=True)
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

    with act("directory.register_person", actor=SYSTEM, about=None, now=now(), arguments={"number": number}):
        Person.objects.create(given_name="Bench", family_name=f"Mark {number}")


def without_journal(number: int) -> None:
    from django.db import transaction

    with transaction.atomic():
        bare_person().objects.create(given_name="Bench", family_name=f"Mark {number}")


@cache
def bare_person() -> type:
    """The same table, columns, indexes, foreign key and ORM, without a guard."""
    from django.db import models

    from kevread.directory.models import Person

    class Meta:
        app_label = "directory"
        db_table = "bench_person"
        managed = False

    names = ("id", "given_name", "family_name", "email", "search")
    fields = {name: Person._meta.get_field(name).clone() for name in names}  # noqa: SLF001
    fields["account_id"] = models.UUIDField(null=True)
    return type("BarePerson", (models.Model,), {"__module__": __name__, "Meta": Meta, **fields})


def in_turn(writes: list[Write], times: int) -> list[list[float]]:
    """Milliseconds of each, one after the other each time, so that both meet the same neighbours."""
    spent: list[list[float]] = [[] for _ in writes]
    for number in range(times):
        for write, taken in zip(writes, spent, strict=True):
            started = time.perf_counter()
            write(number)
            taken.append((time.perf_counter() - started) * 1000)
    return spent


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def side_by_side(writes: list[Write], seconds: float, rounds: int, processes: int) -> list[tuple[float, ...]]:
    """Writes a second by 8 clients at once, each with its own connection: the writes in turn, round after round."""
    context = multiprocessing.get_context("fork")
    ready, done = context.Barrier(CLIENTS), context.SimpleQueue()

    def client() -> None:
        from django.db import connection

        for turn, write in enumerate(writes * rounds):
            if turn < len(writes):
                for number in range(20):
                    write(number)
            ready.wait()
            until, number = time.perf_counter() + seconds, 0
            while time.perf_counter() < until:
                write(number)
                number += 1
            done.put((turn, number))
        connection.close()

    def process() -> None:
        threads = [Thread(target=client) for _ in range(CLIENTS // processes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        disconnect()

    disconnect()
    children = [context.Process(target=process) for _ in range(processes)]
    for child in children:
        child.start()
    turns = [0.0] * len(writes) * rounds
    for _ in range(CLIENTS * len(turns)):
        turn, number = done.get()
        turns[turn] += number / seconds
    for child in children:
        child.join()
    return list(batched(turns, len(writes)))


def disconnect() -> None:
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()


def grow(size: int) -> None:
    """Bring the journal to that size, and let the server digest what was written."""
    from django.db import connection

    from kevread.journal.models import Act

    with connection.cursor() as cursor:
        cursor.execute(FILL, [max(0, size - Act.objects.count())])
        for table in ("journal_act", "journal_change"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


def one_client(sizes: list[int], acts: int) -> None:
    print("\nOne client, milliseconds: median (p95)")
    print(f"{'entries':>10} {'act':>16} {'without journal':>18} {'ratio':>6}")
    for size in sizes:
        grow(size)
        in_turn([with_journal, without_journal], 50)
        act, bare = in_turn([with_journal, without_journal], acts)
        middle, floor = statistics.median(act), statistics.median(bare)
        print(
            f"{size:>10} {middle:>8.2f} ({p95(act):>5.2f}) {floor:>10.2f} ({p95(bare):>5.2f}) {middle / floor:>6.2f}",
            flush=True,
        )


def many_clients(seconds: float, rounds: int) -> None:
    print(f"\n{CLIENTS} clients, writes a second: median of {rounds} rounds, each side in turn")
    for processes, layout in LAYOUTS.items():
        pairs = side_by_side([with_journal, without_journal], seconds, rounds, processes)
        act, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
        shares = sorted(with_it / without for with_it, without in pairs)
        print(
            f"{layout}: {act:.0f} acts/s, {bare:.0f} without journal, {statistics.median(shares):.0%}"
            f" (from {shares[0]:.0%} to {shares[-1]:.0%})",
            flush=True,
        )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--acts", type=int, default=400)
    options.add_argument("--seconds", type=float, default=1)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--largest", type=int, default=SIZES[-1])
    options.add_argument("--peer", action="store_true")
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
            cursor.execute(
                "ALTER TABLE bench_person ADD FOREIGN KEY (account_id) REFERENCES accounts_account DEFERRABLE"
            )
        one_client([size for size in SIZES if size <= asked.largest], asked.acts)
        many_clients(asked.seconds, asked.rounds)
        disconnect()
        if asked.peer:
            from bench import peer

            peer.run(os.environ["DATABASE_URL"])


if __name__ == "__main__":
    main()
