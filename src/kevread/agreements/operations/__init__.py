"""The verbs of agreements: one function, one transaction, one act."""

from .depositing import attach, deposit
from .happening import annul, end_together, give_notice, open_mediation, settle_mediation, undo_event
from .obliging import (
    agree_postponement,
    ask_postponement,
    contest_kept,
    owe,
    tell_kept,
    undo_obligation,
)
from .preparing import approve, drop, open_agreement, record_signed, set_terms, start_talks, take_back, write_clause
from .signing import put_to_signatures

__all__ = [
    "agree_postponement",
    "annul",
    "approve",
    "ask_postponement",
    "attach",
    "contest_kept",
    "deposit",
    "drop",
    "end_together",
    "give_notice",
    "open_agreement",
    "open_mediation",
    "owe",
    "put_to_signatures",
    "record_signed",
    "set_terms",
    "settle_mediation",
    "start_talks",
    "take_back",
    "tell_kept",
    "undo_event",
    "undo_obligation",
    "write_clause",
]
