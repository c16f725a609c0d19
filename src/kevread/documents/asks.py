"""What rooms above tell of a document that they composed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Circle, Signature, Step

type Ends = Callable[[Step], None]
type Follows = Callable[[Signature, Circle | None], None]
type ReadAt = Callable[[Iterable[UUID]], Mapping[UUID, Way]]

FOLLOWS: Ask[Follows] = Ask(
    "documents.follows",
    "What a signature moves, in its own act, whichever page it was given on; with the demand it answers, where there is one.",
)
ENDS: Ask[Ends] = Ask("documents.ends", "What a refusal to sign, or a demand that is withdrawn, moves in its own act.")
READ_AT: Ask[ReadAt] = Ask("documents.read_at", "By document, the page where it is read as text and signed.")

type Holds = Callable[[Collection[UUID], date], Mapping[UUID, str]]
HOLDS: Ask[Holds] = Ask(
    "documents.holds",
    "Of these documents, those that something holds that day, though their term is past, and what: « la convention … est en "
    "cours ». In a number of queries that does not grow.",
)
HOLDS_QUIETLY: Ask[Holds] = Ask(
    "documents.holds_quietly",
    "As `documents.holds`; what it says is read by whoever may erase there, and by nobody else.",
)


@dataclass(frozen=True, slots=True)
class Link:
    """What gives the right to sign for an organisation: a mandate, a delegation, and what that one stands on."""

    kind: str  # « mandate », « delegation »
    id: UUID
    label: str
    until: date | None = None

    def as_json(self) -> dict[str, str | None]:
        until = self.until.isoformat() if self.until else None
        return {"kind": self.kind, "id": str(self.id), "label": self.label, "until": until}


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody who may sign for an organisation, by which chain: the nearest link first."""

    person: Person
    organisation: Organisation
    quality: str  # « Présidente »
    chain: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Committing:
    """An act that commits an organisation, as its federation names it. `offices`: the seats that hold it by themselves
    (« board/president »); none: a body decides it, and whoever presides signs what was decided. `signed`: whoever keeps
    documents may ask signatures for it; otherwise, the room that tells it only. `replaced`: somebody else may be put in the
    place of a signer; otherwise the demand is withdrawn, and made again."""

    code: str  # empty: none of those that are named
    label: str
    offices: tuple[str, ...] = ()
    signed: bool = True
    replaced: bool = True


NONE_NAMED = Committing("", "aucun de ceux que la fédération nomme")

type Acts = Callable[[date], Iterable[Committing]]
ACTS: Ask[Acts] = Ask("documents.acts", "The acts that commit an organisation, as the federation names them that day.")


def acts_on(day: date) -> dict[str, Committing]:
    """By their codes, in the order of the federation; those of a room after them (« staff:contract », a sign that no code of a
    federation has); then `NONE_NAMED`."""
    found = sorted((one for told in ACTS for one in told(day)), key=lambda one: ":" in one.code)
    return {one.code: one for one in found} | {"": NONE_NAMED}


def may_be_replaced(code: str, day: date) -> bool:
    """Whether somebody else may sign what is of this act in the place of whom it was asked of."""
    known = acts_on(day).get(code)
    return known is None or known.replaced


@dataclass(frozen=True, slots=True)
class Authority:
    """`entitled(organisations, amount, on, act)`: who may sign for these, that day, up to that amount in cents (None: what is
    signed has none), for that act (None: nobody said which). In a number of queries that does not grow. `way(organisation,
    amount, on, act)`: where whoever may not asks for it. `entitled_then`: as `entitled`, of a day on which somebody signed;
    None: the same. `hold(links)`: locks, until the transaction ends, those of these links that are its own, and what they stand
    on."""

    entitled: Callable[[Collection[Organisation], int | None, date, Committing | None], Iterable[Entitled]]
    way: Callable[[Organisation, int | None, date, Committing | None], Way | None] = lambda *asked: None
    hold: Callable[[Collection[Link]], None] = lambda links: None
    entitled_then: (
        Callable[[Collection[Organisation], int | None, date, Committing | None], Iterable[Entitled]] | None
    ) = None


AUTHORITIES: Ask[Authority] = Ask(
    "documents.authorities", "Who may commit an organisation by signing, and by what right."
)


def entitled(
    organisations: Collection[Organisation], amount: int | None, on: date, act: str | None, *, then: bool = False
) -> list[Entitled]:
    """Once for a person and an organisation: the first who answers. `act`: its code; empty, none of those that are named; None,
    nobody said which. Nobody, for a code that is not known that day. `then`: of what was signed that day, and not of what is
    about to be: a right that was taken back at once, that day, held until then."""
    asked = None if act is None else acts_on(on).get(act)
    if act is not None and asked is None:
        return []
    found: dict[tuple[UUID, UUID], Entitled] = {}
    for authority in AUTHORITIES:
        ask = authority.entitled_then if then and authority.entitled_then else authority.entitled
        for one in ask(organisations, amount, on, asked):
            found.setdefault((one.organisation.pk, one.person.pk), one)
    return list(found.values())


def hold(links: Collection[Link]) -> None:
    """What gives a right is locked until the transaction ends. Must run inside an act."""
    for authority in AUTHORITIES:
        authority.hold(links)


def ways_to_ask(organisation: Organisation, amount: int | None, on: date, act: str | None) -> tuple[Way, ...]:
    """Where whoever may not sign this for an organisation asks for the right to."""
    asked = None if act is None else acts_on(on).get(act)
    if act is not None and asked is None:
        return ()
    found = (authority.way(organisation, amount, on, asked) for authority in AUTHORITIES)
    return tuple(one for one in found if one is not None)
