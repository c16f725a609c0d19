"""Reads a federation's `bodies.yaml`. All that is wrong is told: file, line, sentence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from django.conf import settings

from kevread.common.facts import SCALES
from kevread.common.federation import Scale
from kevread.common.reading import Checked, Words, called, read_yaml

from .conditions import is_known
from .models import Body, Seat


def one_of(words: Collection[str], what: str) -> Checked:
    """A word among these."""

    def check(word: str) -> str:
        if word not in words:
            raise ValueError(f"{what} « {word} » est inconnue ({', '.join(words)}).")
        return word

    return Checked(check)


def known_condition(name: str) -> str:
    if not is_known(name):
        raise ValueError(f"la condition « {name} » est inconnue.")
    return name


def one_at_least(number: int) -> int:
    if number < 1:
        raise ValueError("un nombre entier est attendu, au moins 1.")
    return number


type Condition = Annotated[str, Checked(known_condition)]


@dataclass(frozen=True, slots=True)
class SeatSpec:
    title: Words
    name: Words
    one_per: Annotated[str, one_of(Seat.OnePer.values, "la répartition")] = ""
    places: Annotated[int, Checked(one_at_least)] | None = None
    places_setting: str = ""
    conditions: tuple[Condition, ...] = ()
    is_alternate: bool = field(default=False, metadata=called("alternate"))
    rank: int = 100


@dataclass(frozen=True, slots=True)
class BodySpec:
    slug: Words
    name: Words
    kind: Annotated[str, one_of(Body.Kind.values, "la nature")] = ""  # a space, for a body of the network
    level: Annotated[str, one_of(Body.Level.values, "le niveau")] = ""
    purpose: Annotated[str, Checked(lambda text: " ".join(text.split()))] = ""
    led_by: Literal["", "head", "self"] = ""
    rank: int = 100
    seats: tuple[SeatSpec, ...] = ()

    def __post_init__(self) -> None:
        titles = [seat.title for seat in self.seats]
        if twice := next((title for title in titles if titles.count(title) > 1), None):
            raise ValueError(f"le siège « {twice} » est écrit deux fois.")


# What a file for the tool in which the network works may say of somebody, or of their place in a group, and its header.
OF_PEOPLE = {
    "email": "adresse électronique",
    "given_name": "prénom",
    "family_name": "nom",
    "organisation": "organisation",
    "seats": "fonctions",
    "key": "identifiant",
}
OF_GROUPS = {
    "group": "groupe",
    "body": "instance",
    "kind": "nature",
    "organisation": "organisation",
    "email": "adresse électronique",
    "given_name": "prénom",
    "family_name": "nom",
    "seat": "fonction",
    "last": "jusqu’au",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A column: what it says, by its code, and its header; none: that of the code."""

    value: Words
    header: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The tool in which the network works together: its name, and the columns of the two files that it reads, all of them
    where none is said. An address is in each: the tool knows people by it."""

    name: Words = "l’espace de travail commun"
    people: tuple[Told, ...] = ()
    groups: tuple[Told, ...] = ()

    def __post_init__(self) -> None:
        for columns, known in ((self.people, OF_PEOPLE), (self.groups, OF_GROUPS)):
            if unknown := next((one.value for one in columns if one.value not in known), None):
                raise ValueError(f"« {unknown} » n’est pas une colonne connue : {', '.join(known)}.")
            headers = [one.header or known[one.value] for one in columns]
            if len(set(headers)) < len(headers):
                raise ValueError("deux colonnes d’un même fichier portent le même titre.")
            if columns and "email" not in [one.value for one in columns]:
                raise ValueError("il manque « email » : l’outil ne reconnaîtrait personne.")


@dataclass(frozen=True, slots=True)
class Bodies:
    """`each`: the bodies of every organisation of a scale. `articles`: which article asks for a condition."""

    colleges: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    articles: Mapping[Condition, str] = field(default_factory=dict)
    each: Mapping[Scale, tuple[BodySpec, ...]] = field(default_factory=dict)
    spaces: tuple[BodySpec, ...] = ()
    workspace: Workspace = Workspace()


def bodies() -> Bodies:
    """Those of the federation that this installation runs."""
    return load(settings.KEVREAD_FEDERATION / "bodies.yaml")


def families() -> Mapping[str, str]:
    return bodies().families


def college_named(slug: str) -> str:
    """As the file of the bodies names it."""
    return bodies().colleges.get(slug, slug)


def is_declared(body: Body) -> bool:
    """Whether the federation's own file opens this body: it is neither closed nor changed from a screen."""
    return is_declared_as(body.slug, body.organisation.slug, body.organisation.scale)


def takes_more_seats(body: Body) -> bool:
    """Whether its organisation may add a kind of seat: to what it created, and to a space of the file, of which the
    document says that it may change and does not say that nobody else comes."""
    return body.kind == Body.Kind.SPACE or (body.kind == Body.Kind.BUREAU and not is_declared(body))


def is_counted_by_its_body(seat: Seat) -> bool:
    """Whether its number is in no article, shared out to nobody, nor chosen with the body: the federation's file gives one, and
    whoever decides there says how many people hold it together (decision 300)."""
    has_number = seat.places is not None and not seat.places_setting and not seat.one_per
    return has_number and not takes_more_seats(seat.body)


def is_declared_as(slug: str, organisation: str, scale: str) -> bool:
    """The same, of a body and its organisation that were read by their slugs."""
    own = {f"{organisation}-{spec.slug}" for spec in bodies().each[scale]}
    return slug in own | {spec.slug for spec in bodies().spaces}


def article_of(condition: str) -> str:
    return bodies().articles.get(condition, "")


@cache
def load(path: Path) -> Bodies:
    """Raises Misread."""
    page = read_yaml(path)
    written = page.read(Bodies)
    for scale, own in written.each.items():
        for index, body in enumerate(own):
            if not body.kind:
                page.wrong(("each", scale, index), f"« kind » manque : la nature de « {body.slug} ».")
    page.check()
    return replace(
        written,
        each={scale: written.each.get(scale, ()) for scale in SCALES},
        spaces=tuple(replace(body, kind=body.kind or Body.Kind.SPACE.value) for body in written.spaces),
    )
