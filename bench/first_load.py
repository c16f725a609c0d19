"""A federation of the demonstration's size moves in: its workbook rehearsed, then committed, into one that was only founded.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/first_load.py

Two PostgreSQL of its own, one after the other. The floor, in the same run: as many acts as there are rows, each of which
registers a person. See bench/README.md.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.growth import processor
from bench.journal import database, setup

DAY = "2026-11-24"
AIM = 20.0  # seconds, preview included


def left(file: Path) -> None:
    """The demonstration, in a process of its own, leaves in a workbook."""
    setup()
    os.environ["KEVREAD_DEMONSTRATION"], os.environ["KEVREAD_ON"] = "1", DAY
    with database():
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        for command in ("prepare", "demonstration"):
            call_command(command)
        call_command("export", str(file))
        close()


def moved_in(file: Path) -> dict[str, tuple[float, float]]:
    """Seconds, and seconds of processor, of each step."""
    setup()
    os.environ["KEVREAD_ON"] = DAY
    with database():
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("prepare")
        found = steps(file)
        close()
    return found


def close() -> None:
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()


def steps(file: Path) -> dict[str, tuple[float, float]]:
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.directory.models import Organisation
    from kevread.directory.operations import register_person
    from kevread.imports.operations import File, commit, rehearse

    head = Organisation.objects.get(scale="head")
    found: dict[str, tuple[float, float]] = {}

    def timed[Done](name: str, work: object) -> object:
        started, busy = time.perf_counter(), processor()
        done = work()  # type: ignore[operator]
        found[name] = (time.perf_counter() - started, (processor() - busy) / 1000)
        return done

    read = timed("read", lambda: File.of(file.read_bytes(), file.name))
    timed("rehearsed", lambda: rehearse(read, actor=SYSTEM, within=head, now=now()))  # type: ignore[arg-type]
    outcome = timed("committed", lambda: commit(read, actor=SYSTEM, within=head, now=now()))  # type: ignore[arg-type]
    assert outcome.committed, (outcome.errors[:3], outcome.refused[:3], outcome.duplicates[:3])  # type: ignore[attr-defined]
    rows = outcome.written.count("new")  # type: ignore[attr-defined]
    names = [(f"Prénom{number}", f"Nom{number}") for number in range(rows)]
    timed(
        "floor",
        lambda: [
            register_person(actor=SYSTEM, within=head, given_name=given, family_name=family, now=now())
            for given, family in names
        ],
    )
    found["rows"] = (rows, 0.0)
    return found


def main() -> None:
    if sys.argv[1:2] == ["--left"]:
        left(Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory(prefix="kevread-bench-") as folder:
        file = Path(folder) / "tout.xlsx"
        subprocess.run([sys.executable, __file__, "--left", str(file)], check=True, stdout=subprocess.DEVNULL)
        found = moved_in(file)
    rows = found.pop("rows")[0]
    whole = sum(found[name][0] for name in ("read", "rehearsed", "committed"))
    print(f"{rows:.0f} rows written, load {os.getloadavg()[0]:.1f}\n\n| | seconds | of processor |\n|---|---|---|")
    for name, (taken, busy) in found.items():
        print(f"| {name} | {taken:.1f} | {busy:.1f} |")
    print(f"| whole, preview included | **{whole:.1f}**{'' if whole <= AIM else ' (missed)'} | |")
    print(json.dumps({"rows": rows, **{name: round(taken, 2) for name, (taken, _) in found.items()}}))


if __name__ == "__main__":
    main()
