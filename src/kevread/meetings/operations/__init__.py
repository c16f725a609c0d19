"""The verbs of meetings: one function, one transaction, one act."""

from .decisions import enter_decision

__all__ = ["enter_decision"]
