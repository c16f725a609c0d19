"""How a value that PostgreSQL noted in JSON is read."""


def is_empty(value: object) -> bool:
    """Nothing to tell: no value, no text, an empty list. Zero and « no » say something.

    >>> [is_empty(value) for value in (None, "", [], {}, 0, False)]
    [True, True, True, True, False, False]
    """
    return value is None or (not value and isinstance(value, str | list | dict))
