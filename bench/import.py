"""Organisations from a file as Sirene makes it, through the whole flow, beside COPY of the same rows, in the same run.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/import.py [--rows 100000] [--profile]

The floor: COPY into a table with the same columns, indexes and constraints, under the guard of the journal; then the same
without the guard. Without DATABASE_URL it starts a PostgreSQL of its own. See bench/README.md.
"""

import argparse
import cProfile
import csv
import io
import os
import pstats
import resource
import time
from collections.abc import Callable, Iterator

from bench.growth import processor
from bench.journal import database, setup

HEADER = (
    "siren", "statutDiffusionUniteLegale", "denominationUniteLegale", "categorieJuridiqueUniteLegale",
    "activitePrincipaleUniteLegale", "nicSiegeUniteLegale", "economieSocialeSolidaireUniteLegale",
    "trancheEffectifsUniteLegale", "identifiantAssociationUniteLegale", "etatAdministratifUniteLegale",
)  # fmt: skip
FORMS = ("9220", "9220", "9220", "5458", "8210", "9300")
COLUMNS = "id, slug, scale, legal_form, name, siren, siret, rna, locality, reach, period"


def siren(number: int) -> str:
    """A number with its key."""
    first = f"{30_000_000 + number:08d}"
    total = sum(sum(divmod(int(digit) * (2 if place % 2 else 1), 10)) for place, digit in enumerate(first))
    return first + str(-total % 10)


def lines(rows: int) -> Iterator[tuple[str, ...]]:
    for number in range(rows):
        rna = f"W35{number:07d}" if number % 3 else ""
        name = f"ASSOCIATION DES JARDINS NUMERO {number}"
        yield siren(number), "O", name, FORMS[number % 6], "94.99Z", "00012", "O", "NN", rna, "A"


def file_of(rows: int) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    writer.writerows(lines(rows))
    return out.getvalue().encode()


def timed[Done](work: Callable[[], Done]) -> tuple[Done, float, float]:
    """What it answers, its seconds, and its seconds of processor, client and server."""
    started, busy = time.perf_counter(), processor()
    done = work()
    return done, time.perf_counter() - started, (processor() - busy) / 1000


def flow(data: bytes) -> dict[str, tuple[float, float]]:
    """The whole of it: read, recognised, planned, held against what is there, written."""
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Organisation
    from kevread.imports.operations import File, commit
    from kevread.imports.queries import proposed
    from kevread.imports.reading.book import read

    head = Organisation.objects.get(scale="head")
    book, *reading = timed(lambda: read(data, "sirene.csv"))
    matching, *meaning = timed(lambda: proposed(book.grids, head, now().date()))
    file = File.of(data, "sirene.csv", matching)
    outcome, *writing = timed(lambda: commit(file, actor=SYSTEM, within=head, now=now(), valid_rows=True))
    assert outcome.committed and not outcome.errors, outcome.errors[:3]
    return {
        "read": (reading[0], reading[1]),
        "recognised": (meaning[0], meaning[1]),
        "written": (writing[0], writing[1]),
    }


def copied(rows: int, *, guarded: bool) -> float:
    """Seconds of COPY into a table like that of organisations."""
    from django.db import connection

    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.journal.guards import GUARD
    from kevread.journal.operations import act

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copied")
        cursor.execute("CREATE TABLE bench_copied (LIKE directory_organisation INCLUDING ALL)")
        if guarded:
            cursor.execute(GUARD.format(table="bench_copied"))
    key = "01920000-0000-7000-8000-"
    values = [
        (
            f"{key}{number:012x}",
            f"o-{number}",
            "",
            "association",
            line[2],
            line[0],
            "",
            line[8],
            "",
            "",
            "[2020-01-01,)",
        )
        for number, line in enumerate(lines(rows))
    ]
    started = time.perf_counter()
    with (
        act("directory.load_network", actor=SYSTEM, about=None, now=now()),
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY bench_copied ({COLUMNS}) FROM STDIN") as copy,
    ):
        for row in values:
            copy.write_row(row)
    taken = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_copied")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    setup()
    with database():
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("prepare")
        data = file_of(asked.rows)
        under_guard, bare = copied(asked.rows, guarded=True), copied(asked.rows, guarded=False)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        profile = cProfile.Profile()
        if asked.profile:
            profile.enable()
        steps = flow(data)
        profile.disable()
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()
    ours = sum(seconds for seconds, _ in steps.values())
    print(f"{asked.rows} rows, load {os.getloadavg()[0]:.1f}\n")
    print("| | seconds | of processor | rows a second |\n|---|---|---|---|")
    for name, (seconds, busy) in steps.items():
        print(f"| {name} | {seconds:.1f} | {busy:.1f} | |")
    print(f"| **the whole flow** | **{ours:.1f}** | | **{asked.rows / ours:.0f}** |")
    print(f"| COPY, under the guard | {under_guard:.1f} | | {asked.rows / under_guard:.0f} |")
    print(f"| COPY, without a guard | {bare:.1f} | | {asked.rows / bare:.0f} |")
    print(
        f"\nshare of the guarded COPY: {100 * under_guard / ours:.0f} % (aim: 60); memory {before:.0f} to {after:.0f} MB"
    )
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
