"""The verbs of meetings: one function, one transaction, one act."""

from .decisions import enter_decision
from .planning import Slot, move_meeting, plan_meeting, plan_meetings, record_held

__all__ = ["Slot", "enter_decision", "move_meeting", "plan_meeting", "plan_meetings", "record_held"]
