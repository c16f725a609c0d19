"""Fundings and what is asked for them, the accounts of years, what is spent of a funding, what passes between members, what
locals live on, what volunteers give."""

from .asking import ANSWER, PlanLine, RequestAnswer
from .dedicated import Spending
from .exchanges import EXCHANGES, Exchange, Settlement
from .giving import GivenTime, HourRate
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
    "ANSWER",
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
    "GivenTime",
    "GrantRequest",
    "HourRate",
    "Instalment",
    "LocalBalance",
    "LocalLine",
    "PlanLine",
    "Report",
    "RequestAnswer",
    "Scale",
    "Settlement",
    "Spending",
]
