"""Questions about meetings."""

from .notices import votable, votables
from .terms import settings_of, terms

__all__ = ["settings_of", "terms", "votable", "votables"]
