"""Contact cards, of a team or of somebody; and who leaves for the tool in which the network works together. Of people whose
data are kept and not used, nothing leaves but to themselves; an address leaves as `addresses` says."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from kevread.common.actor import Actor
from kevread.common.cards import Card
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body, Mandate

from .addresses import RIGHT, Addresses


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, their address for whoever may take it away, and the mandates that are told of them, in order."""

    person: Person
    address: str
    mandates: Sequence[Mandate]

    @property
    def card(self) -> Card:
        posts = tuple(f"{one.seat.name}, {one.seat.body.name}" for one in self.mandates)
        places = (one.seat.body.organisation.name for one in self.mandates)
        said = tuple(zip(posts, places, strict=True))
        return Card(self.person.pk, self.person.given_name, self.person.family_name, self.address, said)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves for the tool; `unaddressed`: those whom it could not know again, of whom nothing leaves."""

    people: Sequence[Known]
    unaddressed: Sequence[Person]

    @property
    def groups(self) -> dict[UUID, list[tuple[Known, Mandate]]]:
        """By body, in their order."""
        found: dict[UUID, list[tuple[Known, Mandate]]] = defaultdict(list)
        for one in self.people:
            for mandate in one.mandates:
                found[mandate.seat.body_id].append((one, mandate))
        return found

    @property
    def seats(self) -> list[tuple[Known, Mandate]]:
        """Each place of somebody in a group, group by group."""
        rows = [row for group in self.groups.values() for row in group]
        return sorted(rows, key=lambda row: order_of(row[1]))


def order_of(mandate: Mandate) -> tuple[str, int, str, int, str]:
    body = mandate.seat.body
    return body.organisation.search, body.rank, body.slug, mandate.seat.rank, mandate.person.search


def team_cards(organisation: Organisation, actor: Actor, on: date, today: date) -> list[Card]:
    """Those of its team that day, by name, with what they do there. Three queries."""
    rows = read(actor, on, seat__body__organisation=organisation, seat__body__kind=Body.Kind.TEAM)
    return [one.card for one in known(rows, actor, today)]


def card_of(person: Person, actor: Actor, on: date, today: date) -> Card:
    """Somebody, with all that they do in the network that day."""
    rows = read(actor, on, person=person)
    return Known(person, Addresses(actor, today, [person.pk]).of(person), rows).card


def leaving(organisation: Organisation, actor: Actor, on: date, today: date) -> Leaving:
    """Of the bodies of an organisation; at the head, of all those where this person registers people. Three queries."""
    where: Collection[UUID] | None = {organisation.pk}
    if organisation.scale == HEAD:
        where = actor.where(RIGHT)
    asked = {} if where is None else {"seat__body__organisation__in": where}
    found = known(read(actor, on, person__limited_since=None, **asked), actor, today)
    return Leaving([one for one in found if one.address], [one.person for one in found if not one.address])


def read(actor: Actor, on: date, **asked: object) -> list[Mandate]:
    """The mandates of that day that this person reads, of people whose data are used, and their own. One query."""
    mine = Q(person=actor.person) if actor.person else Q(pk__in=())
    rows = Mandate.objects.visible_to(actor).on(on).filter(Q(person__limited_since=None) | mine, **asked)
    sorted_ = rows.order_by("person__search", "person", "seat__body__rank", "seat__rank", "pk")
    return list(sorted_.select_related("person", "seat__body__organisation"))


def known(mandates: Iterable[Mandate], actor: Actor, today: date) -> list[Known]:
    """Each person once, by name. Two queries at most."""
    of: dict[UUID, list[Mandate]] = defaultdict(list)
    for one in mandates:
        of[one.person_id].append(one)
    addresses = Addresses(actor, today, of)
    return [Known(rows[0].person, addresses.of(rows[0].person), rows) for rows in of.values()]
