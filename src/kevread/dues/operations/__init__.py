"""The verbs of dues. One function, one transaction, one act."""

from .calling import adjust, call, declare_measure, undo_call
from .paying import pay, refund, undo_payment
from .receiving import ask_payer, claim, match, receive_statement, unmatch
from .tariffs import set_tariff, undo_tariff
from .writing import write_letters

__all__ = [
    "adjust",
    "ask_payer",
    "call",
    "claim",
    "declare_measure",
    "match",
    "pay",
    "receive_statement",
    "refund",
    "set_tariff",
    "undo_call",
    "undo_payment",
    "undo_tariff",
    "unmatch",
    "write_letters",
]
