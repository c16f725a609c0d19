"""What is taken out of a dump: rows, and where sequences were. Nothing else of it ever reaches PostgreSQL.

A dump is a script that whoever wrote it filled as they liked. Each of its lines is recognised first; the statements that
PostgreSQL is given are ours, for tables and columns that are there, and are followed by rows, which run nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from launch.sql import quoted

NAME = r'"[^"\']+"|[a-z_][a-z0-9_]*'
COPY = re.compile(rf"COPY public\.({NAME}) \(([^()]*)\) FROM stdin;\n".encode())
SEQUENCE = re.compile(rf"SELECT pg_catalog\.setval\('public\.({NAME})', ([0-9]+), (true|false)\);\n".encode())
# What pg_restore says before and between, and which is not repeated.
AROUND = re.compile(
    rb"(--[^\n]*|SET [a-z_]+ = [^;\n]*;|SELECT pg_catalog\.set_config\('search_path', '', false\);|\\(un)?restrict \w+)?\n"
)
END = b"\\.\n"
WORD = re.compile(rb"[A-Za-z0-9_]+")
# Which migrations were made is what makes the tables, and is noted by what makes them: never by an archive.
MADE = "django_migrations"
PASSED_OVER = (MADE, f"{MADE}_id_seq")


class Strange(ValueError):  # noqa: N818 — as `launch.say.Fault`
    """A line that no dump of ours holds."""


def statements(
    lines: Iterable[bytes], columns: Mapping[str, Iterable[str]], sequences: Iterable[str]
) -> Iterator[bytes]:
    """What psql is to read, for these tables with these columns.

    >>> dump = [b"SET row_security = off;\\n", b"COPY public.word (text, id) FROM stdin;\\n", b"un\\t1\\n", b"\\\\.\\n"]
    >>> list(statements(dump, {"word": ["id", "text"]}, ()))
    [b'COPY public."word" ("text", "id") FROM stdin;\\n', b'un\\t1\\n', b'\\\\.\\n']
    """
    lines, known = iter(lines), set(sequences)
    for line in lines:
        if copy := COPY.fullmatch(line):
            table, named = bare(copy[1]), names(copy[2])
            if table == MADE:
                list(_rows(lines))
                continue
            if table not in columns or sorted(named) != sorted(columns[table]):
                raise Strange(line)
            yield f"COPY public.{quoted(table)} ({', '.join(map(quoted, named))}) FROM stdin;\n".encode()
            yield from _rows(lines)
        elif (sequence := SEQUENCE.fullmatch(line)) and bare(sequence[1]) in (*known, *PASSED_OVER):
            if bare(sequence[1]) in PASSED_OVER:
                continue
            name = f"public.{quoted(bare(sequence[1]))}"
            yield f"SELECT pg_catalog.setval('{name}', {sequence[2].decode()}, {sequence[3].decode()});\n".encode()
        elif not AROUND.fullmatch(line):
            raise Strange(line)


def made(lines: Iterable[bytes]) -> set[tuple[str, str]]:
    """The migrations, each with its room, that the table of an archive says were made: each of its rows, whatever else it
    says. Strange when it holds something else than such rows.

    >>> made([b"COPY public.django_migrations (id, app, name) FROM stdin;\\n", b"-1\\tseats\\t0001_initial\\n", b"\\\\.\\n"])
    {('seats', '0001_initial')}
    """
    lines, found = iter(lines), set()
    for line in lines:
        if (copy := COPY.fullmatch(line)) and bare(copy[1]) == MADE:
            named = names(copy[2])
            for row in _rows(lines):
                said = dict(zip(named, row.rstrip(b"\n").split(b"\t"), strict=False))
                app, name = said.get("app", b""), said.get("name", b"")
                if row != END and not (WORD.fullmatch(app) and WORD.fullmatch(name)):
                    raise Strange(row)
                if row != END:
                    found.add((app.decode(), name.decode()))
    return found


def _rows(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Those of one table, to their end as psql sees it: it stops reading a line at a NUL, and takes a carriage return for an
    end. A dump writes both otherwise."""
    for line in lines:
        if b"\0" in line or b"\r" in line:
            raise Strange(line)
        yield line
        if line == END:
            return
    raise Strange(b"cut")


def names(listed: bytes) -> list[str]:
    return [bare(name) for name in listed.split(b", ")]


def bare(name: bytes) -> str:
    """
    >>> bare(b'"order"'), bare(b"name")
    ('order', 'name')
    """
    return name.decode().strip('"')
