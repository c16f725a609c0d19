"""What the rooms that keep decisions tell of seats: who is promised one, by what decision one may sit, and how it is given."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.errors import Way
from kevread.common.facts import Organisations
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate, Seat


@dataclass(frozen=True, slots=True)
class Promise:
    """A decision that was adopted names somebody for a seat: nobody else is given that place, from that day on.

    `key` is what the room that keeps it finds it by, `decision` the line of the register, `cited` how one cites it,
    `where` the organisation that decided, `way` where one reads it.
    """

    key: UUID
    decision: UUID
    cited: str
    where: UUID
    seat: UUID
    person: Person
    represents: Organisation | None
    family: str
    period: Period
    decided_on: date
    way: Way | None = field(default=None, compare=False)

    def is_of(self, seat: Seat, represents: Organisation | None, family: str) -> bool:
        """Whether it gives a place of this seat, for those whom it has places for."""
        whose = self.represents == represents and self.family == family
        return self.seat == seat.pk and (whose or not seat.one_per)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mandate that a decision gives, as a person says it."""

    seat: Seat
    person: Person
    represents: Organisation | None
    family: str
    period: Period


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision by which somebody may be seated: its key, and how one cites it."""

    key: UUID
    cited: str


@dataclass(frozen=True, slots=True)
class Register:
    """What a register of decisions does for seats.

    `promised(seats)`: what its decisions promise of these, and `promised_to(person)`, in a number of queries that does not
    grow. `kept_by(organisations, on)`: which of these keep it that day. `offered(actor, seat, represents, on)`: the
    decisions that this person may say to have given the seat. `give(actor, promise, now)` opens the mandate that is
    promised; `name(actor, wanted, decision, now)` says first whom a decision names.
    """

    promised: Callable[[Collection[UUID]], Iterable[Promise]]
    promised_to: Callable[[Person], Iterable[Promise]]
    kept_by: Callable[[Collection[Organisation], date], Iterable[Organisation]]
    offered: Callable[[Actor, Seat, Organisation | None, date], Iterable[Decided]]
    give: Callable[[Actor, Promise, datetime], Mandate]
    name: Callable[[Actor, Wanted, UUID, datetime], Mandate]


REGISTERS: Ask[Register] = Ask("seats.registers", "By what decisions people sit, in the rooms that keep them.")


type Designates = Callable[[Organisation, date], Body | None]
DESIGNATES: Ask[Designates] = Ask(
    "seats.designates", "The body of an organisation that names who represents it in the bodies of others."
)


type Leaving = Callable[[Organisation, date], Mapping[UUID, str]]
LEAVING: Ask[Leaving] = Ask(
    "seats.leaving", "The members of an organisation that are about to leave it, each with why."
)


type WhatMet = Callable[[date, Organisations], Mapping[UUID, bool]]
MET: Ask[WhatMet] = Ask(
    "seats.met",
    "The bodies of these heads of network that met in the twelve months that end on a day, each with whether it was noted of "
    "all that whoever chaired sat that day in a body of its organisation, and not for one of its members; nor is it known "
    "where nobody said what became of another.",
)


@dataclass(frozen=True, slots=True)
class Attending:
    """Something that somebody said they would attend, or is asked to, in a sentence; what they may do of it themselves."""

    said: str
    ways: tuple[Way, ...]


type Attends = Callable[[UUID, date, date], Iterable[Attending]]
ATTENDS: Ask[Attends] = Ask(
    "seats.attends",
    "Where somebody is awaited themselves from a day to another: who stands in for them answers no notice in their place.",
)


def awaited_while_away(person: UUID, first: date, last: date) -> list[Attending]:
    return [one for attends in ATTENDS for one in attends(person, first, last)]


@dataclass(frozen=True, slots=True)
class Renewing:
    """The assembly by which an organisation renews its mandates that end: the meeting that is planned and its day, of those
    that the reader may read; whether this reader may plan it, where it is not."""

    organisation: Organisation
    meeting: UUID | None
    day: date | None
    may_plan: bool


type Renews = Callable[[Collection[UUID], Actor, date], Mapping[UUID, Renewing]]
RENEWS: Ask[Renews] = Ask(
    "seats.renews",
    "By organisation, the assembly by which mandates that end within a year are renewed, in a number of queries that does not "
    "grow.",
)


def renewing(organisations: Collection[UUID], actor: Actor, on: date) -> Mapping[UUID, Renewing]:
    found: dict[UUID, Renewing] = {}
    for renews in RENEWS if organisations else ():
        found |= renews(organisations, actor, on)
    return found


# What somebody does in Kevread that commits their organisation, in the words by which a federation ties an act to it.
HIRE, DISMISS, SIGN, ASK_GRANT, PAY = "hire", "dismiss", "sign", "ask_grant", "pay"
END_AGREEMENT, PUT_OFF = "end_agreement", "put_off"
GESTURES = {
    HIRE: "Confier un poste de l’équipe",
    DISMISS: "Révoquer qui tient un poste de l’équipe",
    SIGN: "Signer un document qui est demandé à plusieurs",
    ASK_GRANT: "Envoyer une demande de financement",
    PAY: "Verser à une organisation du réseau une part que le réseau lui doit",
    END_AGREEMENT: "Dénoncer une convention, ou convenir de sa fin",
    PUT_OFF: "Accorder le report de ce qu’une convention promet",
}

type Commits = Callable[[Actor, str, Organisation, date], None]
COMMITS: Ask[Commits] = Ask(
    "seats.commits",
    "Asked inside the act of a verb that commits an organisation, by a gesture: raises Denied when nobody gave this person the "
    "power; else their chain is held until the act ends.",
)


type Entrusts = Callable[[str, Organisation], Iterable[Way]]
ENTRUSTS: Ask[Entrusts] = Ask(
    "seats.entrusts",
    "What a delegation opens, at an organisation, of what a right allows there; each with where one asks for that delegation.",
)


def entrusted_of(right: str, organisation: Organisation) -> list[Way]:
    """Nothing of most rights: they come from a seat or a post."""
    return [way for entrusts in ENTRUSTS for way in entrusts(right, organisation)]


def commit(actor: Actor, gesture: str, organisation: Organisation, on: date) -> None:
    """This person commits the organisation. Must run inside an act. Raises Denied."""
    if actor.is_system:
        return
    for asked in COMMITS:
        asked(actor, gesture, organisation, on)


def promises(seats: Collection[UUID]) -> list[Promise]:
    """What is promised of these seats, in the order of the days."""
    found = (one for register in REGISTERS for one in register.promised(seats))
    return sorted(found, key=lambda one: (one.period.start or date.min, str(one.key)))
