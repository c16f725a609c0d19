"""Where a breach is mended: what an article says of it (`mend`), and the way there for an organisation.

    mend: directory:organisations                            a screen, at the scale of the organisation
    mend: {body: board}                                      a body: its own, or one of the head of network
    mend: {body: item}                                       the body that is found at fault first
    mend: {screen: rhythm:propose, body: board}              a screen, that is asked about a body
    mend: {screen: directory:affiliate, at: head}            a screen, at the scale of the head of network
    mend: {screen: sittings:meetings, at: item}              a screen, at the scale of each organisation found at fault
    mend: sittings:meeting                                   the page of what is found at fault first
    mend: {seat: cercle/member}                              a seat of a body, to entrust
    mend: {seat: cercle/member, for: organisation}           idem, on behalf of the organisation that the finding is about
    mend: {screen: seats:designation, seat: board/administrator, for: item}
                                                             a screen about a seat that those found at fault give
    mend: {setting: L1.21.auditor}                           a setting, to decide
    mend: [decisions:ratifying, decisions:submitting]        several ways, the first way first

    tell: directory:reaches                                  where what is not known is said, when that is elsewhere

A body is named as `bodies.yaml` names it; a body of the head that every head has, with the slug of the head before
(« la-tete-board »). A clause that is attested leads where it is attested.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from kevread.common import rooms
from kevread.common.errors import Way
from kevread.common.facts import HEAD
from kevread.common.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Mend:
    """A screen; and the body, the seat, the setting that it is about. The slug of one's own body lacks its prefix."""

    screen: str = ""
    body: str = ""
    seat: str = ""
    setting: str = ""
    at_head: bool = False
    on_behalf: bool = False
    at_item: bool = False
    for_item: bool = False

    @property
    def by_item(self) -> bool:
        """Whether the organisations that are found at fault act, each at home, and not the one that is judged."""
        return self.at_item or self.for_item

    @property
    def of_item(self) -> bool:
        return self.body == ITEM

    @property
    def label(self) -> str:
        """What the button says."""
        return rooms.screen(self.screen).label or "Agir"

    @property
    def writes(self) -> bool:
        """Whether it leads to a gesture, and not to what one reads before."""
        return rooms.screen(self.screen).writes

    @property
    def right(self) -> str:
        """The right by which one acts there."""
        shown = rooms.screen(self.screen)
        return shown.right_on(self.body, self.seat) if shown.right_on else shown.right

    @property
    def own(self) -> bool:
        """Whether nobody from elsewhere acts there."""
        return rooms.screen(self.screen).own

    @property
    def does(self) -> str:
        """What whoever has it may do there, after « peut »."""
        return rooms.screen(self.screen).does or "agir"


ITEM = "item"
NOWHERE, ATTESTING = Mend(), Mend("charter:attest")


@dataclass(frozen=True, slots=True)
class Places:
    """The titles of the seats of each body: those that every organisation of a scale has, those of the head of
    network; those of all the bodies of some nature. And the colleges, the types of decisions, the clauses of each kind of
    agreement, the acts that commit, the kinds of common texts, the works that the document opens, and what one is employed
    for."""

    own: Mapping[str, Mapping[str, set[str]]]
    head: Mapping[str, set[str]]
    kinds: Mapping[str, set[str]] = field(default_factory=dict)
    colleges: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    agreements: Mapping[str, frozenset[str]] = field(default_factory=dict)
    acts: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    streams: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def listed(self, kind: str) -> frozenset[str]:
        """The words of a kind that stand in one list of a file."""
        return {
            "college": self.colleges,
            "text": self.texts,
            "stream": self.streams,
            "act": self.acts,
            "function": self.functions,
        }[kind]


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
    streams: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    slug: str


@dataclass(frozen=True, slots=True)
class AgreementModel:
    clauses: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementKind:
    versions: tuple[AgreementModel, ...] = ()

    @property
    def clauses(self) -> frozenset[str]:
        """Those that any version of its model has: a text may be drawn from each."""
        return frozenset(clause.slug for model in self.versions for clause in model.clauses)


@dataclass(frozen=True, slots=True)
class Agreements:
    """What of `agreements.yaml` an article may name, where there is one; the room of agreements reads the whole."""

    kinds: Mapping[str, AgreementKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delegations:
    """What of `delegations.yaml` an article may name, where there is one; the room of delegations reads the whole."""

    acts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Texts:
    """What of `texts.yaml` an article may name, where there is one; the room of common texts reads the whole."""

    kinds: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staff:
    """What of `staff.yaml` an article may name, where there is one; the room of staff reads the whole."""

    functions: Mapping[str, Any] = field(default_factory=dict)


def places_of(federation: Path) -> Places:
    """From the folder of a federation. Raises Misread."""
    bodies = read_yaml(federation / "bodies.yaml").read(Bodies, strangers=True)
    network = read_yaml(federation / "organisations.yaml").read(Organisations, strangers=True).organisations
    matrix = federation / "decisions.yaml"
    decided = read_yaml(matrix).read(Decisions, strangers=True) if matrix.exists() else Decisions()
    models = federation / "agreements.yaml"
    kinds_of = read_yaml(models).read(Agreements, strangers=True).kinds if models.exists() else {}
    agreements = {slug: kind.clauses for slug, kind in kinds_of.items()}
    given = federation / "delegations.yaml"
    acts = read_yaml(given).read(Delegations, strangers=True).acts if given.exists() else {}
    common_texts = federation / "texts.yaml"
    texts = read_yaml(common_texts).read(Texts, strangers=True).kinds if common_texts.exists() else {}
    employs = federation / "staff.yaml"
    functions = read_yaml(employs).read(Staff, strangers=True).functions if employs.exists() else {}
    own = {scale: {one.slug: one.titles for one in entries} for scale, entries in bodies.each.items()}
    heads = [one.slug for one in network if one.scale == HEAD]
    common = {f"{head}-{body}": titles for head in heads for body, titles in own.get(HEAD, {}).items()}
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in chain(bodies.spaces, *bodies.each.values()):
        kinds[one.kind] |= one.titles
    spaces = {one.slug: one.titles for one in bodies.spaces}
    return Places(
        own,
        common | spaces,
        kinds,
        frozenset(bodies.colleges),
        frozenset(decided.types),
        agreements,
        frozenset(acts),
        frozenset(texts),
        frozenset(decided.streams),
        frozenset(functions),
    )


SHAPES = (
    {"body"},
    {"seat"},
    {"seat", "for"},
    {"screen", "seat", "for"},
    {"setting"},
    {"screen", "body"},
    {"screen", "at"},
)
ELSEWHERE = {"at": (HEAD, ITEM), "for": ("organisation", ITEM)}


def read_mend(entry: Any, scales: Iterable[str], known: Places | None, settings: Container[str] = ()) -> Mend:
    """What an article says of a mending, for the scales that its clause binds. ValueError in French when it is wrong."""
    if isinstance(entry, str):
        if not rooms.screen(entry).mends:
            raise ValueError(f"« mend » nomme un écran qui n’existe pas, « {entry} ».")
        return Mend(entry)
    given = entry if isinstance(entry, dict) else {}
    strays = any(given.get(key, words[0]) not in words for key, words in ELSEWHERE.items())
    if set(given) not in SHAPES or strays or (given.get("for") == ITEM and "screen" not in given):
        raise ValueError(
            "« mend » nomme un écran, {body: …}, {screen: …, body: …}, {screen: …, at: head}, {screen: …, at: item}, "
            "{setting: …}, {seat: …/…}, {seat: …/…, for: organisation} ou {screen: …, seat: …/…, for: item}."
        )
    if "setting" in given:
        setting = str(given["setting"] or "")
        if setting not in settings:
            raise ValueError(f"« mend » nomme une modalité qui n’existe pas, « {setting} ».")
        return Mend("charter:setting", setting=setting)
    if "screen" in given and not rooms.screen(given["screen"]).mends:
        raise ValueError(f"« mend » nomme un écran qui n’existe pas, « {given['screen']} ».")
    if "at" in given:
        return Mend(given["screen"], at_head=given["at"] == HEAD, at_item=given["at"] == ITEM)
    body, _, seat = str(given.get("seat") or given.get("body")).partition("/")
    if bool(seat) != ("seat" in given):
        raise ValueError("« mend » nomme une instance (body: board), ou un siège (seat: board/president).")
    known = known or Places({}, {})
    at_head = body == ITEM or body in known.head
    here = sorted(scale for scale in scales if scale in known.own)  # a federation may have no grouping
    places = [] if body == ITEM else [known.head[body]] if at_head else [known.own[scale].get(body) for scale in here]
    for titles in places:
        if titles is None:
            raise ValueError(f"« mend » nomme une instance qui n’existe pas, « {body} ».")
        if seat and seat not in titles:
            raise ValueError(f"« mend » nomme un siège qui n’existe pas, « {seat} », de l’instance « {body} ».")
    screen = given.get("screen") or rooms.place("seat" if seat else "body").name
    whose = given.get("for")
    return Mend(screen, body, seat, at_head=at_head, on_behalf=whose == "organisation", for_item=whose == ITEM)


def way_of(mend: Mend, clause: str, organisation: str, head: str, item: str = "", place: str = "") -> Way | None:
    """Where what a clause (« R3.7/1 ») finds of an organisation is mended, for `ui` to make the address of; `organisation` and
    `head` are slugs, `item` what is found at fault first, `place` the slug of the organisation found at fault that acts. None
    when nothing is said of it."""
    if not mend.screen:
        return None
    rule, _, number = clause.partition("/")
    body = mend.body if mend.at_head else f"{organisation}-{mend.body}"
    known: dict[str, Any] = {
        "scale": head if mend.at_head else place if mend.at_item and place else organisation,
        "organisation": organisation,
        "rule": rule,
        "clause": number and int(number),
        "body": item if mend.of_item else body,
        "seat": mend.seat,
        "setting": mend.setting or item,
        "key": item,
    }
    about = rooms.screen(mend.screen).about
    where = {name: known[name] for name in about}
    represents = place if mend.for_item else organisation if mend.on_behalf else ""
    query = {"pour": represents} if represents else {"instance": body} if mend.body and "body" not in about else {}
    return Way(mend.label, mend.screen, where, query)
