"""The days of an agreement, and of what is owed under it. Pure."""

from .comparing import Change, Compared, compared
from .consent import COMMITS, CONSENT, ENABLES, AskedConsent, bears_on
from .days import (
    Days,
    State,
    Terms,
    Written,
    consolidated,
    days_in_force,
    filled,
    goes_on_from,
    leaves_on,
    notice_by,
    shortens,
    standing,
    term_on,
    unfilled,
)
from .owing import AHEAD, Balance, Window, balance, counts, windows, windows_upon

__all__ = [
    "AHEAD",
    "COMMITS",
    "CONSENT",
    "ENABLES",
    "AskedConsent",
    "Balance",
    "Change",
    "Compared",
    "Days",
    "State",
    "Terms",
    "Window",
    "Written",
    "balance",
    "bears_on",
    "compared",
    "consolidated",
    "counts",
    "days_in_force",
    "filled",
    "goes_on_from",
    "leaves_on",
    "notice_by",
    "shortens",
    "standing",
    "term_on",
    "unfilled",
    "windows",
    "windows_upon",
]
