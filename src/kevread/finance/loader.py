"""Reads from what part of a threshold on it is in sight (`_law/in_sight.yaml`). What is wrong is told, with its line."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from kevread.common.reading import read_yaml

LEAST, MOST = 50, 99  # per cent: below, all would be; at a hundred, it is reached


@dataclass(frozen=True, slots=True)
class InSight:
    percent: int


def in_sight() -> int:
    """In per cent of a threshold. It is ours: no law says it."""
    return load(settings.KEVREAD_LAW / "in_sight.yaml").percent


@cache
def load(path: Path) -> InSight:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(InSight)
    if not LEAST <= written.percent <= MOST:
        page.wrong(("percent",), f"Une part de {LEAST} à {MOST} pour cent est attendue.")
    page.check()
    return written
