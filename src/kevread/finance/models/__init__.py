"""Fundings, the accounts of years, what is spent of a funding, what passes between members."""

from .dedicated import Spending
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
    "Spending",
]
