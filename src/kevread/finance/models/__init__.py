"""Fundings, the accounts of years, what passes between members."""

from .exchanges import EXCHANGES, Exchange, Settlement
from .money import (
    CLAUSE,
    KEEPS,
    READS,
    REGISTER,
    Accounts,
    Funder,
    Funding,
    GrantRequest,
    Instalment,
    Report,
    Scale,
)

__all__ = [
    "CLAUSE",
    "EXCHANGES",
    "KEEPS",
    "READS",
    "REGISTER",
    "Accounts",
    "Exchange",
    "Funder",
    "Funding",
    "GrantRequest",
    "Instalment",
    "Report",
    "Scale",
    "Settlement",
]
