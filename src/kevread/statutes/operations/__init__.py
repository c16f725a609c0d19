"""The verbs of the legal life of associations. One function, one transaction, one act."""

from .handing import decide_day, undo_day

__all__ = ["decide_day", "undo_day"]
