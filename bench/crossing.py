"""The crossed table of a year, three axes, beside DuckDB and a bare GROUP BY over the very same parts.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/crossing.py [PARTS]…

A PostgreSQL of its own. Every line of expenses is along two actions, so that each is split to the cent: the worst that there
is. The floor, in the same run: a narrow table of integers, one row for each part, grouped by PostgreSQL. The peer: DuckDB,
which has the same integers in memory, in a virtual environment of its own (.kevread/duckdb, made here the first time). They
alternate; the best of each. What all three answer is compared, to the cent. See bench/README.md.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROUNDS = 7
AIM = 2.0  # times what DuckDB takes
DUCKDB = "duckdb==1.1.3"
SUM = "SELECT p, n, f, sum(cents) FROM parts GROUP BY p, n, f"

if __name__ == "__main__" and sys.argv[1:2] != ["--peer"]:
    from bench.journal import database, setup
    from bench.ledgers import read_real, write


def environment() -> Path:
    folder = Path(__file__).resolve().parents[1] / ".kevread" / "duckdb"
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", DUCKDB], check=True)
        (folder / "installed").touch()
    return python


def say_meanings(head: Any) -> None:
    """Thirty passages, of natures and funders that differ, each along two actions; a key."""
    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.ledgers import operations

    actions = ("SUPPORT", "DIRECTION", "ANIMATION", "ACCOMPAGNEMENT", "VIE-LOCALE")
    natures = ("DEVELOPPEMENT", "ANIMATION", "SUPPORT", "VIE-POLITIQUE-LOCALE", "VIE-ASSOCIATIVE")
    funders = ("PROPRE", "ETAT", "REGION", "DEPARTEMENT", "EPCI", "UE")
    for rank in range(30):
        parts = [(actions[rank % 5], 1 + rank % 7), (actions[(rank + 1 + rank % 3) % 5], 3)]
        codes = {"N": natures[rank % 5], "F": funders[rank % 6]}
        asked = {"account": f"610{rank:02}", "section": "", "parts": parts, "codes": codes, "since": date(2026, 1, 1)}
        operations.set_passage(actor=SYSTEM, organisation=head, now=now(), **asked)
    key = {"source": "SUPPORT", "basis": "fixed", "parts": [("ANIMATION", 1), ("ACCOMPAGNEMENT", 3)]}
    operations.set_key(actor=SYSTEM, organisation=head, year=2026, now=now(), **key)


def ours(book: Any) -> tuple[float, dict[tuple[str, ...], int], float]:
    """The whole of what the page computes; the accounts alone, without what keys move; and of it, PostgreSQL."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kevread.ledgers.queries.costs import analysed
    from kevread.ledgers.queries.crossing import Crossing, pieces_of
    from kevread.ledgers.rules.crossing import Asked, crossed

    started = time.perf_counter()
    crossing = Crossing(analysed(book), Asked("P", "N", "F"))
    assert crossing.sides
    taken = time.perf_counter() - started
    with CaptureQueriesContext(connection) as asked:
        found = analysed(book)
    made = crossed([(one.codes, one.cents) for one in pieces_of(found) if one.posted], Asked("P", "N", "F"))
    inner = {(p, n, f): cents for (p, f, n), cents in made.items() if None not in (p, n, f)}
    return taken, inner, sum(float(one["time"]) for one in asked.captured_queries)


def parts_of(book: Any) -> tuple[list[tuple[int, int, int, int]], list[str]]:
    """Every part of every line, split one by one: three codes, as numbers, and cents."""
    from kevread.ledgers.models import Line
    from kevread.ledgers.queries.costs import meanings
    from kevread.ledgers.rules.sharing import meaning_of, split

    rules, names, known, parts = meanings([book])[book.pk], dict[str, int](), dict[str, Any](), []
    number = lambda code: names.setdefault(code, len(names))  # noqa: E731
    rows = Line.objects.filter(book=book, account__startswith="6").order_by("number")
    for account, cents in rows.values_list("account", "cents").iterator():
        if account not in known:
            known[account] = meaning_of(account, "", rules)
        meaning = known[account]
        axes = number(meaning.codes.get("N", "")), number(meaning.codes.get("F", ""))
        parts.extend((number(code), *axes, share) for code, share in split(cents, meaning.parts))
    return parts, list(names)


def floor(parts: list[tuple[int, int, int, int]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.parts")
        cursor.execute("CREATE TEMP TABLE parts (p int2, n int2, f int2, cents int8)")
        with cursor.copy("COPY parts FROM STDIN") as copy:
            for one in parts:
                copy.write_row(one)
        cursor.execute("ANALYZE parts")


def group() -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(SUM)
        cursor.fetchall()
    return time.perf_counter() - started


def measured(count: int, folder: Path) -> None:
    from kevread.directory.models import Organisation
    from kevread.ledgers.models import Book

    path = folder / f"{count}.txt"
    write(path, count)  # one line in two is of expenses, and is along two actions
    read_real(path)
    book = Book.objects.select_related("organisation").latest("read_at")
    assert book.organisation == Organisation.objects.get(scale="head")
    from django.db import connection

    from kevread.base.clock import now
    from kevread.common.actor import SYSTEM
    from kevread.ledgers import operations
    from kevread.ledgers.queries.books import same_year

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledgers_line")
    lines = min(ours(book)[0] for _ in range(3))  # read, and not kept: from the lines
    before, started = same_year(book), time.perf_counter()
    book = operations.keep(actor=SYSTEM, book=book, seen=before.pk if before else None, now=now())
    kept = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledgers_split")
    parts, names = parts_of(book)
    file = folder / "parts.csv"
    file.write_text("p,n,f,cents\n" + "".join(f"{p},{n},{f},{cents}\n" for p, n, f, cents in parts), encoding="utf-8")
    floor(parts)
    asked = taken_by(book, file, names)
    best, other = min(asked.mine) * 1000, min(asked.theirs) * 1000
    print(
        f"{len(parts):>9,} parts × 3 axes: {best:.1f} ms whole ({min(asked.sql) * 1000:.0f} of PostgreSQL); a bare GROUP BY of "
        f"integers {min(asked.bare) * 1000:.1f}; {DUCKDB} {other:.1f}; {best / other:.2f} × DuckDB (aimed at: {AIM:.0f} ×). "
        f"From the lines: {lines * 1000:.0f}; the year was kept, its parts written, in {kept * 1000:.0f}",
        flush=True,
    )


class Taken(NamedTuple):
    """How long each round took, in seconds: ours whole, a bare GROUP BY, DuckDB, ours in PostgreSQL alone."""

    mine: list[float]
    bare: list[float]
    theirs: list[float]
    sql: list[float]


def taken_by(book: Any, file: Path, names: Any) -> Taken:
    """Each asked in turn, as often; their answers are the same."""
    peer = subprocess.Popen(
        [environment(), __file__, "--peer", file], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert peer.stdin and peer.stdout
    peer.stdout.readline()
    mine, bare, theirs, sql, inner = [], [], [], [], {}
    for _ in range(ROUNDS):
        taken, inner, asked = ours(book)
        mine.append(taken)
        sql.append(asked)
        bare.append(group())
        peer.stdin.write("again\n")
        peer.stdin.flush()
        answer = json.loads(peer.stdout.readline())
        theirs.append(answer["taken"])
    peer.stdin.close()
    peer.wait()
    told = {(names[p], names[n], names[f]): cents for p, n, f, cents in answer["rows"]}
    assert told == {at: cents for at, cents in inner.items() if at in told or cents}, "not the same answer"
    return Taken(mine, bare, theirs, sql)


def serve(file: str) -> None:
    """In DuckDB’s environment: the rows once, in memory; then the question, as often as it is asked."""
    import duckdb

    base = duckdb.connect()
    types = "{'p': 'SMALLINT', 'n': 'SMALLINT', 'f': 'SMALLINT', 'cents': 'BIGINT'}"
    base.execute(f"CREATE TABLE parts AS SELECT * FROM read_csv('{file}', header = true, columns = {types})")
    print("ready", flush=True)
    for _ in sys.stdin:
        started = time.perf_counter()
        rows = base.execute(SUM).fetchall()
        taken = time.perf_counter() - started
        print(json.dumps({"taken": taken, "rows": [[int(cell) for cell in row] for row in rows]}), flush=True)


def main() -> None:
    setup()
    with database(), tempfile.TemporaryDirectory() as folder:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("prepare")
        from kevread.directory.models import Organisation

        say_meanings(Organisation.objects.get(scale="head"))
        for count in [int(one) for one in sys.argv[1:]] or [10_000, 100_000, 1_000_000]:
            measured(count, Path(folder))
        from django.db import connections

        connections.close_all()
        connections["default"].close_pool()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        sys.path.pop(0)  # this folder: its names are not DuckDB's
        serve(sys.argv[2])
    else:
        main()
