"""The verbs of two lines of authority. One function, one transaction, one act."""

from .closing import annul, drop, settle
from .employing import employ
from .endings import decide_ending, raise_ending, write_ending
from .expenses import answer_expense, pay_expense, propose_expense
from .leaves import answer_leave, ask_leave, cancel_leave
from .panel import add_candidate, associate, release, remove_candidate
from .raising import ask_line, raise_matter
from .saying import say

__all__ = [
    "add_candidate",
    "annul",
    "answer_expense",
    "answer_leave",
    "ask_leave",
    "ask_line",
    "associate",
    "cancel_leave",
    "decide_ending",
    "drop",
    "employ",
    "pay_expense",
    "propose_expense",
    "raise_ending",
    "raise_matter",
    "release",
    "remove_candidate",
    "say",
    "settle",
    "write_ending",
]
