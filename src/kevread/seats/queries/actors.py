"""Who acts, and with which rights: derived on the day from the seats, posts and delegations in force."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.common.actor import NOBODY, Actor, Hat
from kevread.common.facts import GROUPING, SCALES
from kevread.directory.models import Affiliation, Person
from kevread.seats import roles
from kevread.seats.models import Body, Delegation, Mandate


def actor_of(person: Person | None, on: date) -> Actor:
    """The actor that a person is on a day: one hat for each mandate, post and delegation in force."""
    if person is None:
        return NOBODY
    mandates = list(
        Mandate.objects.filter(person=person)
        .on(on)
        .select_related("seat__body__organisation")
        .order_by("seat__body__rank", "seat__rank", "id")
    )
    delegations = delegations_on(on).filter(holder=person)
    around = Neighbourhood(on)
    hats = [hat for mandate in mandates if (hat := hat_of(mandate, around))]
    for delegation in delegations:
        hats += hat_of_delegation(delegation, around)
    # The hat that allows most comes first: it is the one under which acts are signed by default.
    hats.sort(key=lambda hat: -len(hat.rights))
    return Actor(person=person.pk, name=str(person), hats=tuple(hats))


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


class Neighbourhood:
    """Above and below each organisation of the network, that day. One query, made when it is needed."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._links: list[tuple[UUID, UUID]] | None = None

    def links(self) -> list[tuple[UUID, UUID]]:
        if self._links is None:
            rows = Affiliation.objects.on(self.on).filter(member__scale__in=SCALES, of__scale__in=SCALES)
            self._links = list(rows.values_list("member_id", "of_id"))
        return self._links

    def reach(self, organisation: UUID, extents: Iterable[str]) -> frozenset[UUID] | None:
        """The organisations that « here », « below », « above » or « all » (None) mean around this one."""
        found = set()
        for extent in extents:
            if extent == roles.ALL:
                return None
            if extent == roles.HERE:
                found.add(organisation)
            elif extent == roles.BELOW:
                found |= self._walk(organisation, downwards=True)
            else:
                found |= self._walk(organisation, downwards=False)
        return frozenset(found)

    def _walk(self, start: UUID, *, downwards: bool) -> set[UUID]:
        neighbours = defaultdict(set)
        for member, of in self.links():
            neighbours[of if downwards else member].add(member if downwards else of)
        seen: set[UUID] = set()
        waiting = [start]
        while waiting:
            for other in neighbours[waiting.pop()] - seen:
                seen.add(other)
                waiting.append(other)
        return seen


def hat_of(mandate: Mandate, around: Neighbourhood) -> Hat | None:
    body = mandate.seat.body
    role = next(
        (r for r in roles.ROLES if r.is_made_by(body.kind, mandate.seat.title, body.organisation.scale)),
        None,
    )
    if role is None:
        return None
    where = mandate.represents_id if role.name == "territory_vice_president" and mandate.represents_id else None
    label = f"{mandate.seat.name}, {body.organisation.name}"
    return make_hat(role, where or body.organisation_id, label, around, mandate=mandate.pk, until=mandate.dates.last)


def hat_of_delegation(delegation: Delegation, around: Neighbourhood) -> list[Hat]:
    """One hat for each power entrusted."""
    return [
        make_hat(
            roles.DELEGATED[power],
            delegation.granter_id,
            f"{roles.DELEGATED[power].label} par {delegation.granter.name}",
            around,
            until=delegation.dates.last,
        )
        for power in delegation.powers
    ]


def make_hat(
    role: roles.Role,
    organisation: UUID,
    label: str,
    around: Neighbourhood,
    *,
    mandate: UUID | None = None,
    until: date | None = None,
) -> Hat:
    return Hat(
        role=role.name,
        organisation=organisation,
        label=label,
        rights={right: around.reach(organisation, extents) for right, extents in role.rights.items()},
        mandate=mandate,
        until=until,
        second_factor=role.second_factor,
    )
