"""A head, two groupings, a pôle each, their land; and actors who hold one right each, somewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import pytest

from kevread.common.actor import Actor, Hat
from kevread.directory.models import Organisation, Person
from kevread.territory.models import Zone
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import (
    AffiliationFactory,
    BodyFactory,
    CoverageFactory,
    MandateFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    ZoneFactory,
    ZonePartFactory,
)


@dataclass
class Land:
    head: Organisation
    groupings: list[Organisation]
    locals: list[Organisation]
    territories: list[Zone]
    epci: list[Zone]
    free: Zone  # an EPCI that nobody has


@pytest.fixture
def land(db) -> Land:
    with arranging():
        head = OrganisationFactory(head=True)
        groupings = [OrganisationFactory(grouping=True, name=name) for name in ("ESS Nord", "ESS Sud")]
        locals_ = [OrganisationFactory(local=True, name=name) for name in ("ESS pays d’Étel", "ESS pays de Vitré")]
        territories = [ZoneFactory(strategic=True, code=name, name=name) for name in ("nord", "sud")]
        epci = [ZoneFactory(name=name) for name in ("Étel Agglomération", "Vitré Communauté")]
        free = ZoneFactory(name="Communauté libre")
        for n in range(2):
            AffiliationFactory(member=groupings[n], of=head, college="territoires")
            AffiliationFactory(member=locals_[n], of=groupings[n])
            ZonePartFactory(child=epci[n], parent=territories[n])
            ZonePartFactory(child=ZoneFactory(commune=True, name=f"Commune de {n}"), parent=epci[n])
            CoverageFactory(organisation=groupings[n], zone=territories[n])
            CoverageFactory(organisation=locals_[n], zone=epci[n])
    return Land(head, groupings, locals_, territories, epci, free)


def wearing(rights: str | Iterable[str], *places: Organisation, person: Person | None = None) -> Actor:
    """Somebody with these rights in these places; everywhere when none is named."""
    names = [rights] if isinstance(rights, str) else list(rights)
    where = frozenset(place.pk for place in places) if places else None
    hat = Hat("test", places[0].pk if places else None, "Mandat de test", dict.fromkeys(names, where))
    return Actor(person=person.pk if person else UUID(int=7), name="Anouk Tanguy", hats=(hat,))


@pytest.fixture
def somebody(db) -> Person:
    with arranging():
        return PersonFactory(given_name="Anouk", family_name="Tanguy", email="anouk@exemple.bzh")


@pytest.fixture
def seated(land):
    """One person for each situation: coordination, presidency of the first pôle, of the second, and no seat at all."""
    with arranging():
        team = SeatFactory(body=BodyFactory(organisation=land.head, team=True), direction=True)
        chairs = [SeatFactory(body=BodyFactory(organisation=local), president=True) for local in land.locals]
        people = {"coordination": MandateFactory(seat=team).person, "no role": PersonFactory()}
        for name, chair in zip(("in scope", "elsewhere"), chairs, strict=True):
            people[name] = MandateFactory(seat=chair).person
    return people


@pytest.fixture
def client_as(seated, settings):
    return lambda who: entered_as(seated.get(who), settings)
