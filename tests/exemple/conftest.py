"""A small world of the invented federation: its head, two choirs, their committees, the circle and the commission."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from kevread.charter.models import Keeping
from kevread.seats.loader import bodies
from tests.charter.proofs import Board, board
from tests.conftest import arranging
from tests.factories import AffiliationFactory, KeepingFactory, NameFactory, OrganisationFactory
from tests.worlds import World, analyse, decide_settings, hold_meetings, open_bodies, open_spaces


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
    choirs = [OrganisationFactory(local=True) for _ in range(2)]
    small.locals[small.head] = choirs
    for organisation in (small.head, *choirs):
        NameFactory(organisation=organisation)
        open_bodies(small, organisation)
        small.seated(f"{organisation.slug}-board", "president")
        for register in Keeping.Register.values:
            KeepingFactory(organisation=organisation, register=register)
    open_spaces(small)
    for choir in choirs:
        AffiliationFactory(member=choir, of=small.head)
        small.seated("cercle-des-pupitres", "member", represents=choir)
    assert {spec.slug for spec in bodies().spaces} == {"cercle-des-pupitres", "commission-du-repertoire"}
    decide_settings(small)
    hold_meetings(small)
    analyse()
    return small
