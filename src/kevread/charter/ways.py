"""Where a breach is mended: what an article says of it (`mend`), and its address for an organisation.

    mend: directory:organisations                            a screen, at the scale of the organisation
    mend: {body: board}                                      a body: its own, or one of the head of network
    mend: {seat: cercle/member}                              a seat of a body, to entrust
    mend: {seat: cercle/member, for: organisation}           idem, on behalf of the organisation that the finding is about

A body is named as `bodies.yaml` names it; a body of the head that every head has, with the slug of the head before
(« la-tete-board »). A clause that is attested leads where it is attested.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from django.urls import NoReverseMatch, reverse

from kevread.common import rooms
from kevread.common.facts import HEAD
from kevread.common.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Mend:
    """A screen; and the body, the seat that it is about. The slug of an organisation's own body lacks its prefix."""

    screen: str = ""
    body: str = ""
    seat: str = ""
    at_head: bool = False
    on_behalf: bool = False

    @property
    def label(self) -> str:
        """What the button says."""
        return rooms.screen(self.screen).label or "Agir"

    @property
    def writes(self) -> bool:
        """Whether it leads to a gesture, and not to what one reads before."""
        return self.screen == ATTESTING.screen or bool(self.seat)


NOWHERE, ATTESTING = Mend(), Mend("charter:attest")


@dataclass(frozen=True, slots=True)
class Places:
    """The titles of the seats of each body: those that every organisation of a scale has, those of the head of network;
    those of all the bodies of some nature. And the colleges, and the types of decisions."""

    own: Mapping[str, Mapping[str, set[str]]]
    head: Mapping[str, set[str]]
    kinds: Mapping[str, set[str]] = field(default_factory=dict)
    colleges: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Titled:
    title: str


@dataclass(frozen=True, slots=True)
class Seated:
    slug: str
    kind: str = "space"
    seats: tuple[Titled, ...] = ()

    @property
    def titles(self) -> set[str]:
        return {seat.title for seat in self.seats}


@dataclass(frozen=True, slots=True)
class Bodies:
    """What of `bodies.yaml` an article may name; `seats` reads the whole."""

    each: Mapping[str, tuple[Seated, ...]] = field(default_factory=dict)
    spaces: tuple[Seated, ...] = ()
    colleges: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scaled:
    slug: str
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Organisations:
    """What of `organisations.yaml` an article needs: the heads; `directory` reads the whole."""

    organisations: tuple[Scaled, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What of `decisions.yaml` an article may name, where there is one; the room of decisions reads the whole."""

    types: Mapping[str, Any] = field(default_factory=dict)


def places_of(federation: Path) -> Places:
    """From the folder of a federation. Raises Misread."""
    bodies = read_yaml(federation / "bodies.yaml").read(Bodies, strangers=True)
    network = read_yaml(federation / "organisations.yaml").read(Organisations, strangers=True).organisations
    matrix = federation / "decisions.yaml"
    types = read_yaml(matrix).read(Decisions, strangers=True).types if matrix.exists() else {}
    own = {scale: {one.slug: one.titles for one in entries} for scale, entries in bodies.each.items()}
    heads = [one.slug for one in network if one.scale == HEAD]
    common = {f"{head}-{body}": titles for head in heads for body, titles in own.get(HEAD, {}).items()}
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in chain(bodies.spaces, *bodies.each.values()):
        kinds[one.kind] |= one.titles
    spaces = {one.slug: one.titles for one in bodies.spaces}
    return Places(own, common | spaces, kinds, frozenset(bodies.colleges), frozenset(types))


def read_mend(entry: Any, scales: Iterable[str], known: Places | None) -> Mend:
    """What an article says of a mending, for the scales that its clause binds. ValueError in French when it is wrong."""
    if isinstance(entry, str):
        if not rooms.screen(entry).mends:
            raise ValueError(f"« mend » nomme un écran qui n’existe pas, « {entry} ».")
        return Mend(entry)
    given = entry if isinstance(entry, dict) else {}
    if set(given) not in ({"body"}, {"seat"}, {"seat", "for"}) or given.get("for", "organisation") != "organisation":
        raise ValueError("« mend » nomme un écran, {body: …}, {seat: …/…} ou {seat: …/…, for: organisation}.")
    body, _, seat = str(given.get("seat") or given.get("body")).partition("/")
    if bool(seat) != ("seat" in given):
        raise ValueError("« mend » nomme une instance (body: board), ou un siège (seat: board/president).")
    known = known or Places({}, {})
    at_head = body in known.head
    here = sorted(scale for scale in scales if scale in known.own)  # a federation may have no grouping
    for titles in [known.head[body]] if at_head else [known.own[scale].get(body) for scale in here]:
        if titles is None:
            raise ValueError(f"« mend » nomme une instance qui n’existe pas, « {body} ».")
        if seat and seat not in titles:
            raise ValueError(f"« mend » nomme un siège qui n’existe pas, « {seat} », de l’instance « {body} ».")
    return Mend(rooms.place("seat" if seat else "body").name, body, seat, at_head, "for" in given)


def way_of(mend: Mend, clause: str, organisation: str, head: str) -> str | None:
    """Where what a clause (« R3.7/1 ») finds of an organisation is mended; `organisation` and `head` are slugs. None when
    nothing is said of it, or when there is no such screen (yet)."""
    scale = head if mend.at_head else organisation
    if mend == ATTESTING:
        rule, _, number = clause.partition("/")
        return address(mend.screen, scale=scale, rule=rule, clause=int(number))
    if not mend.body:
        return way_to(mend.screen, scale)
    body = mend.body if mend.at_head else f"{organisation}-{mend.body}"
    if not mend.seat:
        return address(mend.screen, scale=scale, body=body)
    found = address(mend.screen, scale=scale, body=body, seat=mend.seat)
    return f"{found}?pour={organisation}" if found and mend.on_behalf else found


def way_to(screen: str, scale: str) -> str | None:
    """The address of a named screen at a scale, or None when that screen does not exist (yet)."""
    return (address(screen, scale=scale) or address(screen)) if screen else None


def address(screen: str, **arguments: object) -> str | None:
    try:
        return reverse(screen, kwargs=arguments)
    except NoReverseMatch:
        return None
