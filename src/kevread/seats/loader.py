"""Reads a federation's `bodies.yaml`. The first thing that is wrong stops the reading: file, line, sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kevread.common.errors import Refused
from kevread.common.facts import SCALES

from .conditions import is_known
from .models import Body, Seat

BODY_KEYS = {"slug", "kind", "level", "name", "purpose", "led_by", "rank", "seats"}
SEAT_KEYS = {"title", "name", "one_per", "places", "places_setting", "conditions", "alternate", "rank"}


class BodiesError(Refused):
    """The file cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class SeatSpec:
    title: str
    name: str
    one_per: str = ""
    places: int | None = None
    places_setting: str = ""
    conditions: tuple[str, ...] = ()
    is_alternate: bool = False
    rank: int = 100


@dataclass(frozen=True, slots=True)
class BodySpec:
    slug: str
    kind: str
    name: str
    level: str = ""
    purpose: str = ""
    led_by: str = ""
    rank: int = 100
    seats: tuple[SeatSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Bodies:
    """`each`: the bodies of every organisation of a scale. `articles`: which article asks for a condition."""

    colleges: Mapping[str, str]
    families: Mapping[str, str]
    articles: Mapping[str, str]
    each: Mapping[str, tuple[BodySpec, ...]]
    spaces: tuple[BodySpec, ...]


def bodies() -> Bodies:
    """Those of the federation that this installation runs."""
    return load(settings.KEVREAD_FEDERATION / "bodies.yaml")


def families() -> Mapping[str, str]:
    return bodies().families


def is_declared(body: Body) -> bool:
    """Whether the federation's own file opens this body: it is neither closed nor changed from a screen."""
    own = {f"{body.organisation.slug}-{spec.slug}" for spec in bodies().each[body.organisation.scale]}
    return body.slug in own | {spec.slug for spec in bodies().spaces}


def article_of(condition: str) -> str:
    return bodies().articles.get(condition, "")


@cache
def load(path: Path) -> Bodies:
    """Raises BodiesError."""
    content = read(path)
    if unknown := set(content) - {"colleges", "families", "articles", "each", "spaces", LINE}:
        raise BodiesError(f"{path.name}:1 : « {min(unknown)} » n’est pas une entrée connue.")
    each = content.get("each") or {}
    if unknown := set(each) - {*SCALES, LINE}:
        raise BodiesError(
            f"{path.name}:{each[LINE]} : l’échelle « {min(unknown)} » est inconnue ({', '.join(SCALES)})."
        )
    articles = words(content.get("articles"))
    if strange := next((name for name in articles if not is_known(name)), None):
        raise BodiesError(f"{path.name} : la condition « {strange} » est inconnue.")
    return Bodies(
        colleges=words(content.get("colleges")),
        families=words(content.get("families")),
        articles=articles,
        each={scale: tuple(read_body(entry, path.name) for entry in each.get(scale) or ()) for scale in SCALES},
        spaces=tuple(
            read_body({"kind": Body.Kind.SPACE.value} | entry, path.name) for entry in content.get("spaces") or ()
        ),
    )


def words(mapping: Mapping[str, Any] | None) -> dict[str, str]:
    return {key: str(value) for key, value in (mapping or {}).items() if key != LINE}


def read_body(entry: dict[str, Any], file: str) -> BodySpec:
    at = f"{file}:{entry.get(LINE, 1)}"
    require_keys(entry, BODY_KEYS, ("slug", "name", "kind"), at)
    require_word(entry["kind"], Body.Kind.values, "la nature", at)
    require_word(entry.get("level", ""), ["", *Body.Level.values], "le niveau", at)
    require_word(entry.get("led_by", ""), ["", "head", "self"], "la responsabilité", at)
    seats = tuple(read_seat(seat, file) for seat in entry.get("seats") or ())
    titles = [seat.title for seat in seats]
    if twice := next((title for title in titles if titles.count(title) > 1), None):
        raise BodiesError(f"{at} : le siège « {twice} » est écrit deux fois.")
    return BodySpec(
        slug=entry["slug"],
        kind=entry["kind"],
        name=entry["name"],
        level=entry.get("level", ""),
        purpose=" ".join(str(entry.get("purpose", "")).split()),
        led_by=entry.get("led_by", ""),
        rank=entry.get("rank", 100),
        seats=seats,
    )


def read_seat(entry: dict[str, Any], file: str) -> SeatSpec:
    at = f"{file}:{entry.get(LINE, 1)}"
    require_keys(entry, SEAT_KEYS, ("title", "name"), at)
    require_word(entry.get("one_per", ""), ["", *Seat.OnePer.values], "la répartition", at)
    if strange := next((name for name in entry.get("conditions") or () if not is_known(name)), None):
        raise BodiesError(f"{at} : la condition « {strange} » est inconnue.")
    places = entry.get("places")
    if places is not None and (not isinstance(places, int) or places < 1):
        raise BodiesError(f"{at} : « places » est un nombre entier, au moins 1.")
    return SeatSpec(
        title=entry["title"],
        name=entry["name"],
        one_per=entry.get("one_per", ""),
        places=places,
        places_setting=entry.get("places_setting", ""),
        conditions=tuple(entry.get("conditions") or ()),
        is_alternate=entry.get("alternate", False),
        rank=entry.get("rank", 100),
    )


def require_keys(entry: dict[str, Any], known: set[str], needed: tuple[str, ...], at: str) -> None:
    if unknown := set(entry) - known - {LINE}:
        raise BodiesError(f"{at} : « {min(unknown)} » n’est pas une entrée connue.")
    if missing := next((key for key in needed if not entry.get(key)), None):
        raise BodiesError(f"{at} : « {missing} » manque.")


def require_word(word: str, known: list[str], what: str, at: str) -> None:
    if word not in known:
        raise BodiesError(f"{at} : {what} « {word} » est inconnue ({', '.join(filter(None, known))}).")


LINE = "__line__"


class _Lines(yaml.SafeLoader):
    """Keeps the line of every mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Lines)  # noqa: S506 — a SafeLoader
    except FileNotFoundError:
        raise BodiesError(f"{path.name} : ce fichier manque.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BodiesError(
            f"{path.name}:{mark.line + 1 if mark else 1} : ce fichier n’est pas un YAML lisible."
        ) from error
    if not isinstance(content, dict):
        raise BodiesError(f"{path.name}:1 : des entrées « nom: … » sont attendues.")
    return content
