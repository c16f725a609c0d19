"""What belongs to one organisation, as the network grows around it: verdicts, the actor, « Texte », « Aujourd'hui ».

    PYTHONPATH=src:. .kevread/venv/bin/python bench/growth.py [--groupings 5 100 1000] [--runs 15] [--rows]

Each network in a PostgreSQL of its own, one after the other; what a process knows is forgotten before each measure. With
DATABASE_URL, that network is measured, and built first when there is none. `--rows`: the statements that read most rows, by
their plans. See bench/README.md.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from bench.journal import database, setup

AIM = 1.3
SLOWEST = 12

type Works = dict[str, Callable[[], object]]


def works() -> Works:
    """What is measured: about the first grouping and its first local, by somebody of its board."""
    from kevread.base.clock import now, today
    from kevread.charter.engine import verdicts
    from kevread.charter.queries.text import read_text
    from kevread.directory.models import Organisation
    from kevread.home.queries import today as today_of
    from kevread.seats.models import Mandate
    from kevread.seats.queries import actor_of

    day, since = today(), now() - timedelta(days=30)
    grouping, local = (Organisation.objects.get(slug=slug) for slug in ("groupement-1", "pole-1"))
    person = Mandate.objects.filter(seat__body__slug="groupement-1-board").order_by("pk")[0].person
    reader = actor_of(person, day)
    return {
        "verdicts of one grouping": lambda: verdicts(day, organisations=[grouping.pk]),
        "verdicts of one local": lambda: verdicts(day, organisations=[local.pk]),
        "the actor": lambda: actor_of(person, day),
        "« Texte » of one grouping": lambda: read_text(grouping, day, reader),
        "« Aujourd’hui » of a board member": lambda: today_of(reader, person, grouping, day, since),
    }


def milliseconds(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """The median time; and the processor taken by each run, here and in PostgreSQL, which what else runs weighs on less."""
    from kevread.journal.memory import forget

    spent, busy = [], 0.0
    for number in range(runs + 1):
        if number == 1:  # the first is not counted
            busy = processor()
        forget()
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent[1:]), (processor() - busy) / runs


def processor() -> float:
    """Milliseconds of processor, of this process and of the one that answers it, to the hundredth of a second."""
    from django.db import connection

    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="utf-8")
    ticks = sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return 1000 * (time.process_time() + ticks / os.sysconf("SC_CLK_TCK"))


def rows_read(work: Callable[[], object]) -> dict[str, int]:
    """How many rows each statement walks, by its plan: those that its leaves give, and those that they throw away."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kevread.journal.memory import forget

    forget()
    with CaptureQueriesContext(connection) as captured:
        work()
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for statement in {query["sql"] for query in captured.captured_queries if "SELECT" in query["sql"]}:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
            (plan,) = cursor.fetchone()
            found[statement] = sum(walked(plan[0]["Plan"]))
    return found


def walked(node: dict) -> Iterator[int]:
    below = node.get("Plans", [])
    if not below or "Relation Name" in node:
        each = (
            node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        )
        yield round(each * node["Actual Loops"])
    for child in below:
        yield from walked(child)


def built(groupings: int) -> None:
    """The network, unless it is there."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from bench.network import build
    from kevread.directory.models import Organisation

    if not Organisation.objects.exists():
        build(groupings)


def measure(groupings: int, runs: int, *, rows: bool) -> dict[str, object]:
    from django.db import connections

    from kevread.seats.models import Mandate

    told: dict[str, object] = {"mandates": Mandate.objects.count(), "groupings": groupings}
    for name, work in works().items():
        counted = rows_read(work)
        taken, busy = milliseconds(work, runs)
        told[name] = {"ms": taken, "processor": busy, "rows": sum(counted.values()), "queries": len(counted)}
        if rows:
            print(f"\n{name}: {sum(counted.values())} rows", file=sys.stderr)
            for statement, number in sorted(counted.items(), key=lambda pair: -pair[1])[:SLOWEST]:
                print(f"  {number:8} {statement}", file=sys.stderr)
    connections.close_all()
    connections["default"].close_pool()
    return told


def one(groupings: int, runs: int, *, rows: bool) -> dict:
    """In a process of its own, on a PostgreSQL of its own."""
    command = [
        sys.executable,
        __file__,
        "--one",
        "--groupings",
        str(groupings),
        "--runs",
        str(runs),
        *["--rows"] * rows,
    ]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()[-1])


def table(found: list[dict]) -> None:
    print("Milliseconds of processor (of time); the ratio is of the first.\n")
    print("| | " + " | ".join(f"{one['groupings']} ({one['mandates']} mandates)" for one in found) + " | ratio |")
    print("|---" * (len(found) + 2) + "|")
    for name, first in found[0].items():
        if isinstance(first, dict):
            cells = [f"{one[name]['processor']:.0f} ({one[name]['ms']:.0f}), {one[name]['rows']} rows" for one in found]
            ratio = found[-1][name]["processor"] / first["processor"]
            print(f"| {name} | {' | '.join(cells)} | **{ratio:.2f}**{'' if ratio <= AIM else ' (missed)'} |")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--groupings", type=int, nargs="+", default=[5, 100, 1000])
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--rows", action="store_true")
    options.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    setup()
    if asked.one or "DATABASE_URL" in os.environ:
        with database():
            built(asked.groupings[0])
            print(json.dumps(measure(asked.groupings[0], asked.runs, rows=asked.rows)))
        return
    table([one(number, asked.runs, rows=asked.rows) for number in asked.groupings])


if __name__ == "__main__":
    main()
