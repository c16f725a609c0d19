"""What an address says of a seat to entrust: for whom, who, by what decision. Each answer can be gone back to."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404

from kevread.directory.models import Organisation, Person
from kevread.seats.asks import REGISTERS, Decided, Promise, promises
from kevread.seats.conditions import is_for_members
from kevread.seats.loader import families
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import representable
from kevread.seats.queries.candidates import counted_with, holding, shares_of
from kevread.seats.queries.places import Opening
from kevread.ui.request import Request

NOBODY_IN_PARTICULAR = "-"
BEFORE = "avant"  # decided before the register was kept


@dataclass
class Choice:
    """What is chosen so far. `asks` is the question of the moment: whom, who, by what decision, when; or nothing but to
    confirm what a decision promises."""

    seat: Seat
    represents: Organisation | None = None
    family: str = ""
    whom: str = ""  # as the address says it
    person: Person | None = None
    decision: str = ""  # the key of one that is offered, or BEFORE
    promise: Promise | None = None
    promised: list[Promise] = field(default_factory=list)  # of these places
    is_unfit: bool = False  # the decision that the address names is none of those
    offered: list[Decided] = field(default_factory=list)  # decisions, to whoever may say whom they name
    recorded: bool = False  # what exists in fact is recorded: no decision is asked
    opening: Opening | None = None
    holders: list[Mandate] = field(default_factory=list)
    full_from: date | None = None  # a day to come, from which what begins then takes what is free
    to_come: list[Mandate] = field(default_factory=list)

    @property
    def asks(self) -> str:
        if self.promise:
            return "confirm"
        if not self.whom and asks_for_whom(self.seat):
            return "whom"
        if self.person is None:
            return "who"
        decided = self.decision or self.recorded or not self.seat.body.is_elective
        return "when" if decided else "decision"

    @property
    def on_behalf(self) -> str:
        return self.represents.name if self.represents else families().get(self.family, "")

    @property
    def is_full(self) -> bool:
        return self.opening is not None and self.opening.free == 0

    @property
    def is_given(self) -> bool:
        """Every place that is free was given by a decision."""
        free = self.opening.free if self.opening else None
        return bool(free) and free is not None and len(self.promised) >= free

    @property
    def chosen(self) -> Decided | None:
        """The decision of the register that is chosen."""
        return next((one for one in self.offered if str(one.key) == self.decision), None)

    @property
    def address(self) -> str:
        """What is answered so far but the decision, as the address says it."""
        values = {"pour": self.whom, "personne": self.person.pk if self.person else ""}
        return urlencode({key: value for key, value in values.items() if value})


def asks_for_whom(seat: Seat) -> bool:
    """A post is nobody's but the team's, and a pôle's own seats represent nobody; elsewhere one says for whom."""
    if seat.one_per:
        return True
    owner = seat.body.organisation
    return seat.body.kind != Body.Kind.TEAM and owner.scale != "local"


def read_choice(request: Request, seat: Seat, *, recorded: bool = False) -> Choice:
    choice = Choice(seat, whom=request.GET.get("pour", ""), recorded=recorded)
    if choice.whom and choice.whom != NOBODY_IN_PARTICULAR:
        if choice.whom in families():
            choice.family = choice.whom
        else:
            choice.represents = representable(seat, request.on).filter(slug=choice.whom).first()
            if choice.represents is None:
                raise Http404("Personne de ce nom n’a de place à ce siège ce jour-là.")
    if key := request.GET.get("personne", ""):
        choice.person = person_of(key)
    if not recorded:
        read_decision(request, choice)
    if choice.asks != "whom":
        start = choice.promise.period.start if choice.promise else None
        day = max(request.on, start or request.on)  # a promise is kept from its own first day
        choice.opening = opening_for(choice, day)
        choice.holders = holding(choice.opening, day) if choice.opening else []
        if choice.opening and choice.opening.free:
            look_ahead(choice, day)
    return choice


def look_ahead(choice: Choice, day: date) -> None:
    """From which day to come every place is taken, and by whom: said before anybody is chosen, not once the verb refuses."""
    rows = Mandate.objects.filter(seat__body=choice.seat.body, period__startswith__gt=day).order_by()
    for start in sorted(set(rows.values_list("period__startswith", flat=True))):
        opening = opening_for(choice, start)
        if opening and opening.free == 0:
            choice.full_from = start
            choice.to_come = [one for one in holding(opening, start) if one.dates.start and one.dates.start > day]
            return


def read_decision(request: Request, choice: Choice) -> None:
    """What decisions of the register promise here, and which one is chosen, among those offered."""
    here = [one for one in promises([choice.seat.pk]) if one.decided_on <= request.on]
    if key := request.GET.get("promesse", ""):
        choice.promise = next((one for one in here if str(one.key) == key), None)
        if choice.promise is None:
            raise Http404("Aucune décision ne donne ce siège à cette adresse : il est peut-être déjà confié.")
        choice.represents, choice.family = choice.promise.represents, choice.promise.family
        choice.person = choice.promise.person
        choice.whom = choice.represents.slug if choice.represents else choice.family
    choice.promised = [one for one in here if one.is_of(choice.seat, choice.represents, choice.family)]
    if choice.person is None or choice.promise or not choice.seat.body.is_elective:
        return
    choice.offered = [
        one
        for register in REGISTERS
        for one in register.offered(request.actor, choice.seat, choice.represents, request.on)
    ]
    choice.decision = request.GET.get("decision", "")
    if choice.decision not in ("", BEFORE) and choice.chosen is None:
        choice.decision, choice.is_unfit = "", True  # one comes back from the register with what one wrote there


def opening_for(choice: Choice, on: date) -> Opening | None:
    """The places that are asked about: those of the seat, or those of the member represented when it is they that lack."""
    seat, share = choice.seat, choice.represents.pk if choice.represents else None
    own = next(
        (
            opening
            for opening in shares_of(seat, on)
            if not seat.one_per
            or (opening.represents.pk if opening.represents else None, opening.family) == (share, choice.family)
        ),
        None,
    )
    if share is None or seat.one_per or not is_for_members(seat) or (own and own.free == 0):
        return own
    counted = counted_with(seat, on).get(share)
    return counted if counted and counted.free == 0 else own


def person_of(key: str) -> Person:
    try:
        person: Person | None = Person.objects.usable().filter(pk=UUID(key)).first()
    except ValueError:
        person = None
    if person is None:
        raise Http404("Cette personne n’est pas à l’annuaire.")
    return person
