"""Searching the directory: ten terms from rare to very broad, one client, beside the bare SQL of the same rows and two
searches as Django offers them, in the same run.

    PYTHONPATH=src:. .kevread/venv/bin/python bench/directory.py [--sizes 100000 1000000] [--rounds 40]

Without DATABASE_URL it starts a PostgreSQL of its own and removes it at the end; otherwise it needs an empty database.
"""

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

from bench.journal import database, setup

# Invented names: sixty in a hundred are associations; one in a thousand bears the rarest of these words.
FILL = """
INSERT INTO directory_organisation (id, slug, scale, legal_form, name, siren, siret, rna, locality, reach, period)
SELECT ('01920000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'o-' || n, '',
    (ARRAY['association', 'association', 'cooperative', 'mutual', 'foundation'])[1 + n %% 5],
    (ARRAY['Association', 'Association', 'Association', 'Coopérative', 'Comité'])[1 + n %% 5] || ' '
    || (ARRAY['des salarié·e·s', 'd’éducation populaire', 'du sport', 'des délégué-e-s', 'de la culture', 'des jardins',
        'd’insertion', 'des habitant·e·s', 'de la mobilité', 'du cinéma'])[1 + (n / 5) %% 10]
    || CASE WHEN n %% 1000 = 7 THEN ' et de la fanfare' ELSE '' END
    || CASE WHEN n %% 100 = 3 THEN ' (Maison des jeunes et de la culture)' ELSE '' END
    || ' de ' || (ARRAY['Kerlouan', 'Plouzané', 'Étel', 'Vitré', 'Redon', 'Guipavas', 'Auray'])[1 + (n / 50) %% 7] || ' ' || n,
    '', '', '', '', '', '[2020-01-01,)'
FROM generate_series(%s::int, %s::int) n
"""
SHOW = """
INSERT INTO directory_listing (id, organisation_id, activity, agreed_by, period)
SELECT gen_random_uuid(), id, (ARRAY['culture', 'sport', 'mobilite'])[1 + (random() * 2)::int], 'Bench', '[2021-01-01,)'
FROM directory_organisation WHERE id >= ('01920000-0000-7000-8000-' || lpad(to_hex(%s::int), 12, '0'))::uuid
"""
TABLES = ("directory_organisation", "directory_listing")
TERMS = (
    "Association du cinéma Redon 49",
    "fanfares Étel",
    "FANFARE",
    "MJC",
    "deleguees Auray",
    "salariée",
    "coopératives mobilite",
    "associations sportives sport",
    "association",
    "associ",
)
PAGE = 25


def p95(spent: list[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95) - (len(spent) % 20 == 0)]


def timed(what: Callable[[], Any], rounds: int) -> list[float]:
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        what()
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def fill(first: int, last: int) -> float:
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(FILL, [first, last])
        cursor.execute(SHOW, [first])
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {table}")
    return time.perf_counter() - start


def ours(text: str) -> Any:
    from datetime import date

    from kevread.directory.queries.listing import Asked, listed

    return listed(Asked(text=text), date(2026, 11, 24), size=PAGE)


def floor(find: Callable[[], Any]) -> Callable[[], None]:
    """The very SQL that a search sends, without Django around it."""
    from django.db import connection

    sent: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        find()

    def again() -> None:
        with connection.cursor() as cursor:
            for sql, params in sent:
                cursor.execute(sql, params)
                cursor.fetchall()

    return again


def plain(text: str) -> None:
    """As one writes it without thinking of it: `icontains` of each word, a count, a page."""
    from kevread.directory.models import Organisation

    rows = Organisation.objects.filter(scale="")
    for word in text.split():
        rows = rows.filter(name__icontains=word)
    rows.count()
    list(rows.order_by("name")[:PAGE])


def vector(text: str) -> None:
    """As Django's documentation of PostgreSQL says it, ranked, without a column nor an index made for it."""
    from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector

    from kevread.directory.models import Organisation

    words, wanted = SearchVector("name", config="french"), SearchQuery(text, config="french")
    rows = Organisation.objects.annotate(vector=words, rank=SearchRank(words, wanted)).filter(vector=wanted)
    list(rows.order_by("-rank", "name")[:PAGE])


def measure(size: int, rounds: int) -> None:
    spent: dict[str, list[float]] = {"ours": [], "floor": [], "icontains": [], "SearchVector": []}
    print(f"\n{size} organisations, all in the directory; milliseconds, p95 of {rounds} (peers: of 3)\n")
    print(f"| {'term':<34} | {'rows':>9} | ours | bare SQL | icontains | SearchVector |\n|---|---|---|---|---|---|")
    for text in TERMS:
        found = ours(text)
        told = f"> {found.count}" if found.is_bounded else str(found.count)
        took = {
            "ours": timed(lambda text=text: ours(text), rounds),
            "floor": timed(floor(lambda text=text: ours(text)), rounds),
            "icontains": timed(lambda text=text: plain(text), 3),
            "SearchVector": timed(lambda text=text: vector(text), 3),
        }
        for name, ms in took.items():
            spent[name] += ms
        columns = " | ".join(f"{p95(ms) if len(ms) > 3 else max(ms):.1f}" for ms in took.values())
        print(f"| {text:<34} | {told:>9} | {columns} |", flush=True)
    columns = " | ".join(f"{p95(ms):.1f}" for ms in spent.values())
    print(f"| {'all ten':<34} | {'':>9} | {columns} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000])
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    with database():
        os.environ |= {"KEVREAD_DEMONSTRATION": "1", "KEVREAD_ON": "2026-11-24"}
        setup()
        import django
        from django.core.management import call_command

        django.setup()
        for command in ("migrate", "prepare"):
            call_command(command, verbosity=0)
        done = 0
        for size in sorted(asked.sizes):
            took = fill(done + 1, size)
            print(f"load {os.getloadavg()[0]:.1f}; {size - done} rows entered in {took:.1f} s, their indexes kept")
            done = size
            measure(size, asked.rounds)


if __name__ == "__main__":
    main()
