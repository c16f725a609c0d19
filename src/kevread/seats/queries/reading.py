"""The rows of the page of a body: a seat, its places for one pôle, grouping or family, who holds them, who may."""

from dataclasses import dataclass, field
from datetime import date

from kevread.seats.asks import Promise
from kevread.seats.loader import families, is_counted_by_its_body
from kevread.seats.models import Body, Mandate, Seat
from kevread.ui.words import day, period

from .designating import Letter, is_designated
from .faces import Face
from .places import Opening


@dataclass(frozen=True, slots=True)
class Holder:
    """A mandate, and the person as the reader may see them."""

    mandate: Mandate
    face: Face
    on: date | None = None  # the day of the reading, for a mandate that begins later

    @property
    def term(self) -> str:
        """Until when, or since when no end is set; for a mandate to come, its days."""
        if self.on:
            return period(self.mandate.dates, self.on)
        last, start = self.mandate.dates.last, self.mandate.dates.start
        return f"jusqu’au {day(last)}" if last else f"depuis le {day(start)}" if start else ""

    @property
    def on_behalf(self) -> str:
        family = self.mandate.family
        return self.mandate.represents.name if self.mandate.represents else families().get(family, family)


@dataclass(slots=True)
class Line:
    """The places of a seat for one pôle, grouping or family, or in all."""

    opening: Opening
    holders: list[Holder]
    elsewhere: list[Holder]  # who takes these places from another seat of the body
    vacant: int  # 0 when the register is not kept, or no number is set, or « au plus » is all that is asked
    free: int  # that somebody may take, vacant or not
    since: date | None  # the first day of the vacancy; None: nobody ever sat there
    fillable: bool = False  # by who reads, now
    proposes: bool = False  # who reads prepares, and does not decide
    letter: Letter | None = None  # that waits for those who designate
    promised: list["Promised"] = field(default_factory=list)  # given by a decision, to be confirmed
    coming: list[Holder] = field(default_factory=list)  # whose mandate begins later
    until: list[date] = field(default_factory=list)  # the last day of each free place that a mandate to come takes

    @property
    def lasting(self) -> int:
        """The free places that nobody takes later."""
        return self.free - len(self.until)

    @property
    def gesture(self) -> str:
        return "Proposer quelqu’un" if self.proposes else "Confier ce siège"

    @property
    def what_is_done(self) -> str:
        """After « un siège à »."""
        return "pourvoir" if self.proposes else "confier"

    def is_full_on(self, on: date) -> bool:
        """Whether those who hold these places, or come, take them all that day."""
        taking = [holder.mandate for holder in [*self.holders, *self.elsewhere, *self.coming]]
        number = self.opening.places.number
        return number is not None and sum(mandate.in_force(on) for mandate in taking) >= number

    @property
    def share(self) -> str:
        """How the address of the form names whom the seat is for."""
        return self.opening.represents.slug if self.opening.represents else self.opening.family

    @property
    def designated(self) -> bool:
        """Whether another organisation names who sits there."""
        return is_designated(self.opening.seat, self.opening.represents)

    @property
    def excess(self) -> bool:
        return self.opening.places.excess


@dataclass(frozen=True, slots=True)
class Promised:
    """Whom a decision names for a place, as the reader may see them. `mine`: the reader may confirm it. `full`: its first day,
    or that of the reading once it has begun, when every place is taken that day."""

    promise: Promise
    face: Face
    mine: bool
    full: date | None


@dataclass(slots=True)
class Group:
    """A seat of the body, all its places together."""

    seat: Seat
    lines: list[Line]
    asks: list[tuple[str, str]] = field(default_factory=list)  # (what is asked, in a clause, article)

    @property
    def held(self) -> int:
        return sum(len(line.holders) for line in self.lines)

    @property
    def vacant(self) -> int:
        return sum(line.vacant for line in self.lines)

    @property
    def open(self) -> int:
        """The places that are free, and that nobody calls vacant: « au plus » is all that is asked."""
        return sum(line.lasting for line in self.lines if not line.vacant)

    @property
    def open_to(self) -> list[str]:
        """Those for whom they are."""
        there = [line.opening.on_behalf for line in self.lines if line.lasting and not line.vacant]
        return [name for name in there if name]

    @property
    def proposes(self) -> bool:
        return all(line.proposes for line in self.lines if line.fillable)

    @property
    def is_counted_by_its_body(self) -> bool:
        return is_counted_by_its_body(self.seat)

    @property
    def shown_places(self) -> int:
        return self.held + self.vacant

    @property
    def promised(self) -> int:
        """Whom a decision names for a place that is left to them."""
        return sum(one.full is None for line in self.lines for one in line.promised)

    @property
    def beyond(self) -> int:
        """Whom a decision names where every place is taken."""
        return sum(one.full is not None for line in self.lines for one in line.promised)

    @property
    def fillable(self) -> bool:
        return any(line.fillable for line in self.lines)

    @property
    def is_full(self) -> bool:
        """Every place has somebody: one may only prepare what follows."""
        return all(line.opening.free == 0 for line in self.lines)

    @property
    def undecided(self) -> bool:
        return any(line.opening.places.undecided for line in self.lines)

    @property
    def rule(self) -> str:
        """The article that holds the number of places."""
        return self.seat.places_setting.rsplit(".", 1)[0]

    @property
    def shares(self) -> str:
        """What the seat has places for, in one word."""
        return self.seat.get_one_per_display() if self.seat.one_per else ""


@dataclass(slots=True)
class Reading:
    """A body on a day."""

    body: Body
    groups: list[Group]
    kept_since: date | None  # None: the register is not kept that day
    past: list[Holder] = field(default_factory=list)
    future: list[Holder] = field(default_factory=list)
    frieze: list[tuple[str, list[tuple[object, str]]]] = field(default_factory=list)
    years: tuple[int, int] = (0, 0)
    to_mend: int = 0  # breaches about this body, for those within
    to_look_at: int = 0  # those of them that nobody decided, apart

    @property
    def held(self) -> int:
        return len({h.mandate.person_id for group in self.groups for line in group.lines for h in line.holders})

    @property
    def vacant(self) -> int:
        return sum(group.vacant for group in self.groups)

    @property
    def open(self) -> int:
        return sum(group.open for group in self.groups)

    @property
    def promised(self) -> int:
        return sum(group.promised for group in self.groups)
