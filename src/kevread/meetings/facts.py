"""What the charter may ask of meetings: one module for each subject."""

from . import facts_attendance, facts_cadence, facts_decisions, facts_notices, facts_teams

__all__ = ["facts_attendance", "facts_cadence", "facts_decisions", "facts_notices", "facts_teams"]
