"""What this room opens by itself when a decision says so."""

from kevread.decisions.openings import derogations, mandates, settings

__all__ = ["derogations", "mandates", "settings"]
