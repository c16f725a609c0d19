"""Accounts as they are exported and what they mean; the budgets that are voted of a year; cash; what posts work on."""

from .books import (
    KEEPS_LEDGERS,
    MOST_WEIGHT,
    REASON,
    WAITS,
    Balance,
    Book,
    BookQuerySet,
    Code,
    Key,
    KeyQuerySet,
    Line,
    OwnQuerySet,
    Passage,
    Split,
)
from .budgets import BUDGETS, Budget, BudgetLine
from .cash import Cash, CashLine
from .times import PostTime

__all__ = [
    "BUDGETS",
    "KEEPS_LEDGERS",
    "MOST_WEIGHT",
    "REASON",
    "WAITS",
    "Balance",
    "Book",
    "BookQuerySet",
    "Budget",
    "BudgetLine",
    "Cash",
    "CashLine",
    "Code",
    "Key",
    "KeyQuerySet",
    "Line",
    "OwnQuerySet",
    "Passage",
    "PostTime",
    "Split",
]
