"""Questions about meetings."""

from kevread.meetings.queries.notices import votable, votables
from kevread.meetings.queries.terms import settings_of, terms

__all__ = ["settings_of", "terms", "votable", "votables"]
