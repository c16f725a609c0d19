"""Reads a federation's `decisions.yaml`: which body decides what. The first thing that is wrong stops the reading."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from kevread.charter.engine import framework
from kevread.charter.loader import CharterError, clean, read_yaml
from kevread.common.facts import SCALES
from kevread.meetings.models import Decision, Meeting
from kevread.meetings.rules.competence import DecisionType, Organ
from kevread.seats.loader import bodies
from kevread.seats.models import Body

ORGAN_KEYS = {"name", "body", "kind", "scale", "session", "outside"}
TYPE_KEYS = {"label", "by", "after", "together", "undecided", "basis", "article", "executes", "note"}
BASES = ("text", "proposal")
TOGETHER = ("", "all", "parties")
# What a decision may open here; what waits for a room that is not built yet, under the name of that room.
EXECUTES = {
    "mandate": "Un mandat à ouvrir",
    "setting": "Une modalité à inscrire",
    "derogation": "Une dérogation à inscrire",
    "agreements": "Conventions",
    "equalisation": "Péréquation",
    "finance": "Finances",
    "membership": "Adhésions",
    "projects": "Projets",
    "staff": "Ressources humaines",
    "territory": "Carte des territoires",
    "transfers": "Apports",
}


@dataclass(frozen=True)
class Matrix:
    """The decision matrix of a federation. `otherwise`: the type by which it would be decided otherwise, if one is."""

    types: Mapping[str, DecisionType]
    otherwise: str = ""

    def label(self, slug: str) -> str:
        """The words of a type; « Avis » for an advice; nothing for a decision of no type."""
        if slug == Decision.ADVICE:
            return "Avis"
        return self.types[slug].label if slug in self.types else ""


def matrix() -> Matrix:
    """That of the federation that this installation runs; empty when it has none."""
    path = settings.KEVREAD_FEDERATION / "decisions.yaml"
    return load(path) if path.exists() else Matrix({})


@cache
def load(path: Path) -> Matrix:
    """Raises CharterError: file, line, sentence."""
    content = read_yaml(path)
    if unknown := set(content) - {"organs", "types", "otherwise", "__line__"}:
        raise CharterError(f"{path.name}:1", f"« {min(unknown)} » n’est pas une entrée connue.")
    organs = {name: read_organ(name, entry, path.name) for name, entry in clean(content.get("organs") or {}).items()}
    types = {
        slug: read_type(slug, entry, organs, path.name) for slug, entry in clean(content.get("types") or {}).items()
    }
    otherwise = str(content.get("otherwise") or "")
    if otherwise and otherwise not in types:
        raise CharterError(f"{path.name}:1", f"« otherwise » nomme le type « {otherwise} », qui n’existe pas.")
    return Matrix(types, otherwise)


def require_keys(entry: Any, known: set[str], what: str, file: str) -> str:
    """Where the entry stands. Raises CharterError when it is none, or holds something unknown."""
    if not isinstance(entry, dict):
        raise CharterError(f"{file}:1", f"{what} : des entrées « nom: … » sont attendues.")
    at = f"{file}:{entry.get('__line__', 1)}"
    if unknown := set(entry) - known - {"__line__"}:
        raise CharterError(at, f"{what} : « {min(unknown)} » n’est pas une entrée connue.")
    return at


def read_organ(name: str, entry: Any, file: str) -> Organ:
    """An organ is one body, or a kind of body at a scale, or outside: one of the three. Raises CharterError."""
    what = f"l’instance {name}"
    at = require_keys(entry, ORGAN_KEYS, what, file)
    if not entry.get("name"):
        raise CharterError(at, f"{what} : « name » manque.")
    if [bool(entry.get("body")), bool(entry.get("kind")), bool(entry.get("outside"))].count(True) != 1:
        raise CharterError(at, f"{what} : dites un espace (body), une nature (kind), ou extérieure (outside).")
    if entry.get("body") and entry["body"] not in {space.slug for space in bodies().spaces}:
        raise CharterError(at, f"{what} : l’espace « {entry['body']} » n’est pas dans bodies.yaml.")
    if entry.get("kind"):
        for key, words in (("kind", Body.Kind.values), ("scale", SCALES)):
            if entry.get(key) not in words:
                raise CharterError(at, f"{what} : « {key} » est à choisir parmi {', '.join(words)}.")
    if entry.get("session", "") not in ("", *Meeting.Session.values):
        raise CharterError(at, f"{what} : « session » est à choisir parmi {', '.join(Meeting.Session.values)}.")
    return Organ(
        name=str(entry["name"]),
        body=entry.get("body", ""),
        kind=entry.get("kind", ""),
        scale=entry.get("scale", ""),
        session=entry.get("session", ""),
        outside=bool(entry.get("outside")),
    )


def read_type(slug: str, entry: Any, organs: Mapping[str, Organ], file: str) -> DecisionType:
    """A line of the matrix. Raises CharterError."""
    at = require_keys(entry, TYPE_KEYS, slug, file)
    if slug == Decision.ADVICE or not slug.replace("-", "").isalnum() or len(slug) > 60:
        raise CharterError(at, f"« {slug} » ne peut pas nommer un type de décision.")
    if not entry.get("label"):
        raise CharterError(at, f"{slug} : « label » manque.")
    for key in ("by", "after"):
        if strange := next((name for name in entry.get(key) or () if name not in organs), None):
            raise CharterError(at, f"{slug} : l’instance « {strange} » n’est pas décrite sous « organs ».")
    if bool(entry.get("by")) == bool(entry.get("undecided")):
        raise CharterError(at, f"{slug} : dites qui décide (by), ou pourquoi ce n’est pas dit (undecided).")
    if any(organs[name].outside for name in entry.get("by") or ()):
        raise CharterError(at, f"{slug} : une instance extérieure donne un avis, elle ne décide pas ici.")
    basis, article = entry.get("basis", ""), entry.get("article", "")
    if basis not in BASES:
        raise CharterError(at, f"{slug} : « basis » est à choisir parmi {', '.join(BASES)}.")
    if (basis == "text" and not article) or (article and article not in framework().articles):
        raise CharterError(at, f"{slug} : « article » cite un article du cadre commun ; « {article} » n’en est pas un.")
    if entry.get("together", "") not in TOGETHER:
        raise CharterError(at, f"{slug} : « together » est à choisir parmi {', '.join(TOGETHER[1:])}.")
    if entry.get("executes", "") not in ("", *EXECUTES):
        raise CharterError(at, f"{slug} : « executes » est à choisir parmi {', '.join(EXECUTES)}.")
    return DecisionType(
        slug=slug,
        label=entry["label"],
        organs=tuple(organs[name] for name in entry.get("by") or ()),
        advices=tuple(organs[name] for name in entry.get("after") or ()),
        together=entry.get("together", ""),
        undecided=" ".join(str(entry.get("undecided", "")).split()),
        basis=basis,
        article=article,
        executes=entry.get("executes", ""),
        note=" ".join(str(entry.get("note", "")).split()),
    )
