"""What each room declares of itself in its `room.py`, so that no room below has to name it.

A declaration is a value, read like a table. It is found when the software starts, as `facts.py` is: see `base.apps`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Protocol
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.tables import Table
from kevread.common.todo import Line
from kevread.common.witness import Witness
from kevread.common.words import plain


class Heard(Enum):
    """How far what was done is news: wherever one reads the organisation; there and where it belongs, not at the head of the
    network; or nowhere: a gesture within a meeting, that its page and the journal tell."""

    EVERYWHERE = "everywhere"
    NEAR = "near"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Verb:
    """What somebody does, in one act of the journal.

    `name` carries the room: « seats.fill ». `sentence` is what the journal tells; its subject is whoever acted. `right` is
    what is asked of whoever does it for others, there (`seats.roles`); None when it asks none, and `because` says why.
    `heading` names it in the history of an organisation, where it belongs to that history. `rewrites`: of tables of rooms
    below, the columns that it alone may still write once they are final (`common.finality`). `heard`: to whom it is news
    that it was done, on « Aujourd’hui » (`Heard`). `erases`: it may take out of the journal what law wants erased.

    >>> Verb("seats.fill", "a confié un siège", None)
    Traceback (most recent call last):
    ValueError: « seats.fill » asks either a right, or none with the reason why.
    """

    name: str
    sentence: str
    right: str | None
    because: str = ""
    heading: str = ""
    rewrites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heard: Heard = Heard.EVERYWHERE
    erases: bool = False

    def __post_init__(self) -> None:
        if (self.right is None) is not bool(self.because):
            raise ValueError(f"« {self.name} » asks either a right, or none with the reason why.")


type Says = Callable[[Any, Mapping[str, Any]], str]
type Panel = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Right:
    """What somebody may do, in words; it is given with some groups of rights, by which roles are made (`seats.roles`).
    `at_home`: only where one directs or presides, whatever one may do elsewhere. `reads`: it changes nothing. `elects`: it says
    who is elected, which nobody from elsewhere does once somebody there may. `stays`: a colleague who stands in for an employee
    does not have it."""

    name: str
    label: str
    groups: tuple[str, ...] = ()
    at_home: bool = False
    reads: bool = False
    elects: bool = False
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the nouns above every page, the same at every scale. Rooms say which of their pages stand under it."""

    noun: str
    label: str
    icon: str


TABS = (
    Tab("today", "Aujourd’hui", "sun"),
    Tab("meetings", "Réunions", "calendar-days"),
    Tab("bodies", "Instances", "users-round"),
    Tab("decisions", "Décisions", "gavel"),
    Tab("network", "Réseau", "map"),
    Tab("means", "Moyens", "coins"),
    Tab("text", "Texte", "scroll-text"),
)
# What stands behind the name of the organisation: its papers, what it did, who reads what.
HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Under:
    """A screen to which a tab leads: under which noun, how it is called among the others there, and in what order. A tab
    leads to the first that one may open. Those of a `group` stand there behind its one word, and beside one another once one
    of them is open. `outside`: for those alone who read nothing of the organisation; where no other is, the tab is
    called as the first of them."""

    noun: str
    called: str = ""
    rank: int = 0
    group: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """A page that others lead to, by the name of its address: « seats:bodies ».

    `place` is the noun by which rooms below lead there without naming this room. `label` is what a button that leads there
    says; `right`, the right by which one acts on what it shows: « attest » when it says nothing else; `right_on` says it where
    it hangs on the body and the seat, by their words in `bodies.yaml`. `does`: what whoever has it does there, after « peut ».
    `mends`: an article may name it as where a breach is mended. `about`: what its address names; `writes`: it is where one
    acts, and not also what one reads. `own`: the organisation’s own people act there, and nobody from elsewhere.
    """

    name: str
    place: str = ""
    label: str = ""
    right: str = "attest"
    mends: bool = False
    under: Under | None = None
    does: str = ""
    about: tuple[str, ...] = ("scale",)
    writes: bool = False
    own: bool = False
    right_on: Callable[[str, str], str] | None = None


class Kind(Protocol):
    """A kind of document: its name, and what people call it. Those that are composed say more (`documents.contracts`)."""

    template: ClassVar[str]
    label: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that answers to words typed: its name, what it is, where it is; where its text answers, if its name does
    not."""

    name: str
    note: str
    url: str
    extract: str = ""


@dataclass(frozen=True, slots=True)
class Finder:
    """What « Chercher » finds in a room, under a heading: `find(actor, text, on, limit)` gives what this actor may read, the
    best first, in a number of queries that does not grow. `is_public`: nobody in particular is answered too; otherwise only
    who has a place in the network is."""

    heading: str
    find: Callable[[Actor, str, date, int], list[Hit]]
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Carried:
    """Something that somebody carries for an organisation: the row by which it is known again, what it is in words, and where
    it is given to somebody else."""

    row: UUID
    what: str
    url: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """What people carry in a room, under a heading, so that nothing is lost when they leave: `find(person, places, on)` gives
    what this person carries that day for these organisations, in a number of queries that does not grow. `kind` is its code."""

    kind: str
    heading: str
    find: Callable[[UUID, Collection[UUID], date], list[Carried]]


@dataclass(frozen=True, slots=True)
class Matter:
    """What an act is about, where many are about one thing: the row by which it is known, its name, where it is; and what of
    it this act is about, in its own words."""

    row: UUID
    name: str
    url: str
    part: str = ""


type Matters = Callable[[Sequence[Any], Actor, date], Mapping[UUID, Matter]]


@dataclass(frozen=True, slots=True)
class Room:
    """One room: the name of its package, and what it brings to the house.

    `says`: how the value of a column is read, where neither its type nor its choices say it, by the name of the field
    (« charter.setting.value »), from the value and the row; or, by the name of a model, how a row is named that another
    points to. `panels`: what it offers to pages of rooms below, by the name of the place that they leave for it. `tabs`: under
    which noun each of its addresses stands, by the first word that it has after the scale; with a « / » where
    it has none. `tables`: what people take away from it in a spreadsheet. `carriers`: what of it is in somebody’s hands.
    `witnesses`: what it sees happen, by which what was promised ticks. `matters`: what acts of the journal are about, by their
    keys, where its rows gather them, and this person reads them.

    >>> Room("journal", verbs=(Verb("seats.fill", "a confié un siège", "fill_seat"),))
    Traceback (most recent call last):
    ValueError: « seats.fill » is declared by the room « journal », whose verbs begin with « journal. ».
    """

    name: str
    verbs: tuple[Verb, ...] = ()
    says: Mapping[str, Says] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    rights: tuple[Right, ...] = ()
    registers: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[type[Kind], ...] = ()
    tabs: Mapping[str, str] = field(default_factory=dict)
    screens: tuple[Screen, ...] = ()
    lines: tuple[Line, ...] = ()
    finders: tuple[Finder, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)  # what else people look for, and the screen where it is
    tables: tuple[Table, ...] = ()
    carriers: tuple[Carrier, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    matters: Matters | None = None

    def __post_init__(self) -> None:
        names = [verb.name for verb in self.verbs]
        for name in names:
            if name.partition(".")[0] != self.name:
                start = f"{self.name}."
                raise ValueError(
                    f"« {name} » is declared by the room « {self.name} », whose verbs begin with « {start} »."
                )
            if names.count(name) > 1:
                raise ValueError(f"« {name} » is declared twice by the room « {self.name} ».")


ROOMS: dict[str, Room] = {}


def declare(room: Room) -> Room:
    """Enter a room. RuntimeError when another declaration has its name."""
    if ROOMS.setdefault(room.name, room) != room:
        raise RuntimeError(f"The room « {room.name} » is declared twice.")
    place.cache_clear()
    return room


def rights() -> Iterator[Right]:
    """The rights that rooms add to those of `seats`, those of the lowest rooms first."""
    return (right for room in reversed(ROOMS.values()) for right in room.rights)


def registers() -> list[tuple[str, str]]:
    """What may be kept, in words: a register by its name, those of the lowest rooms first."""
    return [row for room in reversed(ROOMS.values()) for row in room.registers.items()]


def papers() -> Iterator[type[Kind]]:
    """Every kind of paper that rooms declare."""
    return (kind for room in ROOMS.values() for kind in room.papers)


def kinds_of_paper() -> list[tuple[str, str]]:
    """The kinds of documents, in words and in the order of these."""
    return sorted(((kind.template, kind.label) for kind in papers()), key=lambda row: plain(row[1]))


def tables() -> Iterator[Table]:
    """What people take away in a spreadsheet, room by room."""
    return (table for room in ROOMS.values() for table in room.tables)


def carriers() -> tuple[Carrier, ...]:
    """What people carry, those of the lowest rooms first."""
    return tuple(carrier for room in reversed(ROOMS.values()) for carrier in room.carriers)


def witnesses() -> dict[str, Witness]:
    """What rooms see happen, by its kind, those of the lowest rooms first."""
    return {one.kind: one for room in reversed(ROOMS.values()) for one in room.witnesses}


def matters(acts: Sequence[Any], actor: Actor, on: date) -> dict[UUID, Matter]:
    """What each of these acts is about, where a room says it."""
    found: dict[UUID, Matter] = {}
    for room in ROOMS.values():
        found |= room.matters(acts, actor, on) if room.matters else {}
    return found


def finders() -> Iterator[Finder]:
    """What may be found, room by room."""
    return (finder for room in ROOMS.values() for finder in room.finders)


def lines() -> list[Line]:
    """The lines of « Aujourd’hui » that rooms declare, in their order."""
    return sorted((line for room in ROOMS.values() for line in room.lines), key=lambda line: line.rank)


def screens() -> Iterator[Screen]:
    """Every screen that rooms declare."""
    return (screen for room in ROOMS.values() for screen in room.screens)


def tabs() -> dict[str, str]:
    """Under which noun an address stands, by its first word after the scale. ValueError when two rooms say otherwise.

    >>> from unittest import mock
    >>> with mock.patch.dict(ROOMS, {"a": Room("a", tabs={"votes": "meetings"}), "b": Room("b", tabs={"votes": "text"})}):
    ...     tabs()
    Traceback (most recent call last):
    ValueError: « votes » stands under « meetings » and under « text ».
    """
    found: dict[str, str] = {}
    for room in ROOMS.values():
        for word, noun in room.tabs.items():
            if found.setdefault(word, noun) != noun:
                raise ValueError(f"« {word} » stands under « {found[word]} » and under « {noun} ».")
    return found


def screens_under(noun: str) -> list[Screen]:
    """Those to which a tab leads, in their order."""
    return sorted((one for one in screens() if one.under and one.under.noun == noun), key=lambda one: one.under.rank)  # type: ignore[union-attr]


def screen(name: str) -> Screen:
    """A screen by its name; one that says nothing of itself when no room declares it."""
    return next((one for one in screens() if one.name == name), Screen(name))


@cache
def place(noun: str) -> Screen:
    """The screen to which a noun leads, kept until another room is declared. LookupError when none does, or when two rooms say
    that theirs does.

    >>> place("nowhere")
    Traceback (most recent call last):
    LookupError: « nowhere » leads to 0 screens: one room says in its room.py where it is.
    """
    found = [one for one in screens() if one.place == noun]
    if len(found) != 1:
        raise LookupError(f"« {noun} » leads to {len(found)} screens: one room says in its room.py where it is.")
    return found[0]


def verbs() -> Iterator[Verb]:
    """Every verb of the house, room by room."""
    return (verb for room in ROOMS.values() for verb in room.verbs)


def known(name: str) -> Verb | None:
    """A verb by its name; None when no room declares it, or not any more."""
    room = ROOMS.get(name.partition(".")[0])
    return next((one for one in room.verbs if one.name == name), None) if room else None


def verb(name: str) -> Verb:
    """A verb by its name. RuntimeError when no room declares it.

    >>> verb("seats.levitate")
    Traceback (most recent call last):
    RuntimeError: No room declares the verb « seats.levitate »: its place is in the room.py of « seats ».
    """
    if (found := known(name)) is None:
        start = name.partition(".")[0]
        raise RuntimeError(f"No room declares the verb « {name} »: its place is in the room.py of « {start} ».")
    return found


def reading_of(name: str) -> Says | None:
    """How a column, or a row, is read; None when its words are enough."""
    return next((room.says[name] for room in ROOMS.values() if name in room.says), None)


def panel(name: str) -> Panel:
    """What a room offers for a place of this name. RuntimeError when none does.

    >>> panel("weather")
    Traceback (most recent call last):
    RuntimeError: No room offers anything for the place « weather ».
    """
    found = next((room.panels[name] for room in ROOMS.values() if name in room.panels), None)
    if found is None:
        raise RuntimeError(f"No room offers anything for the place « {name} ».")
    return found
