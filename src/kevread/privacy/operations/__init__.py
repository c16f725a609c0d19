"""The verbs of privacy."""

from .breaches import amend_breach, close_breach, open_breach
from .demands import answer, ask, extend, note
from .erase import erase, redo_erasures
from .outside import note_erasures
from .purge import carry_out, decide_purge
from .refused import is_to_note, note_refused
from .register import validate
from .restrict import lift, restrict

__all__ = [
    "amend_breach",
    "answer",
    "ask",
    "carry_out",
    "close_breach",
    "decide_purge",
    "erase",
    "extend",
    "is_to_note",
    "lift",
    "note",
    "note_erasures",
    "note_refused",
    "open_breach",
    "redo_erasures",
    "restrict",
    "validate",
]
