"""Agreements, their texts, what happened to them; what each party owes."""

from .agreement import KEEPS, Agreement, Approval, Clause, Event, Instrument, Party
from .owed import Kept, Obligation, Occasion, Postponement

__all__ = [
    "KEEPS",
    "Agreement",
    "Approval",
    "Clause",
    "Event",
    "Instrument",
    "Kept",
    "Obligation",
    "Occasion",
    "Party",
    "Postponement",
]
