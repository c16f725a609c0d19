"""Fundings and what is asked for them, the accounts of years, what is spent of a funding, what passes between members, what
locals live on, what volunteers give."""

from .asking import ANSWER, PlanLine, RequestAnswer
from .dedicated import Spending
from .exchanges import EXCHANGES, Exchange, Settlement
from .giving import GivenTime, HourRate
from .indicators import UNIT, Attained, Indicator
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
    "UNIT",
    "Accounts",
    "Attained",
    "Exchange",
    "Funder",
    "Funding",
    "GivenTime",
    "GrantRequest",
    "HourRate",
    "Indicator",
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
