"""The screens of the directory."""

from datetime import date

from kevread.common.errors import Invalid
from kevread.common.periods import Period


def period(start: date | None, last: date | None) -> Period:
    """From the days typed, both included. Raises on the field when they are in the wrong order."""
    try:
        return Period.through(start, last)
    except ValueError as fault:
        raise Invalid("last", str(fault)) from None
