"""The verbs of careers. One function, one transaction, one act."""

from .handing import answer, close_handover, entrust, open_handover, take_stock, undo_handover
from .needs import hand_in, settle_need, take_back_needs, tell_need, withdraw_need
from .occasions import hold_occasion, plan_occasion, say_welfare, undo_occasion
from .pathways import accompany, tell_step, undo_step
from .plans import consolidate, open_plan, reopen_plan, undo_plan
from .trainings import follow, gather, remove_training

__all__ = [
    "accompany",
    "answer",
    "close_handover",
    "consolidate",
    "entrust",
    "follow",
    "gather",
    "hand_in",
    "hold_occasion",
    "open_handover",
    "open_plan",
    "plan_occasion",
    "remove_training",
    "reopen_plan",
    "say_welfare",
    "settle_need",
    "take_back_needs",
    "take_stock",
    "tell_need",
    "tell_step",
    "undo_handover",
    "undo_occasion",
    "undo_plan",
    "undo_step",
    "withdraw_need",
]
