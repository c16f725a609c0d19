from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Coverage
from kevread.directory.operations import cover_zone, end_coverage
from kevread.directory.operations.checks import said_in_french
from tests.conftest import NOW, arranging
from tests.factories import CoverageFactory, ZoneFactory

from .conftest import wearing


def call(land, zone=None, organisation=None, actor=None, **asked):
    asked = {"source": "Délibération du 3 mars", "certainty": "documented", "period": Period(date(2026, 1, 1))} | asked
    return cover_zone(
        actor=actor or wearing("cover_zone"),
        organisation=organisation or land.locals[0],
        zone=zone or land.free,
        now=NOW,
        **asked,
    )


def test_an_epci_is_attached_with_its_source_and_its_certainty(land):
    coverage = call(land, certainty="deduced")
    assert (coverage.zone, coverage.certainty, coverage.source) == (land.free, "deduced", "Délibération du 3 mars")


def test_an_epci_attached_twice_is_refused_in_french_with_whose_it_is(land):
    with pytest.raises(
        Refused, match="Étel Agglomération est déjà rattaché à ESS pays d’Étel depuis le 26 septembre 2024"
    ):
        call(land, zone=land.epci[0], organisation=land.locals[1])
    assert Coverage.objects.filter(zone=land.epci[0]).count() == 1


def test_an_epci_attached_twice_is_refused_by_the_database_too(land):
    with pytest.raises(IntegrityError, match="coverage_once"), arranging(), transaction.atomic():
        CoverageFactory(organisation=land.locals[1], zone=land.epci[0])
    with pytest.raises(Invalid, match="déjà rattaché à une organisation"), said_in_french(), arranging():
        CoverageFactory(organisation=land.locals[1], zone=land.epci[0])


def test_it_changes_hands_once_the_first_has_let_it_go(land):
    first = Coverage.objects.get(zone=land.epci[0])
    end_coverage(actor=wearing("cover_zone"), coverage=first, last=date(2026, 6, 30), now=NOW)
    call(land, zone=land.epci[0], organisation=land.locals[1], period=Period(date(2026, 7, 1)))
    on = {
        day: Coverage.objects.on(day).get(zone=land.epci[0]).organisation
        for day in (date(2026, 6, 30), date(2026, 7, 1))
    }
    assert list(on.values()) == land.locals


@pytest.mark.parametrize(
    "asked, field",
    [({"source": " "}, "source"), ({"certainty": "sûr"}, "certainty")],
)
def test_a_link_without_source_or_certainty_is_refused(land, asked, field):
    with pytest.raises(Invalid) as refusal:
        call(land, **asked)
    assert refusal.value.field == field


def test_a_pole_has_epci_and_islands_a_grouping_has_a_territory(land):
    with arranging():
        island, north = ZoneFactory(island=True), ZoneFactory(strategic=True)
    assert call(land, zone=island)
    assert call(land, zone=north, organisation=land.groupings[0])
    for zone, organisation in ((land.free, land.groupings[0]), (north, land.locals[0]), (land.free, land.head)):
        with pytest.raises(Invalid, match="sorte de territoire"):
            call(land, zone=zone, organisation=organisation)


def test_nobody_and_an_actor_of_elsewhere_may_not(land):
    for actor in (NOBODY, wearing("cover_zone", land.locals[1]), wearing("read", land.locals[0])):
        with pytest.raises(Denied):
            call(land, actor=actor)
    with pytest.raises(Denied):
        end_coverage(
            actor=wearing("cover_zone", land.locals[1]),
            coverage=Coverage.objects.get(zone=land.epci[0]),
            last=date(2026, 6, 30),
            now=NOW,
        )
