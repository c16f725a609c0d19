"""Reads a federation's `statutes.yaml`: its models of articles of association, and of bylaws. All that is wrong is told, with
its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings

from kevread.charter.engine import framework
from kevread.common.federation import Scale
from kevread.common.reading import Checked, Misread, Words, read_yaml

BLANK = re.compile(r"\{([a-z_]+)\}")


def paragraphs(text: str) -> str:
    """White space in a row is one space; an empty line stays one."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


@dataclass(frozen=True, slots=True)
class BlankSpec:
    """What is filled in an article: words, or the value of a setting that the articles fix, within what the model admits."""

    label: Words
    setting: str = ""
    between: tuple[int, int] | None = None
    among: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.between or self.among) and not self.setting:
            raise ValueError("seul le blanc d’une modalité (setting) a des bornes.")

    def admits(self, value: object) -> bool:
        """
        >>> days = BlankSpec("Délai", "L1.10.notice_days", between=(15, 30))
        >>> [days.admits(value) for value in (14, 15, 30, 31)]
        [False, True, True, False]
        >>> BlankSpec("Quorum", "L1.11.quorum", among=("1/4", "1/2")).admits("1/3")
        False
        """
        if self.between:
            return isinstance(value, int) and self.between[0] <= value <= self.between[1]
        return not self.among or value in self.among


@dataclass(frozen=True, slots=True)
class ArticleSpec:
    """An article of the model: `locked`, the same everywhere; `set`, its blanks are filled; `free`, it is written."""

    slug: Words
    title: Words
    form: Literal["locked", "set", "free"] = "free"
    text: Annotated[str, Checked(paragraphs)] = ""
    blanks: Mapping[str, BlankSpec] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.form == "free") == bool(self.text):
            raise ValueError(f"l’article « {self.slug} » : seul un article libre est sans texte.")
        if set(BLANK.findall(self.text)) != set(self.blanks):
            raise ValueError(
                f"l’article « {self.slug} » : ce qui est entre accolades et « blanks » ne se répondent pas."
            )
        if bool(self.blanks) != (self.form == "set"):
            raise ValueError(f"l’article « {self.slug} » : « set » a des blancs, et lui seul.")

    @property
    def plain(self) -> dict[str, BlankSpec]:
        """The blanks that are words."""
        return {name: one for name, one in self.blanks.items() if not one.setting}

    @property
    def fixes(self) -> dict[str, BlankSpec]:
        """The blanks that are settings, by the name of the setting."""
        return {one.setting: one for one in self.blanks.values() if one.setting}


@dataclass(frozen=True, slots=True)
class ModelSpec:
    label: Words
    scales: tuple[Scale, ...]
    articles: tuple[ArticleSpec, ...]
    article: str = ""  # of the common framework
    note: str = ""
    kind: Literal["articles", "bylaws"] = "articles"

    def __post_init__(self) -> None:
        names = [one.slug for one in self.articles]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"l’article « {twice} » est écrit deux fois.")

    def named(self, slug: str) -> ArticleSpec | None:
        return next((one for one in self.articles if one.slug == slug), None)

    @property
    def fixes(self) -> dict[str, BlankSpec]:
        """What the whole model says of settings, by their names."""
        return {name: blank for one in self.articles for name, blank in one.fixes.items()}


@dataclass(frozen=True, slots=True)
class Models:
    models: Mapping[str, ModelSpec] = field(default_factory=dict)


def models() -> Mapping[str, ModelSpec]:
    """Those of the federation that this installation runs; none when it has no such file."""
    path = settings.KEVREAD_FEDERATION / "statutes.yaml"
    return load(path) if path.exists() else {}


def model_for(scale: str, kind: str = "articles") -> str:
    """The model of the articles, or of the bylaws, of an organisation of this scale; empty when there is none."""
    return next((slug for slug, one in models().items() if scale in one.scales and kind == one.kind), "")


@cache
def load(path: Path) -> Mapping[str, ModelSpec]:
    """Raises Misread: what the file says of settings is held against the common framework."""
    page = read_yaml(path)
    found = page.read(Models).models
    known = framework().settings
    for slug, model in found.items():
        for rank, article in enumerate(model.articles):
            for name, blank in article.blanks.items():
                place = ("models", slug, "articles", rank, "blanks", name)
                spec = known.get(blank.setting)
                if not blank.setting:
                    continue
                if spec is None or spec.fixed_in != "articles":
                    page.wrong(place, f"« {blank.setting} » n’est pas une modalité que fixent les statuts.")
                elif not set(blank.among) <= set(dict(spec.one_of) or blank.among):
                    page.wrong(place, f"« among » nomme une valeur que « {blank.setting} » n’a pas.")
    if page.faults:
        raise Misread(page.faults)
    return found
