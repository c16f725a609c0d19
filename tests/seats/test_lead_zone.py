"""A délégué·e is the reference of an EPCI of their grouping's territory, during their post."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.seats.models import Mandate, ZoneLead
from kevread.seats.operations import end_zone_lead, lead_zone
from tests.conftest import NOW, TODAY, arranging
from tests.factories import ZoneFactory, ZonePartFactory, since


@pytest.fixture
def zone(scene):
    """One more EPCI of the territory, of nobody yet."""
    with arranging():
        zone = ZoneFactory()
        ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
    return zone


def delegate(scene) -> Mandate:
    return scene.world.holder(f"{scene.grouping.slug}-team", "delegate")


def lead(scene, zone, **change):
    post = change.pop("mandate", None) or delegate(scene)
    asked = {"actor": scene.direction, "mandate": post, "zone": zone, "period": Period(TODAY)}
    return lead_zone(now=NOW, **asked | change)


def test_a_delegate_becomes_the_reference_of_an_epci(scene, zone):
    assert lead(scene, zone) in ZoneLead.objects.on(TODAY)


def test_or_of_an_island(scene):
    assert lead(scene, scene.world.island)


def test_an_epci_of_another_territory_is_refused(scene):
    with pytest.raises(Invalid, match="n’est pas dans le territoire"):
        lead(scene, scene.world.epci[scene.world.groupings[1]][0])


def test_what_is_only_supposed_to_be_of_another_territory_refuses_nobody(scene):
    beside = scene.world.territories[scene.world.groupings[1]]
    with arranging():
        supposed, known, nowhere = (ZoneFactory() for _ in range(3))
        ZonePartFactory(child=supposed, parent=beside, certainty="supposed")
        ZonePartFactory(child=known, parent=beside, certainty="deduced")
    assert lead(scene, supposed)
    for other in (known, nowhere):
        with pytest.raises(Invalid, match="n’est pas dans le territoire"):
            lead(scene, other)


def test_a_territory_has_no_reference(scene):
    with pytest.raises(Invalid, match="intercommunalité"):
        lead(scene, scene.world.territories[scene.grouping])


def test_only_a_delegate_leads(scene, zone):
    for body, title in ((f"{scene.grouping.slug}-team", "direction"), (f"{scene.grouping.slug}-board", "president")):
        with pytest.raises(Invalid) as invalid:
            lead(scene, zone, mandate=scene.world.holder(body, title))
        assert invalid.value.field == "mandate"


def test_the_lead_lies_within_the_post(scene, zone):
    post = delegate(scene)
    with arranging():
        post.period = since(last=date(2027, 6, 30))
        post.save()
    for period, field in ((Period(date(2024, 1, 1), date(2027, 1, 1)), "first"), (Period(TODAY), "last")):
        with pytest.raises(Invalid) as invalid:
            lead(scene, zone, period=period)
        assert invalid.value.field == field


def test_a_zone_has_one_main_reference_and_others_in_support(scene, zone):
    first = delegate(scene)
    lead(scene, zone)
    with arranging():
        other = scene.world.seated(f"{scene.grouping.slug}-team", "delegate")
    with pytest.raises(Refused, match="a déjà une personne référente principale"):
        lead(scene, zone, mandate=other)
    assert lead(scene, zone, mandate=other, main=False)
    with pytest.raises(Refused, match="est déjà référent·e"):
        lead(scene, zone, mandate=first, main=False)


def test_who_has_no_right_there_is_denied(scene, zone):
    with pytest.raises(Denied):
        lead(scene, zone, actor=scene.actor(f"{scene.world.groupings[1].slug}-team", "direction"))


def test_a_lead_ends_and_leaves_the_zone_free(scene, zone):
    ended = end_zone_lead(actor=scene.direction, lead=lead(scene, zone), last=TODAY, now=NOW)
    assert ended.dates.last == TODAY
    assert lead(scene, zone, period=Period(TODAY + timedelta(days=1)))


def test_a_lead_does_not_end_before_it_begins(scene, zone):
    with pytest.raises(Invalid):
        end_zone_lead(actor=scene.direction, lead=lead(scene, zone), last=date(2026, 1, 1), now=NOW)


def test_who_has_no_right_there_does_not_end_it(scene, zone):
    made = lead(scene, zone)
    with pytest.raises(Denied):
        end_zone_lead(actor=scene.president_of(scene.second), lead=made, last=TODAY, now=NOW)
