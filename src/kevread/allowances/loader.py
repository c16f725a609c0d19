"""Reads the sums that the law changes from year to year (`_law/ceilings.yaml`), each since a day. What is wrong is told, with
its line."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.common.reading import Day, Words, read_yaml


@dataclass(frozen=True, slots=True)
class Value:
    """A sum, since a day, as a text of law gives it."""

    since: Day
    cents: int
    source: Words


@dataclass(frozen=True, slots=True)
class Ceilings:
    """`minimum_wage`: the gross wage of a month at full time. `social_security`: the ceiling of social security, for a year."""

    minimum_wage: tuple[Value, ...]
    social_security: tuple[Value, ...]


def on(values: tuple[Value, ...], day: date) -> Value | None:
    """The one in force that day; nothing before the first that is known.

    >>> known = (Value(date(2025, 1, 1), 10, ""), Value(date(2026, 1, 1), 12, ""))
    >>> on(known, date(2024, 12, 31)), on(known, date(2025, 12, 31)).cents, on(known, date(2026, 1, 1)).cents
    (None, 10, 12)
    """
    return next((one for one in reversed(values) if one.since <= day), None)


def ceilings() -> Ceilings:
    return load(settings.KEVREAD_LAW / "ceilings.yaml")


@cache
def load(path: Path) -> Ceilings:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Ceilings)
    for name in ("minimum_wage", "social_security"):
        values: tuple[Value, ...] = getattr(written, name)
        for rank, one in enumerate(values):
            if one.cents <= 0:
                page.wrong((name, rank), "Une somme de plus de 0 centime est attendue.")
            if rank and one.since <= values[rank - 1].since:
                page.wrong((name, rank), "Ces sommes sont attendues dans l’ordre de leurs jours.")
    page.check()
    return written
