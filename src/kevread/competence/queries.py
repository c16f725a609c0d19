"""Reads a federation's `decisions.yaml`: which body decides what. All that is wrong is told, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Literal

from django.conf import settings

from kevread.charter.engine import framework
from kevread.common.facts import SCALES
from kevread.common.reading import Page, Words, read_yaml
from kevread.common.wrong import Place
from kevread.competence.asks import OPENINGS, opening
from kevread.competence.rules.bodies import ADVICE, OTHER, DecisionType, Organ, Session
from kevread.seats.loader import bodies
from kevread.seats.models import Body

BESIDE = {ADVICE: "Avis", OTHER: "Autre : la répartition n’en parle pas"}


@dataclass(frozen=True, slots=True)
class Founding:
    """What the federation lives from: the article that tells it, the body that took it and its title, in words. Its day is
    the one that the document tells."""

    article: str
    body: Words
    title: Words


@dataclass(frozen=True, slots=True)
class Stream:
    """A work that the document opens, without saying who leads it nor until when: its article, its name."""

    article: str
    label: Words


@dataclass(frozen=True)
class Matrix:
    """The decision matrix of a federation. `otherwise`: the type by which it would be decided otherwise, if one is.
    `setting`: the one by which an organisation decides this distribution; without it, what is proposed stays proposed.
    `elsewhere`: what decisions open that no room does yet, in the words of the federation. `founding`: the decision that came
    before any register, where the framework tells one. `streams`: the works that the document opens, by their word."""

    types: Mapping[str, DecisionType]
    otherwise: str = ""
    setting: str = ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    founding: Founding | None = None
    streams: Mapping[str, Stream] = field(default_factory=dict)

    def opens(self, kind: str) -> str:
        """What a decision of this kind opens, in words; nothing of a kind that is not known any more."""
        found = opening(kind)
        return found.words if found else self.elsewhere.get(kind, "")

    def label(self, slug: str) -> str:
        """The words of a type; « Avis » for an advice; nothing for a decision of no type."""
        if slug in BESIDE:
            return BESIDE[slug]
        return self.types[slug].label if slug in self.types else ""


def matrix() -> Matrix:
    """That of the federation that this installation runs; empty when it has none."""
    path = settings.KEVREAD_FEDERATION / "decisions.yaml"
    return load(path) if path.exists() else Matrix({})


@dataclass(frozen=True, slots=True)
class WrittenType:
    """A line of the matrix as its file writes it; organs by the names that the file gives them."""

    label: Words
    basis: Literal["text", "proposal"]
    by: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    together: Literal["all", "parties"] | None = None
    undecided: str = ""
    by_articles: bool = False
    article: str = ""
    after_article: str = ""
    executes: str = ""
    represents: bool = False
    own: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if (bool(self.by), bool(self.undecided), self.by_articles).count(True) != 1:
            raise ValueError(
                "dites qui décide (by), que les statuts le disent (by_articles), ou pourquoi ce n’est pas dit (undecided)."
            )
        if self.basis == "text" and not self.article:
            raise ValueError("« article » manque : dites quel article du cadre commun le dit.")


@dataclass(frozen=True, slots=True)
class WrittenMatrix:
    organs: Mapping[str, Organ] = field(default_factory=dict)
    types: Mapping[str, WrittenType] = field(default_factory=dict)
    otherwise: str = ""
    setting: str = ""
    elsewhere: Mapping[str, Words] = field(default_factory=dict)
    founding: Founding | None = None
    streams: Mapping[str, Stream] = field(default_factory=dict)


@cache
def load(path: Path) -> Matrix:
    """Raises Misread: all that is wrong, each with its line."""
    page = read_yaml(path)
    written = page.read(WrittenMatrix)
    for name, organ in written.organs.items():
        check_organ(name, organ, page)
    for slug, type_ in written.types.items():
        check_type(slug, type_, written, page)
    if written.otherwise and written.otherwise not in written.types:
        page.wrong(("otherwise",), f"« otherwise » nomme le type « {written.otherwise} », qui n’existe pas.")
    if written.setting and written.setting not in framework().settings:
        page.wrong(("setting",), f"« setting » nomme la modalité « {written.setting} », que le cadre commun n’a pas.")
    if (told := written.founding) and (told.article not in framework().articles or framework().adopted is None):
        page.wrong(
            ("founding", "article"), "« founding » cite un article d’un cadre commun qui dit depuis quel jour il vaut."
        )
    for slug, stream in written.streams.items():
        if stream.article not in framework().articles:
            page.wrong(("streams", slug, "article"), f"« {stream.article} » n’est pas un article du cadre commun.")
    page.check()
    organs = {name: replace(organ, key=name) if organ.outside else organ for name, organ in written.organs.items()}
    return Matrix(
        {slug: build_type(slug, type_, organs) for slug, type_ in written.types.items()},
        written.otherwise,
        written.setting,
        written.elsewhere,
        written.founding,
        written.streams,
    )


def check_organ(name: str, organ: Organ, page: Page) -> None:
    """An organ is one body, or a kind of body at a scale, or outside: one of the three."""
    at: Place = ("organs", name)
    if [bool(organ.body), bool(organ.kind), organ.outside].count(True) != 1:
        page.wrong(at, f"{name} : dites un espace (body), une nature (kind), ou extérieure (outside).")
    if organ.body and organ.body not in {space.slug for space in bodies().spaces}:
        page.wrong((*at, "body"), f"{name} : l’espace « {organ.body} » n’est pas dans bodies.yaml.")
    if organ.kind:
        for key, words in (("kind", Body.Kind.values), ("scale", SCALES)):
            if getattr(organ, key) not in words:
                page.wrong((*at, key), f"{name} : « {key} » est à choisir parmi {', '.join(words)}.")
    if organ.session and organ.session not in tuple(Session):
        known = ", ".join(tuple(Session))
        page.wrong((*at, "session"), f"{name} : « session » est à choisir parmi {known}.")


def check_type(slug: str, written: WrittenType, whole: WrittenMatrix, page: Page) -> None:
    organs = whole.organs
    known = sorted({one.kind for one in OPENINGS} | whole.elsewhere.keys())
    at: Place = ("types", slug)
    if slug in BESIDE or not slug.replace("-", "").isalnum() or len(slug) > 60:
        page.wrong(at, f"« {slug} » ne peut pas nommer un type de décision.")
    for key in ("by", "after"):
        for name in getattr(written, key):
            if name not in organs:
                page.wrong((*at, key), f"{slug} : l’instance « {name} » n’est pas décrite sous « organs ».")
            elif key == "by" and organs[name].outside:
                page.wrong((*at, key), f"{slug} : une instance extérieure donne un avis, elle ne décide pas ici.")
    if written.executes and written.executes not in known:
        page.wrong((*at, "executes"), f"{slug} : « executes » est à choisir parmi {', '.join(known)}.")
    for key in ("article", "after_article"):
        cited = getattr(written, key)
        if cited and cited not in framework().articles:
            page.wrong((*at, key), f"{slug} : « {key} » cite un article du cadre commun ; « {cited} » n’en est pas un.")


def build_type(slug: str, written: WrittenType, organs: Mapping[str, Organ]) -> DecisionType:
    return DecisionType(
        slug=slug,
        label=written.label,
        organs=tuple(organs[name] for name in written.by),
        advices=tuple(organs[name] for name in written.after),
        together=written.together or "",
        undecided=" ".join(written.undecided.split()),
        by_articles=written.by_articles,
        basis=written.basis,
        article=written.article,
        after_article=written.after_article,
        executes=written.executes,
        represents=written.represents,
        own=written.own,
        note=" ".join(written.note.split()),
    )
