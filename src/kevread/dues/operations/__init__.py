"""The verbs of dues. One function, one transaction, one act."""

from .calling import adjust, call, declare_measure, tell_measure, undo_call
from .paying import pay, refund, undo_payment
from .receipts import annul_receipt, issue_receipts, say_eligibility, undo_eligibility
from .receiving import ask_payer, claim, match, receive_statement, unmatch
from .tariffs import set_tariff, undo_tariff
from .writing import write_letters

__all__ = [
    "adjust",
    "annul_receipt",
    "ask_payer",
    "call",
    "claim",
    "declare_measure",
    "issue_receipts",
    "match",
    "pay",
    "receive_statement",
    "refund",
    "say_eligibility",
    "set_tariff",
    "tell_measure",
    "undo_call",
    "undo_eligibility",
    "undo_payment",
    "undo_tariff",
    "unmatch",
    "write_letters",
]
