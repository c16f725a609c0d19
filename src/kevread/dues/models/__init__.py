"""What members owe and paid, and the tax receipts of it."""

from .owed import KEEPS_DUES, REASON, Bracket, Call, Due, KeptQuerySet, Letter, Measure, Payment, Tariff, Undone
from .receipts import Eligibility, Receipt

__all__ = [
    "KEEPS_DUES",
    "REASON",
    "Bracket",
    "Call",
    "Due",
    "Eligibility",
    "KeptQuerySet",
    "Letter",
    "Measure",
    "Payment",
    "Receipt",
    "Tariff",
    "Undone",
]
