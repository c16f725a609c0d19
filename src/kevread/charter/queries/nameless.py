"""What the console prints of findings: the machine is kept by people who have no seat, and need nobody's name."""

import re
from typing import Any

from kevread.directory.models import Person

SOMEBODY = "une personne"


def nameless(told: Any) -> Any:
    """The same, in which everybody of the directory is « une personne ». One query."""
    names = {f"{given} {family}" for given, family in Person.objects.values_list("given_name", "family_name")}
    return without(told, pattern_of(names)) if names else told


def pattern_of(names: set[str]) -> "re.Pattern[str]":
    """Whole names, the longest first: « Anne Le Goff » is not « Anne Le » and a rest.

    >>> pattern_of({"Anne Le", "Anne Le Goff"}).sub("X", "Anne Le\\u00a0Goff, Anne Le et Anne Legendre")
    'X, X et Anne Legendre'
    """
    words = (r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def without(told: Any, names: "re.Pattern[str]") -> Any:
    """
    >>> without([{"label": "Anne Le Goff, 2", "value": 2}], pattern_of({"Anne Le Goff"}))
    [{'label': 'une personne, 2', 'value': 2}]
    """
    if isinstance(told, str):
        return names.sub(SOMEBODY, told)
    if isinstance(told, dict):
        return {key: without(value, names) for key, value in told.items()}
    if isinstance(told, list):
        return [without(value, names) for value in told]
    return told
