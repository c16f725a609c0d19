"""The days of an agreement, and of what is owed under it. Pure."""

from .consent import CONSENT, AskedConsent
from .days import (
    State,
    Terms,
    Written,
    consolidated,
    filled,
    goes_on_from,
    leaves_on,
    notice_by,
    standing,
    term_on,
    unfilled,
)
from .owing import AHEAD, Balance, Window, balance, counts, windows

__all__ = [
    "AHEAD",
    "CONSENT",
    "AskedConsent",
    "Balance",
    "State",
    "Terms",
    "Window",
    "Written",
    "balance",
    "consolidated",
    "counts",
    "filled",
    "goes_on_from",
    "leaves_on",
    "notice_by",
    "standing",
    "term_on",
    "unfilled",
    "windows",
]
