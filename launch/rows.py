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
            table, named = bare(copy[1]), [bare(name) for name in copy[2].split(b", ")]
            if table not in columns or sorted(named) != sorted(columns[table]):
                raise Strange(line)
            yield f"COPY public.{quoted(table)} ({', '.join(map(quoted, named))}) FROM stdin;\n".encode()
            yield from _rows(lines)
        elif (sequence := SEQUENCE.fullmatch(line)) and bare(sequence[1]) in known:
            name = f"public.{quoted(bare(sequence[1]))}"
            yield f"SELECT pg_catalog.setval('{name}', {sequence[2].decode()}, {sequence[3].decode()});\n".encode()
        elif not AROUND.fullmatch(line):
            raise Strange(line)


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


def bare(name: bytes) -> str:
    """
    >>> bare(b'"order"'), bare(b"name")
    ('order', 'name')
    """
    return name.decode().strip('"')
