"""What the name of an accounting file says: « 123456789FEC20261231.txt ». Pure."""

import re
from datetime import date, timedelta

from kevread.common.periods import EARLIEST, LATEST

from .lines import Wrong, day_of
from .reading import Year

NAME = re.compile(r"(?<!\d)(\d{9})_?FEC_?(\d{8})(?!\d)", re.IGNORECASE)
LONGEST = 731  # days of a financial year


def said_by(name: str) -> tuple[str, date | None]:
    """The SIREN and the last day of the year, where they are said; no day of a year that no accounts are of.

    >>> said_by("123456789FEC20261231.txt"), said_by("export.txt")
    (('123456789', datetime.date(2026, 12, 31)), ('', None))
    >>> said_by("123456789FEC99991231.txt")
    ('123456789', None)
    """
    found = NAME.search(name)
    if found is None:
        return "", None
    try:
        last = day_of(found[2])
    except Wrong:
        return found[1], None
    return found[1], last if EARLIEST < last < LATEST else None


def year_until(last: date) -> Year:
    """The twelve months that end that day.

    >>> year_until(date(2026, 12, 31)).first, year_until(date(2024, 2, 29)).first
    (datetime.date(2026, 1, 1), datetime.date(2023, 3, 1))
    """
    after = last + timedelta(days=1)
    if (after.month, after.day) == (2, 29):
        return Year(date(after.year - 1, 3, 1), last)
    return Year(after.replace(year=after.year - 1), last)
