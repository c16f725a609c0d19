"""What the charter may ask of meetings that are held: one module for each subject."""

from . import facts_attendance, facts_teams

__all__ = ["facts_attendance", "facts_teams"]
