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
class Advice:
    """Where an organisation that acts at some scale is advised to join first, and the article that says so; or where it may
    join, which the article does not advise (`may`)."""

    to: Scale
    article: str
    says: Literal["first", "may"] = "first"


@dataclass(frozen=True, slots=True)
class Joining:
    """What the common framework says of joining, by its articles: that one is `free` to, how many `seats` direct members may
    hold, and what is advised to those who act locally, further, or in the whole region. Empty: it says nothing of it."""

    free: str = ""
    seats: str = ""
    advised: Mapping[Literal["local", "departmental", "regional"], Advice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class About:
    """`presentation`: what it is, to somebody who does not know it; `joining`: how one joins it; `membership`: what its
    articles say of it; `parts`: the titles of
    the parts of its document; `proofs`: the folder of the tests of its computed rules; `school_zone`: that of its academy,
    whose holidays one avoids; `activities`: the fields in which organisations work, by which the directory is searched;
    `community`: what the members of a local are called together."""

    name: str
    presentation: str = ""
    joining: str = ""
    membership: Joining = field(default_factory=Joining)
    slug: str = ""
    words: Mapping[Scale, Word] = field(default_factory=dict)
    document: Document = field(default_factory=Document)
    proofs: str = ""
    school_zone: Literal["", "A", "B", "C"] = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)
    community: str = ""


@cache
def about(path: Path) -> About:
    """Raises Misread."""
    return read_yaml(path).read(About)
