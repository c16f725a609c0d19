"""Who may do something somewhere: the roles that have the right there, and who holds them, as a reader may read it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.asks import Holder
from kevread.common.actor import Actor
from kevread.common.facts import HEAD, SCALES
from kevread.common.words import of
from kevread.directory.models import Affiliation, Organisation
from kevread.seats import roles
from kevread.seats.models import Mandate
from kevread.seats.queries.actors import delegations_on, held_by, held_instead, substitutions_on

OF_SCALE = (" du pôle", " du groupement", " de la tête de réseau")
SEEN_AS_ONE = 3  # names of who holds a role, at most


@dataclass(frozen=True, slots=True)
class Place:
    """A role of an organisation: « la présidence d’ESS 35 »."""

    role: roles.Role
    organisation: UUID
    name: str

    @property
    def said(self) -> str:
        short = next((self.role.label.removesuffix(end) for end in OF_SCALE if self.role.label.endswith(end)), "")
        label = (short or self.role.label).lower()
        where = "" if self.role.name == "coordination" else f" {of(self.name)}"
        return f"{'le' if label.startswith('secrétariat') else 'la'} {label}{where}"


def who_may(
    asked: Collection[tuple[str, UUID]], on: date, reader: Actor
) -> Mapping[tuple[str, UUID], Sequence[Holder]]:
    """For each right on an organisation, those of the organisation itself first. Five queries: the organisations, what is
    above them, the mandates, who stands in, the secretariats entrusted."""
    network = {row.pk: row for row in asked_about({key for _, key in asked}, on)}
    above: dict[UUID, list[UUID]] = defaultdict(list)
    links = Affiliation.objects.on(on).filter(member__in=network, of__in=network)
    for member, upper in links.values_list("member", "of"):
        above[member].append(upper)
    held, seen = who_holds(network, on, reader)
    found = {}
    for right, key in asked:
        if key in network:
            places = list(places_of(right, network[key], above[key], network))
            found[right, key] = [
                Holder(
                    one.said,
                    tuple(sorted(seen[one.role.name, one.organisation]))[:SEEN_AS_ONE],
                    (one.role.name, one.organisation) in held,
                    one.organisation == key,
                )
                for one in places
            ]
    return found


def asked_about(keys: Collection[UUID], on: date) -> Iterator[Organisation]:
    """These, those that they belong to, and the head of network. One query."""
    up = Affiliation.objects.on(on).filter(member__in=keys, of__scale__in=SCALES).values("of")
    every = Organisation.objects.on(on).filter(scale__in=SCALES)
    yield from (every.filter(pk__in=keys) | every.filter(pk__in=up) | every.filter(scale=HEAD)).distinct()


def places_of(
    right: str, organisation: Organisation, above: Sequence[UUID], network: Mapping[UUID, Organisation]
) -> Iterator[Place]:
    """The roles that have a right on an organisation, where each is held: there first, then above, then at the head."""
    uppers = [network[key] for key in above]
    heads = [row for row in network.values() if row.scale == HEAD and row != organisation and row not in uppers]
    for where in (organisation, *uppers, *heads):
        for role in roles.who_has(right, organisation.scale):
            extents = role.rights[right]
            reach = roles.HERE if where == organisation else roles.BELOW
            is_there = reach in extents if where not in heads else False
            if where.scale in role.scales and (is_there or roles.ALL in extents):
                yield Place(role, where.pk, where.name)


type Roles = tuple[str, UUID]


def who_holds(organisations: Collection[UUID], on: date, reader: Actor) -> tuple[set[Roles], dict[Roles, set[str]]]:
    """The roles that somebody holds in these, and the names that this reader may read. Three queries."""
    wanted = [role for role in roles.every_role() if set(role.rights) - {"read"}]
    held: set[Roles] = set()
    seen: dict[Roles, set[str]] = defaultdict(set)
    mandates = Mandate.objects.on(on).filter(
        seat__body__organisation__in=organisations,
        seat__body__kind__in={kind for role in wanted for kind in role.bodies},
        seat__title__in={title for role in wanted for title in role.titles},
    )
    read = set(mandates.visible_to(reader).values_list("pk", flat=True))
    for mandate in mandates.select_related("seat__body__organisation", "person"):
        if role := held_by(mandate):
            key = role.role.name, role.organisation
            held.add(key)
            if mandate.pk in read:
                seen[key].add(str(mandate.person))
    for one in substitutions_on(on).filter(mandate__seat__body__organisation__in=organisations):
        if role := held_instead(one):
            held.add((role.role.name, role.organisation))
            if reader.hats or reader.is_system:
                told = f"{one.substitute} en remplacement {of(str(one.mandate.person))}"
                names = seen[role.role.name, role.organisation]
                names.discard(str(one.mandate.person))  # who is named there already
                names.add(told)
    for delegation in delegations_on(on).filter(granter__in=organisations):
        for power in delegation.powers:
            key = roles.delegated()[power].name, delegation.granter_id
            held.add(key)
            if reader.hats or reader.is_system:
                seen[key].add(str(delegation.holder))
    return held, seen
