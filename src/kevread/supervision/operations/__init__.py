"""The verbs of two lines of authority. One function, one transaction, one act."""

from .closing import annul, drop, settle
from .employing import employ
from .leaves import answer_leave, ask_leave, cancel_leave
from .panel import add_candidate, associate, release, remove_candidate
from .raising import ask_line, raise_matter
from .saying import say

__all__ = [
    "add_candidate",
    "annul",
    "answer_leave",
    "ask_leave",
    "ask_line",
    "associate",
    "cancel_leave",
    "drop",
    "employ",
    "raise_matter",
    "release",
    "remove_candidate",
    "say",
    "settle",
]
