"""What somebody carries for an employer, as every room says it; a handover as somebody reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.careers.models import HandedOver, Handover
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.rooms import Carried
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.models import Body, Mandate

OVER = 60  # days before the last one, from which a departure is to be prepared


def places_of(employer: Organisation, on: date) -> frozenset[UUID]:
    """The employer, and its members of the network: somebody employed here works at their service."""
    rows = Affiliation.objects.on(on).filter(of=employer).exclude(member__scale="")
    return frozenset({employer.pk, *rows.values_list("member", flat=True)})


def carried_by(person: UUID, employer: Organisation, on: date) -> Iterator[tuple[str, Carried]]:
    """Everything, room by room, the lowest first. A query or two for each room that has something to say."""
    places = places_of(employer, on)
    for carrier in rooms.carriers():
        for one in carrier.find(person, places, on):
            yield carrier.kind, one


@dataclass(frozen=True, slots=True)
class Thing:
    """`is_left`: the rooms still say that whoever leaves carries it; `url` leads to where that changes; `is_gone`: whoever it
    is entrusted to will not be there to take it."""

    row: HandedOver
    heading: str
    url: str
    is_left: bool
    is_gone: bool = False

    @property
    def is_agreed(self) -> bool:
        return self.row.agreed_on is not None and not self.is_gone

    @property
    def state(self) -> str:
        if self.is_gone:
            return "à confier à quelqu’un d’autre : cette personne ne sera plus de l’équipe, ni du conseil"
        if self.row.agreed_on:
            return "accepté"
        if self.row.to_id:
            return "attend sa réponse"
        if self.row.declined_because:
            return "refusé, à confier à quelqu’un d’autre"
        return "à confier"


@dataclass(frozen=True, slots=True)
class HandoverShown:
    """`is_all`: whoever reads it reads all that is listed; of who receives a thing, they read what is theirs, and nothing is
    said of the rest."""

    handover: Handover
    things: list[Thing]
    unlisted: list[Carried]
    is_all: bool = True

    @property
    def waiting(self) -> list[Thing]:
        """Those that nobody who will be there has agreed to take, and that are still carried."""
        return [one for one in self.things if one.is_left and not one.is_agreed]

    @property
    def agreed(self) -> list[Thing]:
        return [one for one in self.things if one.is_agreed]

    @property
    def is_whole(self) -> bool:
        return self.is_all and not self.waiting and not self.unlisted

    @property
    def state(self) -> str:
        if self.handover.undone_on:
            return "Annulée"
        if self.handover.closed_on:
            return "Close"
        return "Tout est confié" if self.is_whole else "En cours"


def shown(handover: Handover, actor: Actor, on: date) -> HandoverShown:
    """What this person may read of it, held against what the rooms say that day."""
    person = handover.contract.person_id
    now = {(kind, one.row): one for kind, one in carried_by(person, handover.employer, min(on, handover.last_day))}
    headings = {carrier.kind: carrier.heading for carrier in rooms.carriers()}
    rows = HandedOver.objects.visible_to(actor).filter(handover=handover).select_related("to")
    is_open = not (handover.closed_on or handover.undone_on)
    able = {one.pk for one in takers(handover, on)} if is_open else set()
    things = []
    for row in rows.order_by("pk"):
        still, is_gone = now.get((row.kind, row.row)), is_open and row.to_id is not None and row.to_id not in able
        url, heading = still.url if still else "", headings.get(row.kind, row.kind)
        things.append(Thing(row, heading, url, still is not None, is_gone))
    known = set(HandedOver.objects.filter(handover=handover).values_list("kind", "row"))
    unlisted = [one for key, one in now.items() if key not in known]
    return HandoverShown(handover, things, unlisted, len(things) == len(known))


def takers(handover: Handover, on: date) -> list[Person]:
    """Those to whom something may be entrusted: of the employer’s team or board on the day after the last, or today once it is
    past; but who leaves, and whoever leaves too by then, by a handover of their own."""
    day = max(on, handover.last_day + timedelta(days=1))
    rows = Mandate.objects.on(day).exclude(end_reason=Mandate.EndReason.MISTAKE)
    rows = rows.filter(
        seat__body__organisation=handover.employer, seat__body__kind__in=(Body.Kind.TEAM, Body.Kind.BOARD)
    )
    leaving = Handover.objects.standing().filter(employer=handover.employer, last_day__lt=day)
    leaving = leaving.filter(Q(closed_on=None) | Q(last_day__gte=on))  # who left before stays only where they came back
    since = OuterRef("period__startswith")  # a seat or a post that began afterwards is not left
    leaves = leaving.filter(contract__person=OuterRef("person"), last_day__gte=since)
    there = rows.exclude(person=handover.contract.person_id).exclude(Exists(leaves))
    return list(Person.objects.filter(pk__in=there.values("person")).order_by("search", "pk"))
