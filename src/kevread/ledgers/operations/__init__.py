"""The verbs of accounts: a file is read, kept or given up, annulled; what its accounts mean is said."""

from .bringing import Faulty, drop, keep, read, undo
from .meaning import close_code, end_passage, freeze_keys, open_code, set_key, set_passage

__all__ = [
    "Faulty",
    "close_code",
    "drop",
    "end_passage",
    "freeze_keys",
    "keep",
    "open_code",
    "read",
    "set_key",
    "set_passage",
    "undo",
]
