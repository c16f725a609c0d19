"""What a federation says of itself: its name, its words for its scales, the document of its common framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from .facts import SCALES
from .reading import Checked, Day, read_yaml


def known_scale(name: str) -> str:
    if name not in SCALES:
        raise ValueError(f"l’échelle « {name} » est inconnue ({', '.join(SCALES)}).")
    return name


type Scale = Annotated[str, Checked(known_scale)]


@dataclass(frozen=True, slots=True)
class Word:
    """A scale in words: « pôle », « pôles », « le pôle », « du pôle »."""

    one: str
    many: str
    the: str
    of: str
    gender: Literal["feminine", "masculine"]


@dataclass(frozen=True, slots=True)
class Document:
    """In force since the day it was adopted; `adopted_by` says by what. Not `dated`: it bears no date that one could cite."""

    slug: str = "document"
    name: str = ""
    adopted: Day | None = None
    adopted_by: str = ""
    dated: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """`presentation`: what it is, to somebody who does not know it; `joining`: how one joins it; `parts`: the titles of
    the parts of its document; `proofs`: the folder of the tests of its computed rules; `school_zone`: that of its academy,
    whose holidays one avoids."""

    name: str
    presentation: str = ""
    joining: str = ""
    slug: str = ""
    words: Mapping[Scale, Word] = field(default_factory=dict)
    document: Document = field(default_factory=Document)
    proofs: str = ""
    school_zone: Literal["", "A", "B", "C"] = ""
    parts: Mapping[str, str] = field(default_factory=dict)


@cache
def about(path: Path) -> About:
    """Raises Misread."""
    return read_yaml(path).read(About)
