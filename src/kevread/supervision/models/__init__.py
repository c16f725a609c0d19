"""Matters about people at work, the lines that have a share in them, and what some ask besides: days, the end of a contract."""

from .ending import Ending
from .expense import Expense
from .matter import BOARD, Candidate, Leave, Matter, MatterQuerySet, Panelist, Side, boards_of

__all__ = [
    "BOARD",
    "Candidate",
    "Ending",
    "Expense",
    "Leave",
    "Matter",
    "MatterQuerySet",
    "Panelist",
    "Side",
    "boards_of",
]
