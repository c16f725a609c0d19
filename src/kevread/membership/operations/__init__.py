"""The verbs of memberships. One function, one transaction, one act."""

from .applying import apply_to_join, confirm, forget, withdraw
from .deciding import admit, reopen, turn_down
from .instructing import enter, instruct

__all__ = [
    "admit",
    "apply_to_join",
    "confirm",
    "enter",
    "forget",
    "instruct",
    "reopen",
    "turn_down",
    "withdraw",
]
