"""Rows brought in by COPY, and their digest: of the very text that PostgreSQL reads and would write again."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from .models import OfDigest

AT_ONCE = 500  # rows written together
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"})
WRITTEN = {written: chr(letter) for letter, written in ESCAPED.items()}
ESCAPE = re.compile(r"\\.")
RARE = re.compile(r"[\\\n\r\x08\f\v]")


def text_of(cells: tuple[str, ...]) -> str:
    """One row, as COPY reads it.

    >>> text_of(("a", "b\\tc"))
    'a\\tb\\\\tc\\n'
    """
    row = "\t".join(cells)
    if row.count("\t") != len(cells) - 1 or RARE.search(row):
        row = "\t".join(cell.translate(ESCAPED) for cell in cells)
    return row + "\n"


def copy_rows(model: type[OfDigest], rows: Iterator[str], *, goes_on: Any = None) -> str:
    """Write rows, each made by `text_of`, as they come; the digest of all of them. `goes_on()` falsy: the rest is walked and
    not written, and whoever asked for it rolls back."""
    digest, held = sha256(), list[str]()
    table = sql.Identifier(model._meta.db_table)  # noqa: SLF001 — Django's own way
    columns = sql.SQL(", ").join(map(sql.Identifier, model.COPIED))
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as copy:

        def flush() -> None:
            chunk = "".join(held).encode()
            held.clear()
            if goes_on is None or goes_on():
                digest.update(chunk)
                copy.write(chunk)

        for row in rows:
            held.append(row)
            if len(held) == AT_ONCE:
                flush()
        flush()
    return digest.hexdigest()


def cells_of(row: str) -> list[str]:
    """What `text_of` wrote.

    >>> cells_of(text_of(("a", "b\tc", "")))
    ['a', 'b\tc', '']
    """
    cells = row.removesuffix("\n").split("\t")
    return [ESCAPE.sub(lambda found: WRITTEN[found[0]], cell) for cell in cells] if "\\" in row else cells


def digest_of_rows(model: type[OfDigest], owner: UUID, walk: Callable[[list[str]], object] | None = None) -> str:
    """The digest of the rows that stand, read as they would be copied. `walk`: is given the cells of each row as it is read, so
    that what is made of the rows is made of those that have this digest, and of no other reading."""
    digest, left = sha256(), b""
    asked = sql.SQL("COPY (SELECT {} FROM {} WHERE {} = {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, model.COPIED)),
        sql.Identifier("public", model._meta.db_table),  # noqa: SLF001
        sql.Identifier(model.COPIED[0]),
        sql.Literal(owner),
        sql.Identifier(model.COPIED[1]),
    )
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        for chunk in copy:
            digest.update(chunk)
            if walk:
                *rows, left = (left + bytes(chunk)).split(b"\n")
                for row in rows:
                    walk(cells_of(row.decode()))
    return digest.hexdigest()
