"""Until which day what is over is erased. Pure."""

from datetime import date

from .delays import answer_by

ORIGINS = {"law": "la loi ou la CNIL la donne", "ours": "proposée par Kevread", "undecided": "non décidée"}


def over_since(day: date, months: int) -> date:
    """What is over since that day, or before, was kept long enough.

    >>> over_since(date(2026, 11, 24), 60), over_since(date(2026, 3, 31), 1), over_since(date(2026, 1, 15), 1)
    (datetime.date(2021, 11, 24), datetime.date(2026, 2, 28), datetime.date(2025, 12, 15))
    """
    return answer_by(day, -months)
