"""Who may hold a seat: named predicates, each a filter on people that PostgreSQL answers in one query.

A seat lists the names of its conditions; the federation's `bodies.yaml` says which article asks for each. A condition is
asked of a person, for a seat, on behalf of an organisation (the body's own when the seat represents nobody), on a day.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.directory.models import Affiliation, Organisation, Person

from .models import Body, Mandate, MandateQuerySet, Seat

BOARD, TEAM = Body.Kind.BOARD, Body.Kind.TEAM
ELECTED = (Body.Kind.ASSEMBLY, Body.Kind.BOARD, Body.Kind.BUREAU)
ALWAYS, NEVER = Q(), Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Place:
    """What a condition is asked about. Left aside: `apart`, the mandate that is being corrected, and `fallen`, those that
    would no longer be there."""

    seat: Seat
    represents: Organisation | None
    on: date
    apart: Mandate | None = None
    fallen: frozenset[UUID] = frozenset()

    @property
    def organisation(self) -> Organisation:
        return self.seat.body.organisation

    @property
    def behalf(self) -> Organisation:
        return self.represents or self.organisation

    @property
    def is_for_nobody(self) -> bool:
        """An organisation does not represent itself in its own bodies."""
        return self.behalf.pk == self.organisation.pk

    def mandates(self) -> MandateQuerySet:
        """Those in force that day."""
        mandates: MandateQuerySet = Mandate.objects.on(self.on)
        aside = self.fallen | {self.apart.pk} if self.apart else self.fallen
        return mandates.exclude(pk__in=aside) if aside else mandates

    def held_by_candidate(self, **lookups: object) -> Exists:
        """The candidate holds such a mandate that day."""
        return Exists(self.mandates().filter(person=OuterRef("pk"), **lookups))


@dataclass(frozen=True, slots=True)
class Condition:
    """`asks` completes « Pour ce siège, il faut… »; `refusal` says, of a person, what does not hold.

    A `lasting` condition must hold as long as the mandate lasts: losing it is a reason to propose its end. Losing another
    is a reason to look at the mandate again; `loss` says so, when `refusal` does not suit. `usage`: one that nobody is
    refused for. `for_members`: such a seat is meant for whoever represents a member of the organisation. `for_nobody` is
    what is said when it is asked on behalf of nobody, or of its own organisation: empty, the condition admits it. `asks_of` is
    `asks` where one knows for whom: it names them.
    """

    asks: str
    refusal: str
    people: Callable[[Place], Q]
    lasting: bool = True
    for_members: bool = False
    for_nobody: str = ""
    loss: str = ""
    usage: bool = False
    asks_of: str = ""

    @property
    def told(self) -> str:
        """A clause that begins a sentence."""
        return self.in_clause(self.asks)

    def in_clause(self, asks: str) -> str:
        return f"L’usage est de {asks}" if self.usage else f"Il faut {asks}"


def in_office_at_home(place: Place) -> Q:
    """Who represents a pôle sits on its board; of a direct member, outside the network's scales, nothing is known here. That
    whoever represents nobody does not sit there is a reading of ours, and refuses nobody: it is looked at (R3.7/3)."""
    if place.is_for_nobody or place.behalf.scale == "":
        return ALWAYS
    return Q(place.held_by_candidate(seat__body__organisation=place.behalf, seat__body__kind=BOARD))


def holds_mandate(place: Place) -> Q:
    return Q(place.held_by_candidate(seat__body__organisation=place.behalf, seat__body__kind__in=ELECTED))


def not_employed_director(place: Place) -> Q:
    director = {"seat__body__kind": TEAM, "seat__title": "direction"}
    return ~Q(place.held_by_candidate(seat__body__organisation=place.organisation, **director))


def not_on_own_board(place: Place) -> Q:
    return ~Q(
        place.held_by_candidate(
            seat__body__organisation=place.organisation, seat__body__kind__in=(BOARD, Body.Kind.BUREAU)
        )
    )


def link_between_boards(place: Place) -> Q:
    """As long as nobody who represents the grouping sits on its own board, the candidate must."""
    if place.represents is None:
        return ALWAYS
    on_own_board = {"seat__body__organisation": place.represents, "seat__body__kind": BOARD}
    others = place.mandates().filter(seat__body=place.seat.body, represents=place.represents)
    people = Person.objects.filter(Exists(others.filter(person=OuterRef("pk"))))
    linked = people.filter(place.held_by_candidate(**on_own_board))
    return Q(Exists(linked)) | Q(~Exists(others)) | Q(place.held_by_candidate(**on_own_board))


def on_the_board(place: Place) -> Q:
    """For a seat of the bureau: the candidate is on the board that it prepares."""
    return Q(place.held_by_candidate(seat__body__organisation=place.organisation, seat__body__kind=BOARD))


def direct_member(place: Place) -> Q:
    """On the organisation represented, not on the person: outside the network's scales, and a member."""
    if place.represents is None or place.represents.scale:
        return NEVER
    member = Affiliation.objects.on(place.on).filter(member=place.represents, of=place.organisation)
    return Q(Exists(member))


def of_the_head(place: Place) -> Q:
    return Q(
        place.held_by_candidate(
            seat__body__organisation=place.organisation, seat__body__kind__in=(TEAM, BOARD, Body.Kind.BUREAU)
        )
    )


CONDITIONS = {
    "in-office-at-home": Condition(
        "siéger au conseil de l’organisation représentée",
        "{person} ne siège pas au conseil {of_represents} le {day}.",
        in_office_at_home,
        for_members=True,
        asks_of="siéger au conseil {of_represents}",
    ),
    "holds-mandate": Condition(
        "avoir un mandat dans l’organisation représentée",
        "{person} n’a pas de mandat à {represents} le {day}.",
        holds_mandate,
        asks_of="avoir un mandat à {represents}",
    ),
    # The same where no text asks for it, whoever it is that added the seat: ours, told and refused to nobody.
    "mandate-by-usage": Condition(
        "détenir un mandat dans l’organisation représentée",
        "{person} n’a pas de mandat à {represents} le {day} : l’usage est d’en détenir un.",
        holds_mandate,
        lasting=False,
        usage=True,
        asks_of="détenir un mandat à {represents}",
    ),
    "not-employed-director": Condition(
        "ne pas diriger l’organisation comme salarié·e",
        "{person} dirige {organisation} comme salarié·e le {day} : l’usage est de participer au conseil sans y siéger.",
        not_employed_director,
        lasting=False,
        usage=True,
    ),
    "not-on-own-board": Condition(
        "ne pas siéger au conseil ni au bureau de l’employeur",
        "{person} siège au conseil ou au bureau {of_organisation} le {day} : l’usage est de ne pas en diriger l’équipe.",
        not_on_own_board,
        lasting=False,
        usage=True,
    ),
    "link-between-boards": Condition(
        "siéger au conseil du groupement, tant que personne d’autre parmi ses représentant·es n’y siège",
        "{person} ne siège pas au conseil {of_represents} le {day}, et l’autre représentant·e {of_represents} non plus : "
        "il faut que l’une des deux personnes y siège.",
        link_between_boards,
        asks_of="siéger au conseil {of_represents}, tant que personne d’autre parmi ses représentant·es n’y siège",
        lasting=False,
        loss="Parmi les personnes qui représentent ici {represents}, aucune ne siégerait plus à son conseil le {day} : l’une "
        "d’elles au moins doit y siéger.",
    ),
    "on-the-board": Condition(
        "siéger aussi au conseil",
        "{person} ne siégerait plus au conseil {of_organisation} le {day} : l’usage veut que le bureau en soit issu.",
        on_the_board,
        lasting=False,
        usage=True,
    ),
    "direct-member": Condition(
        "représenter un adhérent direct",
        "Ce siège est réservé à qui représente un adhérent direct {of_organisation}.",
        direct_member,
        lasting=False,
        for_members=True,
        for_nobody="Ce siège est réservé à qui représente un adhérent direct {of_organisation} : choisissez lequel.",
    ),
    "of-the-head": Condition(
        "être salarié·e ou élu·e de la tête de réseau",
        "{person} n’a ni poste ni mandat à {organisation} le {day}.",
        of_the_head,
    ),
    # The same where the text says that the head is there, and not who sits for it.
    "of-the-head-by-usage": Condition(
        "détenir un poste ou un mandat à la tête de réseau",
        "{person} n’a ni poste ni mandat à {organisation} le {day} : l’usage est d’en détenir un.",
        of_the_head,
        lasting=False,
        usage=True,
    ),
}
POST = "post-"
# Those that ask for another mandate of the same person: of which kinds of bodies of whom they represent, or of their own.
RESTS_ON = {
    "in-office-at-home": (BOARD,),
    "link-between-boards": (BOARD,),
    "holds-mandate": ELECTED,
    "mandate-by-usage": ELECTED,
    "on-the-board": (BOARD,),
}


def is_known(name: str) -> bool:
    return name in CONDITIONS or name.startswith(POST)


def condition(name: str) -> Condition:
    """The condition of a name; « post-delegate » asks for the post « delegate » in the team of who is represented."""
    if not name.startswith(POST):
        return CONDITIONS[name]
    title = name.removeprefix(POST)
    return Condition(
        "tenir, dans l’organisation représentée, le poste qui ouvre ce siège",
        "{person} n’a pas le poste qui ouvre ce siège dans l’équipe {of_represents} le {day}.",
        lambda place: Q(
            place.held_by_candidate(seat__body__organisation=place.behalf, seat__body__kind=TEAM, seat__title=title)
        ),
        asks_of="tenir, dans l’équipe {of_represents}, le poste qui ouvre ce siège",
    )


def asked_of(place: Place) -> Q:
    """All the conditions of the seat at once."""
    every = Q()
    for name in required(place.seat):
        every &= condition(name).people(place)
    return every


def refusal_of(name: str, person: Person, place: Place, *, whole: bool = False) -> str:
    """The sentence that says what this person does not meet, that day. `whole`: with their whole name, beside which it is
    read."""
    asked = condition(name)
    said = asked.for_nobody if asked.for_nobody and place.is_for_nobody else asked.refusal
    return in_words(said, person, place, whole=whole)


def told_of(name: str, place: Place) -> str:
    """What is asked, in a clause that begins a sentence; of whom, where one knows for whom the seat is."""
    asked = condition(name)
    if not asked.asks_of or place.represents is None:
        return asked.told
    return asked.in_clause(in_words(asked.asks_of, None, place))


def in_words(said: str, person: Person | None, place: Place, *, whole: bool = False) -> str:
    return said.format(
        person=(str(person) if whole else person.short_name) if person else "",
        represents=place.behalf.name,
        organisation=place.organisation.name,
        of_represents=of(place.behalf.name),
        of_organisation=of(place.organisation.name),
        day=day_in_words(place.on),
    )


def is_for_members(seat: Seat) -> bool:
    """Whoever holds this seat is meant to represent a member of the body's organisation, whatever their share of it."""
    return any(condition(name).for_members for name in seat.conditions)


def refuses_nobody_in_particular(seat: Seat) -> bool:
    """Whoever represents nobody is refused there."""
    return any(condition(name).for_nobody for name in seat.conditions)


def loss_of(name: str, person: Person, place: Place) -> str:
    """The sentence that says why a mandate calls for a second look, when its holder no longer meets this condition."""
    return in_words(condition(name).loss, person, place) if condition(name).loss else refusal_of(name, person, place)


def required(seat: Seat) -> list[str]:
    """The names of the conditions without which nobody is seated."""
    return [name for name in seat.conditions if not condition(name).usage]


def lasting(seat: Seat) -> list[str]:
    """The names of the conditions that must hold as long as a mandate of this seat lasts."""
    return [name for name in seat.conditions if condition(name).lasting]


def broken_by(person: Person, place: Place, names: Iterable[str] | None = None) -> list[str]:
    """The names of the conditions that this person does not meet that day: among those required, unless they are named."""
    asked = required(place.seat) if names is None else names
    return [name for name in asked if not Person.objects.filter(condition(name).people(place), pk=person.pk).exists()]


TOGETHER = 8  # days that are asked in one query


def meets_all(person: Person, places: Sequence[Place]) -> bool:
    """Whether this person meets, in each of these places, every condition that is required: as `broken_by` would say of each,
    in one query for several."""
    for start in range(0, len(places), TOGETHER):
        every = Q()
        for place in places[start : start + TOGETHER]:
            every &= asked_of(place)
        if every and not Person.objects.filter(every, pk=person.pk).exists():
            return False
    return True
