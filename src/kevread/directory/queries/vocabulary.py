"""What this federation calls its scales: its words are its own, never those of another."""

from collections.abc import Mapping

from django.conf import settings

from kevread.common.federation import About, about
from kevread.directory.models import Scale

OTHER = "autre"  # the field of what the list does not name


def said_of_itself() -> About | None:
    """What the federation says of itself; None when it says nothing."""
    path = settings.KEVREAD_FEDERATION / "federation.yaml"
    return about(path) if path.exists() else None


def scale_word(scale: str, form: str = "one") -> str:
    """The word for a scale: `one`, `many`, `the` or `of`. Empty for an organisation outside the network."""
    if not scale:
        return ""
    said = said_of_itself()
    word = said.words.get(scale) if said else None
    return str(getattr(word, form)) if word else Scale(scale).label.lower()


def activities() -> Mapping[str, str]:
    """The fields in which organisations work, as this federation names them; its own, and « autre » for what it does not."""
    said = said_of_itself()
    return {**(said.activities if said else {}), OTHER: "Autre domaine"}


def community_word() -> str:
    """What the members of a local are called together."""
    said = said_of_itself()
    return said.community if said and said.community else "Membres"
