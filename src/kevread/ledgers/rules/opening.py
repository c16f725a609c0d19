"""The entries that open a year: what is left of the one before, and no movement of this one. Pure."""

import re

from kevread.common.words import plain

OPENS = re.compile(r"(r?an|(report)?a?nouv(eau(x)?)?|ouv(erture)?)\d*")
BALANCE_SHEET = "12345"  # the families of accounts that have something left to open with


def opens(journal: str, account: str) -> bool:
    """Whether a line only tells again what an account was at the end of the year before, by how its journal is coded.

    >>> codes = ("AN", "RAN", "A NOUVEAUX", "À-nouveau", "AN01", "ANOUV", "Report à nouveau", "OUV")
    >>> all(opens(code, "451") for code in codes), opens("AN", "6571")
    (True, False)
    >>> [opens(code, "451") for code in ("OD", "BQ", "ANCV", "ACHATS", "")]
    [False, False, False, False, False]
    """
    code = re.sub(r"[^a-z0-9]+", "", plain(journal))
    return account[0] in BALANCE_SHEET and OPENS.fullmatch(code) is not None
