"""Organisations from a file as Sirene makes it, through the whole flow, beside COPY of the same rows, in the same run.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/import.py [--rows 100000] [--profile]

The floor: COPY into a table with the same columns, indexes and constraints, under the guard of the journal; then the same
without the guard; and, under the guard, with the second row that each organisation is for us, its dated name. Without
DATABASE_URL it starts a PostgreSQL of its own. See bench/README.md.
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
from hashlib import sha256

from bench.growth import processor
from bench.journal import database, setup

HEADER = (
    "siren", "statutDiffusionUniteLegale", "denominationUniteLegale", "categorieJuridiqueUniteLegale",
    "activitePrincipaleUniteLegale", "nicSiegeUniteLegale", "economieSocialeSolidaireUniteLegale",
    "trancheEffectifsUniteLegale", "identifiantAssociationUniteLegale", "etatAdministratifUniteLegale",
)  # fmt: skip
FORMS = ("9220", "9220", "9220", "5458", "8210", "9300")
COLUMNS = "id, slug, scale, legal_form, name, siren, siret, rna, locality, reach, period"
NAMED = "id, organisation_id, kind, text, period"


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
    file = File("sirene.csv", sha256(data).hexdigest(), book.grids, matching)
    outcome, *writing = timed(lambda: commit(file, actor=SYSTEM, within=head, now=now(), valid_rows=True))
    assert outcome.committed and not outcome.errors, outcome.errors[:3]
    return {
        "read": (reading[0], reading[1]),
        "recognised": (meaning[0], meaning[1]),
        "written": (writing[0], writing[1]),
    }


def copied(rows: int, *, guarded: bool, named: bool = False) -> tuple[float, float]:
    """Seconds, and seconds of processor, of COPY into a table like that of organisations; `named`: and of the dated name of
    each, into another like that of names, as we write them."""
    from django.db import connection

    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.journal.guards import GUARD
    from kevread.journal.operations import act

    tables = {"bench_copied": "directory_organisation"} | ({"bench_named": "directory_name"} if named else {})
    with connection.cursor() as cursor:
        for table, model in tables.items():
            cursor.execute(f"CREATE TABLE {table} (LIKE {model} INCLUDING ALL)")
            if guarded:
                cursor.execute(GUARD.format(table=table))
        if named:
            key = "FOREIGN KEY (organisation_id) REFERENCES bench_copied DEFERRABLE INITIALLY DEFERRED"
            cursor.execute(f"ALTER TABLE bench_named ADD {key}")
    key, since = "01920000-0000-7000-8000-", "[2020-01-01,)"
    first = [
        (f"{key}{number:012x}", f"o-{number}", "", "association", line[2], line[0], "", line[8], "", "", since)
        for number, line in enumerate(lines(rows))
    ]
    names = [(row[0], row[0], "statutory", row[4], since) for row in first] if named else []
    started, busy = time.perf_counter(), processor()
    with act("directory.load_network", actor=SYSTEM, about=None, now=now()), connection.cursor() as cursor:
        for into, values in ((f"bench_copied ({COLUMNS})", first), (f"bench_named ({NAMED})", names)):
            if values:
                with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                    for row in values:
                        copy.write_row(row)
    taken = time.perf_counter() - started, (processor() - busy) / 1000
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {', '.join(tables)}")
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
        both = copied(asked.rows, guarded=True, named=True)
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
    ours, ours_busy = (sum(each) for each in zip(*steps.values(), strict=True))
    print(f"{asked.rows} rows, load {os.getloadavg()[0]:.1f}\n")
    print("| | seconds | of processor | rows a second |\n|---|---|---|---|")
    for name, (seconds, busy) in steps.items():
        print(f"| {name} | {seconds:.1f} | {busy:.1f} | |")
    print(f"| **the whole flow** | **{ours:.1f}** | {ours_busy:.1f} | **{asked.rows / ours:.0f}** |")
    floors = {"under the guard, with names": both, "under the guard": under_guard, "without a guard": bare}
    for name, (seconds, busy) in floors.items():
        print(f"| COPY, {name} | {seconds:.1f} | {busy:.1f} | {asked.rows / seconds:.0f} |")
    shares = [
        f"{100 * floor[0] / ours:.0f} % ({100 * floor[1] / ours_busy:.0f} % of processor)" for floor in floors.values()
    ]
    print(
        f"\nshare of the guarded COPY: {shares[1]}, aim: 60; with names: {shares[0]}; memory {before:.0f} to {after:.0f} MB"
    )
    if asked.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
