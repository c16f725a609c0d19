"""Reads a federation's `texts.yaml`: the kinds of texts that its bodies adopt in common. All that is wrong is told, with its
line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from kevread.common.federation import Scale
from kevread.common.reading import Words, read_yaml

OTHER = "autre"  # a text of no kind that the federation names


@dataclass(frozen=True, slots=True)
class Bodies:
    """The body of a kind in every organisation of a scale."""

    kind: Literal["board", "assembly"]
    scale: Scale


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text; `bodies`: those that are proposed, when one names who adopts it. `founds`: those that adopt it together
    create an organisation by it."""

    label: Words
    bodies: tuple[Bodies, ...] = ()
    founds: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    kinds: Mapping[str, TextKind] = field(default_factory=dict)


def kinds() -> dict[str, TextKind]:
    """Those of the federation that this installation runs, and a text of none of them."""
    path = settings.KEVREAD_FEDERATION / "texts.yaml"
    return {**(load(path).kinds if path.exists() else {}), OTHER: TextKind("Un autre texte")}


@cache
def load(path: Path) -> Texts:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Texts)
    for slug in written.kinds:
        if slug == OTHER or len(slug) > 40 or not slug.replace("-", "").isalnum():
            page.wrong(("kinds", slug), f"« {slug} » ne peut pas nommer une nature de texte commun.")
    page.check()
    return written


def label(slug: str) -> str:
    known = kinds()
    return known[slug].label if slug in known else slug
