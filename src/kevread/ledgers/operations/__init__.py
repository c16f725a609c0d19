"""The verbs of accounts: a file is read, kept or given up, annulled."""

from .bringing import Faulty, drop, keep, read, undo

__all__ = ["Faulty", "drop", "keep", "read", "undo"]
