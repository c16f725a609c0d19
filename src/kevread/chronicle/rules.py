"""How a value that PostgreSQL noted in JSON is read."""

from datetime import date

from kevread.common.periods import Period


def period_of(text: str) -> Period:
    """A daterange as PostgreSQL writes it in JSON.

    >>> period_of("[2026-01-01,2027-01-01)"), period_of("[2026-01-01,)").end
    (Period(start=datetime.date(2026, 1, 1), end=datetime.date(2027, 1, 1)), None)
    """
    start, _, end = text.strip("[()]").partition(",")
    return Period(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)


def is_empty(value: object) -> bool:
    """Nothing to tell: no value, no text, an empty list. Zero and « no » say something.

    >>> [is_empty(value) for value in (None, "", [], {}, 0, False)]
    [True, True, True, True, False, False]
    """
    return value is None or (not value and isinstance(value, str | list | dict))
