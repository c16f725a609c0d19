"""The verbs of who is there: `presence` notes, `missed` finds the quorum that fails, `recording` tells afterwards."""

from .recording import record_held

__all__ = ["record_held"]
