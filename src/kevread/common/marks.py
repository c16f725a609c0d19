"""What somebody read, held against what is there when they act on it. Pure."""

import json
from hashlib import sha256

MARK = 32  # hexadecimal digits: of sha256, enough that nobody makes two texts of one mark


def mark_of(*said: object) -> str:
    """The same while the same is said, whatever the order in which a mapping was made.

    >>> mark_of({"a": 1, "b": 2}) == mark_of({"b": 2, "a": 1}), mark_of("a", "b") == mark_of("ab")
    (True, False)
    """
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:MARK]
