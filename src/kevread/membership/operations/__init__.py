"""The verbs of memberships. One function, one transaction, one act."""

from .applying import apply_to_join, confirm, forget, withdraw
from .deciding import admit, reopen, turn_down
from .instructing import enter, instruct
from .leaving import give_notice, notify_removal, remove, resign, undo_step
from .telling import declare_headcount, file_change, take_back_filing, tell_request

__all__ = [
    "admit",
    "apply_to_join",
    "confirm",
    "declare_headcount",
    "enter",
    "file_change",
    "forget",
    "give_notice",
    "instruct",
    "notify_removal",
    "remove",
    "reopen",
    "resign",
    "take_back_filing",
    "tell_request",
    "turn_down",
    "undo_step",
    "withdraw",
]
