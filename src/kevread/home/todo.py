"""Something that waits for somebody."""

from dataclasses import dataclass
from datetime import date

from kevread.common.actor import Hat


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits: what, why it is mine, one button."""

    what: str
    why: str
    url: str
    button: str
    by: date | None = None


def why(hat: Hat) -> str:
    """Why it is mine: the hat by which one may act."""
    return f"Vous pouvez agir : {hat.label}."
