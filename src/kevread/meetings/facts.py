"""What the charter may ask of meetings: one module for each subject."""

from . import facts_cadence, facts_decisions, facts_notices

__all__ = ["facts_cadence", "facts_decisions", "facts_notices"]
