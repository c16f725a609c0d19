"""The entries that close a year, in a file: they bring what was spent and brought to nothing, and what it cost is read no more.
Pure."""

RESULT = "12"  # the result of the year, where what it made is closed


class Closing:
    """The entries that have accounts 6 or 7 beside the result. Their lines follow each other.

    >>> def many(*rows):
    ...     found = Closing()
    ...     for entry, account in rows:
    ...         found.note(("CL", entry), account)
    ...     return found.many
    >>> many(("1", "120"), ("1", "613"), ("1", "706"), ("2", "756"), ("2", "129"))
    2
    >>> many(("1", "120"), ("1", "110"), ("2", "613"), ("2", "512")), many(("1", "120"), ("2", "613"))
    (0, 0)
    """

    def __init__(self) -> None:
        self.entry, self.kinds, self.many = ("", ""), set[bool](), 0

    def note(self, entry: tuple[str, str], account: str) -> None:
        if entry != self.entry:
            self.entry, self.kinds = entry, set()
        is_result = account.startswith(RESULT)
        if (is_result or account[0] in "67") and is_result not in self.kinds:
            self.kinds.add(is_result)
            self.many += len(self.kinds) == 2
