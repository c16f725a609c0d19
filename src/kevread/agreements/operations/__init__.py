"""The verbs of agreements: one function, one transaction, one act."""

from .alike import open_alike
from .amending import amend, amend_clause, deposit_amendment, leave_clause
from .approving import approve, approve_several, take_back
from .contesting import deny_signature, own_signature
from .depositing import attach, deposit, enter_clause, tell_authority
from .happening import agree_end, annul, end_together, give_notice, open_mediation, settle_mediation, undo_event
from .obliging import (
    agree_postponement,
    ask_postponement,
    contest_kept,
    deny,
    owe,
    tell_kept,
    tell_occasion,
    undo_obligation,
    undo_occasion,
)
from .preparing import drop, open_agreement, record_signed, set_terms, start_talks, write_clause
from .signing import put_to_signatures
from .taking import take_up

__all__ = [
    "agree_end",
    "agree_postponement",
    "amend",
    "amend_clause",
    "annul",
    "approve",
    "approve_several",
    "ask_postponement",
    "attach",
    "contest_kept",
    "deny",
    "deny_signature",
    "deposit",
    "deposit_amendment",
    "drop",
    "end_together",
    "enter_clause",
    "give_notice",
    "leave_clause",
    "open_agreement",
    "open_alike",
    "open_mediation",
    "owe",
    "own_signature",
    "put_to_signatures",
    "record_signed",
    "set_terms",
    "settle_mediation",
    "start_talks",
    "take_back",
    "take_up",
    "tell_authority",
    "tell_kept",
    "tell_occasion",
    "undo_event",
    "undo_obligation",
    "undo_occasion",
    "write_clause",
]
