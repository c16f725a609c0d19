"""What this federation calls its scales: its words are its own, never those of another."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kevread.directory.models import Scale


@cache
def vocabulary(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return said.get("words", {})


def scale_word(scale: str, form: str = "one") -> str:
    """The word for a scale: `one`, `many`, `the` or `of`. Empty for an organisation outside the network."""
    if not scale:
        return ""
    words = vocabulary(settings.KEVREAD_FEDERATION / "federation.yaml").get(scale, {})
    return words.get(form) or Scale(scale).label.lower()
