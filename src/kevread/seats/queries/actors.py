"""Who acts, and with which rights: derived on the day from the seats, posts and delegations in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from kevread.common.actor import NOBODY, Actor, Hat
from kevread.common.facts import GROUPING, SCALES
from kevread.directory.models import Affiliation, Person
from kevread.journal.memory import Memory
from kevread.seats import roles
from kevread.seats.models import Body, Delegation, Mandate, Seat, Substitution

KNOWN = Memory[tuple[Person | None, Actor]](2000)


def known_actor(state: str | None, on: date, **who: Any) -> tuple[Person | None, Actor]:
    """The person whom `pk` or `account` names, and the actor they are that day; from what this process knows already of
    them in this state. The row is the caller's own. No query, else those of `actor_of`."""
    person, actor = KNOWN.in_state(state, (on, *who.items()), lambda: person_and_actor(on, **who), strict=False)
    return copy(person), actor


def person_and_actor(on: date, **who: Any) -> tuple[Person | None, Actor]:
    """Whoever sits is read with their mandates. A record that was merged is the one that stands."""
    theirs = {f"person__{name}": value for name, value in who.items()}
    mandates = list(mandates_on(on).filter(**theirs).select_related("person"))
    person = mandates[0].person if mandates else Person.everything.filter(**who).first()
    if person is not None and person.into_id:
        return person_and_actor(on, pk=person.into_id)
    return person, actor_from(person, mandates, on) if person else NOBODY


def actor_of(person: Person | None, on: date) -> Actor:
    """The actor that a person is on a day: one hat for each mandate, post and delegation in force. One query; another when
    rights reach beyond where one sits, one for whoever holds a post to which a secretariat may be entrusted, and one for
    whoever stands in for somebody."""
    return NOBODY if person is None else actor_from(person, list(mandates_on(on).filter(person=person)), on)


def mandates_on(day: date) -> QuerySet[Mandate]:
    found: QuerySet[Mandate] = Mandate.objects.on(day).select_related("seat__body__organisation")
    asked = Substitution.objects.standing_on(day).filter(substitute=OuterRef("person"), accepted_on__lte=day)
    found = found.annotate(stands_in=Exists(asked))
    return found.order_by("seat__body__rank", "seat__rank", "id")


def actor_from(person: Person, mandates: Sequence[Mandate], on: date) -> Actor:
    held = [role for mandate in mandates if (role := held_by(mandate))]
    if any(is_post_of_delegate(mandate.seat) for mandate in mandates):
        held += [role for delegation in delegations_on(on).filter(holder=person) for role in entrusted_by(delegation)]
    if any(mandate.stands_in for mandate in mandates):  # type: ignore[attr-defined]
        held += [role for one in substitutions_on(on).filter(substitute=person) if (role := held_instead(one))]
    around = Neighbourhood(on, of=held)
    # One’s own first, then the hat that allows most: it is the one under which acts are signed by default.
    hats = sorted((hat_of(role, around) for role in held), key=lambda hat: (bool(hat.instead), -len(hat.rights)))
    return Actor(person=person.pk, name=str(person), hats=tuple(hats), on=on)


def is_post_of_delegate(seat: Seat) -> bool:
    return seat.title == "delegate" and seat.body.kind == Body.Kind.TEAM


def delegations_on(day: date) -> QuerySet[Delegation]:
    """The secretariats that give rights that day: accepted, by somebody who still holds a post of délégué·e in a grouping
    of the pôle. A right does not outlive the post on which it rests."""
    groupings = Affiliation.objects.on(day).filter(member=OuterRef(OuterRef("granter")), of__scale=GROUPING)
    posts = Mandate.objects.on(day).filter(
        person=OuterRef("holder"),
        seat__title="delegate",
        seat__body__kind=Body.Kind.TEAM,
        seat__body__organisation__in=groupings.values("of"),
    )
    found: QuerySet[Delegation] = Delegation.objects.on(day).filter(Exists(posts), accepted_on__lte=day)
    return found.select_related("granter", "holder").order_by("pk")


def substitutions_on(day: date) -> QuerySet[Substitution]:
    """Those that give rights that day: accepted, of a mandate in force, by somebody who still sits in the same body. What one
    has by standing in for somebody is not handed further: only mandates are."""
    beside = Mandate.objects.on(day).filter(person=OuterRef("substitute"), seat__body=OuterRef("mandate__seat__body"))
    found: QuerySet[Substitution] = Substitution.objects.standing_on(day).filter(
        Exists(beside), accepted_on__lte=day, mandate__in=Mandate.objects.on(day)
    )
    return found.select_related("mandate__person", "mandate__seat__body__organisation", "substitute").order_by("pk")


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has somewhere, before one knows how far it reaches."""

    role: roles.Role
    organisation: UUID
    label: str
    mandate: UUID | None = None
    until: date | None = None
    instead: str = ""

    def reaches(self, extent: str) -> bool:
        return any(extent in extents for extents in self.role.rights.values())


def held_by(mandate: Mandate) -> Held | None:
    seat, body, where = mandate.seat, mandate.seat.body, mandate.seat.body.organisation
    role = role_of(body.kind, seat.title, where.scale)
    label = f"{seat.name}, {where.name}"
    return held_in(role, where.pk, mandate.represents_id, label, mandate.pk, mandate.dates.last) if role else None


def role_of(body: str, title: str, scale: str) -> roles.Role | None:
    """What a seat gives, by the kind of its body, its title, and where the body is."""
    role = next((one for one in roles.every_role() if one.is_made_by(body, title, scale)), None)
    return role.by(title) if role else None


def held_in(
    role: roles.Role, organisation: UUID, represents: UUID | None, label: str, mandate: UUID, until: date | None
) -> Held:
    """A vice-presidency acts for the pôle that it represents."""
    where = represents if role.name == "grouping_vice_president" and represents else organisation
    return Held(role, where, label, mandate, until)


def held_instead(one: Substitution) -> Held | None:
    """What whoever stands in has of the mandate, for the days of both. A seat worn elsewhere speaks for whom it represents:
    nobody stands in there. In a team, what colleagues may not read of each other stays with whoever presides."""
    role = held_by(one.mandate)
    if role is None or role.organisation != one.mandate.seat.body.organisation_id:
        return None
    if kept_back(one.mandate):
        role = replace(role, role=role.role.for_a_colleague())
    last = min(day for day in (role.until, one.dates.last) if day is not None)
    return replace(role, label=f"{role.label} (remplacement)", until=last, instead=str(one.mandate.person))


def kept_back(mandate: Mandate) -> list[str]:
    """The rights of a mandate that a substitute does not have: in a team, what colleagues may not read of each other."""
    held = held_by(mandate)
    return sorted(held.role.staying()) if held and mandate.seat.body.kind == Body.Kind.TEAM else []


def entrusted_by(delegation: Delegation) -> list[Held]:
    """One role for each power entrusted."""
    given = [roles.delegated()[power] for power in delegation.powers]
    until = delegation.dates.last
    return [
        Held(role, delegation.granter_id, f"{role.label} par {delegation.granter.name}", until=until) for role in given
    ]


def hat_of(held: Held, around: "Neighbourhood", *only: str) -> Hat:
    """`only`: the rights that are asked about, where it is not all of them."""
    given = held.role.rights
    return Hat(
        role=held.role.name,
        organisation=held.organisation,
        label=held.label,
        rights={name: around.reach(held.organisation, given[name]) for name in only or given if name in given},
        mandate=held.mandate,
        until=held.until,
        second_factor=held.role.second_factor,
        instead=held.instead,
        left={
            name: around.held(name) - ({held.organisation} if roles.HERE in extents else set())
            for name, extents in given.items()
            if roles.UNHELD in extents and (not only or name in only)
        },
    )


LINKED = "SELECT a.member_id, a.of_id FROM directory_affiliation a"
# The scales are looked up link by link: joined, PostgreSQL would walk the whole network to find a few of them.
IN_FORCE = """a.period @> %(on)s::date
AND (SELECT scale FROM directory_organisation WHERE id = a.member_id) = ANY(%(scales)s)
AND (SELECT scale FROM directory_organisation WHERE id = a.of_id) = ANY(%(scales)s)
"""
# The links that lead down from some organisations, and those that lead up from others: their rows, and no others.
AROUND = f"""
WITH RECURSIVE below AS (
    {LINKED} WHERE a.of_id = ANY(%(down)s) AND {IN_FORCE}
    UNION {LINKED} JOIN below ON a.of_id = below.member_id WHERE {IN_FORCE}
), above AS (
    {LINKED} WHERE a.member_id = ANY(%(up)s) AND {IN_FORCE}
    UNION {LINKED} JOIN above ON a.member_id = above.of_id WHERE {IN_FORCE}
)
SELECT * FROM below UNION SELECT * FROM above
"""  # noqa: S608 — of our own words


class Neighbourhood:
    """Above and below organisations of the network, that day: of all of them, or as far as some roles reach. One query,
    made when it is needed."""

    def __init__(self, on: date, of: Iterable[Held] | None = None) -> None:
        self.on = on
        self._of = None if of is None else list(of)
        self._reached: dict[tuple[UUID, tuple[str, ...]], frozenset[UUID] | None] = {}

    @cached_property
    def links(self) -> list[tuple[UUID, UUID]]:
        if self._of is None:
            rows = Affiliation.objects.on(self.on).filter(member__scale__in=SCALES, of__scale__in=SCALES)
            return list(rows.values_list("member_id", "of_id"))
        down, up = ([h.organisation for h in self._of if h.reaches(way)] for way in (roles.BELOW, roles.ABOVE))
        with connection.cursor() as cursor:
            cursor.execute(AROUND, {"down": down, "up": up, "scales": list(SCALES), "on": self.on})
            return cursor.fetchall()

    @cached_property
    def below(self) -> Mapping[UUID, set[UUID]]:
        return self._next((of, member) for member, of in self.links)

    @cached_property
    def above(self) -> Mapping[UUID, set[UUID]]:
        return self._next(self.links)

    @staticmethod
    def _next(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, set[UUID]]:
        found = defaultdict(set)
        for one, other in pairs:
            found[one].add(other)
        return found

    @cached_property
    def seated(self) -> list[tuple[UUID, str, str, str]]:
        """Every organisation, with the body, the title and the scale of each seat that decides there and that somebody has."""
        rows = Mandate.objects.on(self.on).filter(seat__title__in=roles.titles_that_decide())
        where = "seat__body__organisation"
        return list(rows.order_by().values_list(where, "seat__body__kind", "seat__title", f"{where}__scale").distinct())

    def held(self, right: str) -> frozenset[UUID]:
        """Where somebody holds this right that day, from a seat of that place."""
        given = roles.seats_that_give(right)
        return frozenset(place for place, *seat in self.seated if any(role.is_made_by(*seat) for role in given))

    def reach(self, organisation: UUID, extents: tuple[str, ...]) -> frozenset[UUID] | None:
        """The organisations that « here », « below », « above » or « all » (None) mean around this one."""
        if (organisation, extents) not in self._reached:
            self._reached[organisation, extents] = self._reach(organisation, extents)
        return self._reached[organisation, extents]

    def _reach(self, organisation: UUID, extents: Iterable[str]) -> frozenset[UUID] | None:
        found = set()
        for extent in extents:
            if extent in (roles.ALL, roles.UNHELD):
                return None
            if extent == roles.HERE:
                found.add(organisation)
            else:
                found |= walk(organisation, self.below if extent == roles.BELOW else self.above)
        return frozenset(found)


def walk(start: UUID, neighbours: Mapping[UUID, set[UUID]]) -> set[UUID]:
    seen: set[UUID] = set()
    waiting = [start]
    while waiting:
        for other in neighbours.get(waiting.pop(), set()) - seen:
            seen.add(other)
            waiting.append(other)
    return seen
