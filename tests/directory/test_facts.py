"""What facts about organisations, members and territories count, and what they do not."""

from datetime import date

import pytest

from kevread.common.facts import EVERYONE, Organisations, Span
from kevread.directory import facts, facts_identity, facts_land
from tests.conftest import TODAY, arranging
from tests.factories import (
    AffiliationFactory,
    CoverageFactory,
    OrganisationFactory,
    ZoneFactory,
    ZonePartFactory,
    since,
)
from tests.worlds import end

pytestmark = pytest.mark.django_db

BEFORE_THE_FIRST_MAP = date(2024, 1, 1)


@pytest.fixture
def grouping(small):
    return small.groupings[0]


def test_a_grouping_that_ended_does_not_count(small, grouping):
    assert facts_identity.organisations_at_scale(TODAY, EVERYONE, "grouping") == {small.head.pk: 2}
    with arranging():
        end(grouping)
    assert facts_identity.organisations_at_scale(TODAY, EVERYONE, "grouping") == {small.head.pk: 1}


def test_a_form_that_nobody_wrote_is_no_word():
    known = facts_identity.identity(TODAY, EVERYONE, "legal_form")
    with arranging():
        unwritten = OrganisationFactory(local=True, legal_form="")
        written = OrganisationFactory(local=True)
    assert facts_identity.identity(TODAY, EVERYONE, "legal_form") == known | {written.pk: {"association"}}
    assert unwritten.pk not in facts_identity.identity(TODAY, Organisations(frozenset({unwritten.pk})), "legal_form")


def test_only_locals_count_among_the_members_of_a_grouping(small, grouping):
    assert facts.members(TODAY, EVERYONE, ("local",))[grouping.pk] == 2
    assert grouping.members.on(TODAY).count() == 3


def test_a_local_that_is_a_member_elsewhere_only_counts_zero_here(small):
    here, elsewhere = small.groupings
    local = small.locals[here][0]
    with arranging():
        end(local.affiliations.filter(of=here))
        AffiliationFactory(member=local, of=elsewhere)
    found = facts.groupings_by_local(TODAY, EVERYONE)
    assert found[here.pk][local.pk] == 0
    assert found[elsewhere.pk][local.pk] == 1


def test_a_member_without_territory_is_held_to_one_grouping_too(small):
    first, second = small.groupings
    with arranging():
        nomad = OrganisationFactory(local=True)
        for grouping in (first, second):
            AffiliationFactory(member=nomad, of=grouping)
    found = facts.groupings_by_local(TODAY, Organisations(frozenset({first.pk})))
    assert set(found) == {first.pk}
    assert found[first.pk][nomad.pk] == 2


def test_a_member_of_a_local_may_be_a_direct_member_too(small, grouping):
    families = {small.head.pk: dict.fromkeys((family.pk for family in small.families.values()), 0)}
    assert facts.local_structures_without_local(TODAY, EVERYONE) == families
    with arranging():
        end(small.direct_member.affiliations.exclude(of=grouping))
    found = facts.local_structures_without_local(TODAY, EVERYONE)
    assert found == families | {grouping.pk: {small.direct_member.pk: 1}}


def test_in_the_head_a_structure_acts_as_far_as_it_says_whatever_its_college(small):
    asked = [
        ("local", "", 1),
        ("local", "associations", 1),
        ("regional", "", 0),
        ("", "", Span(0, 1)),
        ("", "a", Span(0, 1)),
    ]
    with arranging():
        members = [OrganisationFactory(reach=reach) for reach, *_ in asked]
        for member, (_, college, _) in zip(members, asked, strict=True):
            AffiliationFactory(member=member, of=small.head, college=college)
    found = facts.local_structures_without_local(TODAY, EVERYONE)[small.head.pk]
    assert [found[member.pk] for member in members] == [number for *_, number in asked]


def test_a_territory_of_nobody_counts_zero(small):
    with arranging():
        alone = ZoneFactory(strategic=True)
    found = facts_land.groupings_by_territory(TODAY, EVERYONE)[small.head.pk]
    assert sorted(found.values()) == [0, 1, 1]
    assert found[alone.pk] == 0


def test_a_local_has_no_strategic_territory(small, grouping):
    with arranging():
        CoverageFactory(organisation=small.locals[grouping][0], zone=ZoneFactory(strategic=True))
    assert facts_land.strategic_territories(TODAY, EVERYONE)[grouping.pk] == 1
    assert 0 in facts_land.groupings_by_territory(TODAY, EVERYONE)[small.head.pk].values()


def test_islands_and_epci_lie_in_a_territory_but_not_communes(small):
    found = facts_land.territories_by_zone(TODAY, EVERYONE)[small.head.pk]
    assert set(found) == {small.island.pk} | {epci.pk for zones in small.epci.values() for epci in zones}
    assert set(found.values()) == {1}


def test_a_commune_is_no_island_before_the_first_known_map(small):
    """Its EPCI of then is not known: it is not said to have none."""
    with arranging():
        commune = ZoneFactory(commune=True, period=since(BEFORE_THE_FIRST_MAP))
        ZonePartFactory(child=commune, parent=ZoneFactory())
    assert commune.pk not in facts_land.territories_by_zone(BEFORE_THE_FIRST_MAP, EVERYONE).get(small.head.pk, {})
    assert commune.pk not in facts_land.territories_by_zone(TODAY, EVERYONE)[small.head.pk]


def test_nothing_is_answered_for_a_head_that_is_not_asked_about(small, grouping):
    asked = Organisations(frozenset({grouping.pk}))
    assert facts_identity.organisations_at_scale(TODAY, asked, "grouping") == facts_land.territories(TODAY, asked) == {}


def test_a_local_structure_is_oriented_to_the_local_of_its_intercommunality(small, grouping):
    """By the commune of its seat, when one commune of the map alone bears that name and somebody has its land."""
    local = small.locals[grouping][0]
    with arranging():
        land, free = ZoneFactory(kind="epci"), ZoneFactory(kind="epci")
        CoverageFactory(organisation=local, zone=land)
        for name, parent in (("Kerlouan", land), ("Plouvien", free), ("Saint-Jean", land), ("Saint-Jean", free)):
            ZonePartFactory(child=ZoneFactory(kind="commune", name=name), parent=parent)
        for locality in ("Kerlouan", "Plouvien", "Saint-Jean", "Ailleurs", ""):
            member = OrganisationFactory(name=f"La Yole {locality}".strip(), locality=locality, reach="local")
            AffiliationFactory(member=member, of=grouping)
        for reach in ("", "regional"):
            AffiliationFactory(member=OrganisationFactory(locality="Kerlouan", reach=reach), of=grouping)
    told = facts.local_of_its_land(TODAY, EVERYONE)
    assert list(told.values()) == [f"La Yole Kerlouan (Kerlouan : {local.name})"]
