"""The verbs of privacy."""

from .breaches import amend_breach, close_breach, open_breach
from .demands import answer, ask, note
from .erase import erase
from .register import validate

__all__ = ["amend_breach", "answer", "ask", "close_breach", "erase", "note", "open_breach", "validate"]
