"""Fundings, the accounts of years, what is spent of a funding, what passes between members, what locals live on."""

from .dedicated import Spending
from .exchanges import EXCHANGES, Exchange, Settlement
from .local import LOCAL_LIFE, LocalBalance, LocalLine
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
    "LOCAL_LIFE",
    "READS",
    "REGISTER",
    "Accounts",
    "Exchange",
    "Funder",
    "Funding",
    "GrantRequest",
    "Instalment",
    "LocalBalance",
    "LocalLine",
    "Report",
    "Scale",
    "Settlement",
    "Spending",
]
