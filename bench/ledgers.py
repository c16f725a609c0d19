"""An accounting file read, checked line after line and written, beside a bare COPY of the same rows into the same table.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/ledgers.py [LINES]…

A PostgreSQL of its own. The floor, in the same run: the rows, made before, copied from memory into the same table with the
same indexes, keys and triggers, in an act. They alternate; the best of three of each. See bench/README.md.
"""

import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench.growth import processor
from bench.journal import database, setup

ROUNDS = 3
AIM = 0.75  # of the lines a second of the bare copy


def write(path: Path, lines: int) -> None:
    """Entries of two lines, over a year and three hundred accounts."""
    from kevread.ledgers.rules.shape import COLUMNS

    first = date(2026, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        file.write("\t".join(COLUMNS) + "\n")
        for entry in range(lines // 2):
            day = f"{first + timedelta(days=entry * 364 // (lines // 2)):%Y%m%d}"
            cents = 100 + entry * 7919 % 500_000
            amount = f"{cents // 100},{cents % 100:02}"
            for account, sides in ((f"6{10_000 + entry % 300}", (amount, "0,00")), ("40100000", ("0,00", amount))):
                cells = (
                    "AC", "Achats", str(entry), day, account, f"Compte {account}", "", "", f"F{entry}", day,
                    f"Facture {entry} du fournisseur", *sides, "", "", day, "", "",
                )  # fmt: skip
                file.write("\t".join(cells) + "\n")


def read_real(path: Path) -> None:
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Organisation
    from kevread.ledgers import operations

    with path.open("rb") as file:
        operations.read(
            actor=SYSTEM, organisation=Organisation.objects.get(scale="head"), file=file, name="a.txt",
            last=date(2026, 12, 31), now=now(),
        )  # fmt: skip


def rows_of(path: Path) -> list[str]:
    from kevread.base.copied import text_of
    from kevread.ledgers.rules.reading import Reading, Year, lines_of
    from kevread.ledgers.rules.shape import HEAD, shape_of

    with path.open("rb") as file:
        found = Reading(shape_of(file.read(HEAD)), Year(date(2026, 1, 1), date(2026, 12, 31)))
        file.seek(0)
        return [
            text_of(
                (
                    str(line.number), line.day.isoformat(), line.account, line.section, line.journal, line.entry,
                    line.auxiliary, line.piece, line.label, str(line.cents),
                )
            )
            for line in lines_of(file, found)
        ]  # fmt: skip


def copy_bare(rows: list[str]) -> float:
    """The rows alone, and the row that they belong to."""
    from django.db import connection

    from kevread.base.clock import now
    from kevread.base.models import as_range, new_key
    from kevread.common.actor import SYSTEM
    from kevread.common.periods import Period
    from kevread.directory.models import Organisation
    from kevread.journal.operations import act
    from kevread.ledgers.models import Book, Line

    head, key = Organisation.objects.get(scale="head"), new_key()
    chunks = [
        "".join(f"{key}\t{row}" for row in rows[start : start + 500]).encode() for start in range(0, len(rows), 500)
    ]
    started = time.perf_counter()
    with act("ledgers.read", actor=SYSTEM, about=head, now=now()):
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY ledgers_line ({', '.join(Line.COPIED)}) FROM STDIN") as copy,
        ):
            for chunk in chunks:
                copy.write(chunk)
        Book.objects.create(
            pk=key, organisation=head, period=as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31))), kind="fec",
            name="a.txt", sha256="0" * 64, digest="0" * 64, lines=len(rows), debit=0, credit=0, read_at=now(),
        )  # fmt: skip
    return time.perf_counter() - started


def measured(lines: int, folder: Path) -> None:
    path = folder / f"{lines}.txt"
    write(path, lines)
    read_real(path)  # warm
    real, busy, peaks = [], [], [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
    for _ in range(ROUNDS):
        before, started = processor(), time.perf_counter()
        read_real(path)
        real.append(time.perf_counter() - started)
        busy.append((processor() - before) / 1000)
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    rows = rows_of(path)
    bare = [copy_bare(rows) for _ in range(ROUNDS)]
    share = min(bare) / min(real)
    print(
        f"{lines:>9,} lines: read, checked, written in {min(real):.2f} s ({lines / min(real):,.0f} a second, "
        f"{min(busy):.2f} s of processor); bare COPY {min(bare):.2f} s ({lines / min(bare):,.0f} a second); "
        f"{share:.0%} of it (aimed at: {AIM:.0%}); peak of memory {peaks[0] // 1024} then {peaks[1] // 1024} MiB"
    )


def main() -> None:
    setup()
    with database(), tempfile.TemporaryDirectory() as folder:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("prepare")
        for lines in [int(one) for one in sys.argv[1:]] or [100_000, 1_000_000]:
            measured(lines, Path(folder))
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()


if __name__ == "__main__":
    main()
