"""Questions about meetings."""

from .terms import settings_of, terms, terms_on

__all__ = ["settings_of", "terms", "terms_on"]
