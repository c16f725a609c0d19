"""What this room opens by itself, what waits elsewhere; keys and days as JSON keeps them."""

from datetime import date
from typing import Any
from uuid import UUID

MANDATE, SETTING, DEROGATION, WAITING = "mandate", "setting", "derogation", "waiting"


def key_of(value: Any) -> UUID:
    """A key as JSON keeps it; one that no row has when it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return UUID(int=0)


def day(value: Any) -> date | None:
    """A day as JSON keeps it."""
    if isinstance(value, date) or not value:
        return value or None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
