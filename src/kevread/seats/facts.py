"""What the charter may ask of bodies, of those who sit in them, and of teams: one module for each subject."""

from . import facts_leads, facts_open, facts_organs, facts_referents, facts_spaces, facts_terms
from .facts_organs import theirs

__all__ = ["facts_leads", "facts_open", "facts_organs", "facts_referents", "facts_spaces", "facts_terms", "theirs"]
