"""Looking for somebody in everything that the database holds, as whoever wants to find them would: a second way, that shares
nothing with the one by which they are erased."""

import base64
import binascii
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from urllib.parse import unquote

from django.db import connection
from pypdf import PdfReader
from pypdf.errors import PyPdfError

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2
"""
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})", re.IGNORECASE)


def plain(text: str) -> str:
    """Without what encodes it, without accents nor capitals."""
    read = ESCAPED.sub(lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
    return "".join(one for one in unicodedata.normalize("NFD", read) if not unicodedata.combining(one)).lower()


def readings(value: object) -> Iterator[str]:
    """All that a value may be read as."""
    if isinstance(value, (bytes, memoryview)):
        content = bytes(value)
        yield from (content.decode(codec, "replace") for codec in ("utf-8", "latin-1", "utf-16-le", "utf-16-be"))
        if content.startswith(b"%PDF"):
            with suppress(PyPdfError):
                yield " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        with suppress(zlib.error):
            yield zlib.decompress(content).decode("utf-8", "replace")
        return
    text = str(value)
    yield text
    for found in ENCODED.findall(text):
        for decode in (base64.b64decode, base64.urlsafe_b64decode, bytes.fromhex):
            try:
                yield decode(found + "=" * (-len(found) % 4) if decode is not bytes.fromhex else found).decode("utf-8")
            except (binascii.Error, ValueError):
                continue


def found_in(value: object, words: tuple[str, ...]) -> bool:
    return any(word in plain(reading) for reading in readings(value) for word in words)


def where(*words: str) -> set[str]:
    """Every column, of every table, in which one of these words is: « table.column »."""
    wanted, found = tuple(map(plain, words)), set()
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, kind in cursor.fetchall():
            if kind.startswith(("integer", "bigint", "boolean", "timestamp", "date", "numeric", "smallint", "xid")):
                continue
            told = f'"{column}"' if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT {told} FROM "{table}" WHERE "{column}" IS NOT NULL')
            if any(found_in(value, wanted) for (value,) in cursor.fetchall()):
                found.add(f"{table}.{column}")
    return found
