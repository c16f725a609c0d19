"""The verbs of privacy."""

from .demands import answer, ask, note
from .erase import erase

__all__ = ["answer", "ask", "erase", "note"]
