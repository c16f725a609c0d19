"""Rows that this installation alone makes: stamped, for what they say, by a key of which the database holds nothing.

Whoever has the secret of the application, and nothing else, opens an act in somebody's name and writes a row in it; they do
not stamp it. Pages ask `is_ours` before they tell such a row, and so does `verify-journal --tables` of each.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Model

from kevread.common.stamps import Stamp, hashed, is_stamped


@dataclass(frozen=True, slots=True)
class Stamped:
    """Of a model: the columns that its stamp binds, with the key of the row; where it stands; where a row is stamped once it
    is so only, the column and the value that say it; the row that it is about (its foreign key), with what both must say;
    and the columns of a later version, bound where they say something: rows of before say nothing there."""

    columns: tuple[str, ...]
    stamp: str = "stamp"
    once: tuple[str, str] | None = None
    about: tuple[str, str] | None = None
    later: tuple[str, ...] = ()

    def is_due(self, row: Model) -> bool:
        return self.once is None or getattr(row, self.once[0]) == self.once[1]


def secrets() -> tuple[str, ...]:
    """The key of this installation, then those that it had."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def stamp_from(secret: str) -> Stamp:
    return Stamp(secret.encode())


def installation() -> Stamp:
    """The key of this installation, from its secret file."""
    return stamp_from(settings.SECRET_KEY)


def stamp_of(row: Any) -> bytes:
    """To be kept with a row that was just made, in the column that its model says."""
    return installation().sign(said(row))


def is_ours(row: Any) -> bool:
    """Whether this installation stamped a row for what it says, and what it is about is still that."""
    return is_stamped_here(row) and is_still_about(row)


def is_still_about(row: Any) -> bool:
    """Whether the row that it is about has not been made another since."""
    if row.STAMPED.about is None:
        return True
    other, column = row.STAMPED.about
    return bool(getattr(getattr(row, other), column) == getattr(row, column))


def is_stamped_here(row: Any) -> bool:
    """By the key that it has or by one that it had."""
    stamp, told = bytes(getattr(row, row.STAMPED.stamp) or b""), said(row)
    return any(was_stamped(secret, stamp, told) for secret in secrets())


@lru_cache(maxsize=20_000)
def was_stamped(secret: str, stamp: bytes, told: bytes) -> bool:
    """A signature is worked out once: the same bytes under the same key say the same for ever."""
    return is_stamped(stamp_from(secret).public, stamp, told)


def said(row: Any) -> bytes:
    values = {name: getattr(row, name) for name in ("pk", *row.STAMPED.columns)}
    values |= {name: getattr(row, name) for name in row.STAMPED.later if getattr(row, name)}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=written)
    return hashed("stamped row", row._meta.label_lower.encode(), text.encode())  # noqa: SLF001 — Django's own way


def written(value: Any) -> str:
    """In one way, whether it was just made or is read again.

    >>> written(datetime(2026, 11, 24, 12, tzinfo=UTC)), written(memoryview(b"a"))
    ('2026-11-24T12:00:00+00:00', '61')
    """
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return bytes(value).hex()
    raise TypeError(value)
