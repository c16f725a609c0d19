"""The verbs of two lines of authority. One function, one transaction, one act."""

from .closing import annul, drop, settle
from .panel import add_candidate, associate, release, remove_candidate
from .raising import ask_line, raise_matter
from .saying import say

__all__ = [
    "add_candidate",
    "annul",
    "ask_line",
    "associate",
    "drop",
    "raise_matter",
    "release",
    "remove_candidate",
    "say",
    "settle",
]
