"""A small world of the invented federation: its head, two choirs, their committees, the circle and the commission."""

from datetime import date

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from kevread.common import rooms
from kevread.directory.models import Organisation
from kevread.seats.loader import bodies
from kevread.seats.models import Mandate
from tests.arrange import analyse
from tests.charter.proofs import Board, board
from tests.conftest import arranging
from tests.factories import AffiliationFactory, KeepingFactory, NameFactory, OrganisationFactory
from tests.worlds import (
    World,
    attend,
    decide_settings,
    hold_meetings,
    met,
    open_bodies,
    open_spaces,
    validate_register,
)


@pytest.fixture(scope="module")
def small(django_db_setup, django_db_blocker) -> World:
    federation = override_settings(KEVREAD_FEDERATION=settings.FEDERATIONS / "exemple")
    with django_db_blocker.unblock(), federation, transaction.atomic():
        with arranging():
            built = ronde()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def conforming(small) -> Board:
    return board()


def ronde() -> World:
    small = World(OrganisationFactory(scale="head", slug="la-ronde", name="La Ronde"))
    choirs = [OrganisationFactory(local=True, rna=f"W35{number:07}") for number in range(2)]
    small.locals[small.head] = choirs
    for organisation in (small.head, *choirs):
        NameFactory(organisation=organisation)
        NameFactory(organisation=organisation, kind="statutory")
        open_bodies(small, organisation)
        small.seated(f"{organisation.slug}-board", "president")
        small.seated(f"{organisation.slug}-board", "treasurer")
        for register in dict(rooms.registers()):
            KeepingFactory(organisation=organisation, register=register)
        validate_register(organisation)
    open_spaces(small)
    small.seated("cercle-des-pupitres", "member-head", person=small.holder("la-ronde-board", "president").person)
    coordination = small.seated("la-ronde-team", "coordination", origin=Mandate.Origin.HIRING).person
    for choir in choirs:
        join(small, choir)
        president = small.holder(f"{choir.slug}-board", "president").person
        attend(met(small.body(f"{choir.slug}-board"), date(2026, 3, 14), chair=president), coordination)
    assert {spec.slug for spec in bodies().spaces} == {"cercle-des-pupitres", "commission-du-repertoire"}
    decide_settings(small)
    hold_meetings(small)
    analyse()
    return small


def join(small: World, choir: Organisation) -> None:
    """A member of the Ronde: heard by its president in the circle, by its chorus master in the commission."""
    AffiliationFactory(member=choir, of=small.head, college="chorales")
    president = small.holder(f"{choir.slug}-board", "president").person
    master = small.seated(f"{choir.slug}-team", "chef", origin=Mandate.Origin.HIRING).person
    small.seated("cercle-des-pupitres", "member", person=president, represents=choir)
    small.seated("commission-du-repertoire", "member", person=master, represents=choir)
    small.seated("la-ronde-assembly", "member", represents=choir)
    met(small.body(f"{choir.slug}-assembly"), date(2025, 6, 14))
    for year, month in ((year, month) for year in (2025, 2026) for month in (1, 5, 9)):
        met(small.body(f"{choir.slug}-board"), date(year, month, 14), chair=president)
