"""What this federation calls its scales: its words are its own, never those of another."""

from django.conf import settings

from kevread.common.federation import about
from kevread.directory.models import Scale


def scale_word(scale: str, form: str = "one") -> str:
    """The word for a scale: `one`, `many`, `the` or `of`. Empty for an organisation outside the network."""
    if not scale:
        return ""
    path = settings.KEVREAD_FEDERATION / "federation.yaml"
    word = about(path).words.get(scale) if path.exists() else None
    return str(getattr(word, form)) if word else Scale(scale).label.lower()
