"""Who can see this, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kevread.common.actor import Hat
from kevread.common.periods import Period, day_in_words
from kevread.directory.models import Organisation, Person
from kevread.journal.memory import Memory
from kevread.seats import roles
from kevread.seats.models import Mandate
from kevread.seats.roles import Role

from .actors import (
    Held,
    Neighbourhood,
    delegations_on,
    entrusted_by,
    hat_of,
    held_by,
    held_in,
    held_instead,
    role_of,
    substitutions_on,
)

type Worn = list[tuple[Person, Hat]]  # each person with each of their hats
WORN = Memory[Worn](20_000, weigh=len)

OF_THE_NETWORK = "voit le nom et les mandats des membres du réseau."


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who can see: by which seat and until when, and what it allows there."""

    person: Person
    hat: Hat
    by: str
    allows: str

    @property
    def why(self) -> str:
        """One sentence of both, for whoever is alone."""
        return f"{self.by} : {self.allows}"


def hats_on(day: date, *rights: str) -> Worn:
    """Everybody's hats on a day, by name; where only some `rights` are asked about, what the hats say of these alone. From what
    this process knows already of them in this state, else four queries, whatever the size of the network."""
    return WORN.once((day, rights), lambda: read_hats(day, *rights))


def read_hats(day: date, *rights: str) -> Worn:
    around = Neighbourhood(day)
    mandates = in_order(Mandate.objects.on(day)).select_related("person", "seat__body__organisation")
    held = [(mandate.person, role) for mandate in mandates if (role := held_by(mandate))]
    asked = [one for one in [*held, *given_on(day)] if not rights or not one[1].role.rights.keys().isdisjoint(rights)]
    return [(person, hat_of(role, around, *rights)) for person, role in asked]


def in_order(mandates: QuerySet[Mandate]) -> QuerySet[Mandate]:
    return mandates.order_by("person__search", "seat__body__rank", "seat__rank", "pk")


def given_on(day: date) -> Iterator[tuple[Person, Held]]:
    """What is held without a mandate of one’s own: by a secretariat, by standing in for somebody."""
    for delegation in delegations_on(day):
        yield from ((delegation.holder, role) for role in entrusted_by(delegation))
    for one in substitutions_on(day):
        if role := held_instead(one):
            yield one.substitute, role


SEATED = (
    "person", "person__given_name", "person__family_name", "pk", "represents", "period", "seat__name", "seat__title",
    "seat__body__kind", "seat__body__organisation", "seat__body__organisation__scale", "seat__body__organisation__name",
)  # fmt: skip


def named_on(day: date, *rights: str) -> list[tuple[UUID, str, Hat]]:
    """The same as `hats_on`, where all that is asked of people is who they are: read as columns, and not as objects."""
    around = Neighbourhood(day)
    known: dict[tuple[str, str, str], Role | None] = {}
    held: list[tuple[UUID, str, Held]] = []
    for row in in_order(Mandate.objects.on(day)).values_list(*SEATED):
        person, given, family, key, represents, period, seat, title, kind, where, scale, name = row
        if (kind, title, scale) not in known:
            known[kind, title, scale] = role_of(kind, title, scale)
        if role := known[kind, title, scale]:
            last = Period.of(period).last
            held.append((person, f"{given} {family}", held_in(role, where, represents, f"{seat}, {name}", key, last)))
    held += [(person.pk, str(person), role) for person, role in given_on(day)]
    return [
        (person, name, hat_of(one, around, *rights))
        for person, name, one in held
        if not one.role.rights.keys().isdisjoint(rights)
    ]


def who_sees(organisation: Organisation, on: date, right: str = "read") -> list[Viewer]:
    """Who may read what is not public in this organisation (or use another right there), each once, and why."""
    found: dict[UUID, Viewer] = {}
    for person, hat in hats_on(on, right):
        if person.pk not in found and hat.allows(right, organisation.pk):
            found[person.pk] = Viewer(person, hat, by(hat), allows(right, organisation))
    return list(found.values())


def who_sees_person(person: Person, on: date) -> list[Viewer]:
    """Who sees this person's record, and why. What `Person.objects.visible_to` grants: the person, and whoever holds a
    seat, a post or a delegation that day; first those who read the organisations where this person sits."""
    worn = hats_on(on)
    mine = set(Mandate.objects.on(on).filter(person=person).values_list("seat__body__organisation_id", flat=True))
    places = {row.pk: row for row in Organisation.objects.filter(pk__in=mine)}
    near: dict[UUID, Viewer] = {}
    far: dict[UUID, Viewer] = {}
    for other, hat in worn:
        if other.pk == person.pk or other.pk in near:
            continue
        shared = next((place for key, place in places.items() if hat.allows("read", key)), None)
        if shared:
            near[other.pk] = Viewer(other, hat, by(hat), allows("read", shared))
        else:
            far.setdefault(other.pk, Viewer(other, hat, hat.label, OF_THE_NETWORK))
    return [*near.values(), *(viewer for key, viewer in far.items() if key not in near)]


def by(hat: Hat) -> str:
    """The seat, where, until when."""
    return hat.told + (f" (jusqu’au {day_in_words(hat.until)})" if hat.until else "")


def allows(right: str, organisation: Organisation) -> str:
    return f"{roles.every_right()[right].lower()}, à {organisation.name}."
