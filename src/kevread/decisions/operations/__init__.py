"""The verbs of the register: `register` enters a decision, `following` applies it and follows what it asks."""

from .register import enter_decision

__all__ = ["enter_decision"]
