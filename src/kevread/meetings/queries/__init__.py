"""Questions about meetings."""

from .notices import votable, votables
from .terms import settings_of, terms, terms_on

__all__ = ["settings_of", "terms", "terms_on", "votable", "votables"]
