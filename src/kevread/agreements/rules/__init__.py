"""The days of an agreement, and of what is owed under it. Pure."""

from .comparing import Change, Compared, Piece, by_words, compared
from .consent import CONSENT, ENABLES, AskedConsent
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
    "ENABLES",
    "AskedConsent",
    "Balance",
    "Change",
    "Compared",
    "Piece",
    "State",
    "Terms",
    "Window",
    "Written",
    "balance",
    "by_words",
    "compared",
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
