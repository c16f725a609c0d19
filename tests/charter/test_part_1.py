"""Proofs of part 1: the strategic territories."""

from tests.charter.proofs import proves, refuses
from tests.factories import CoverageFactory, ZoneFactory, ZonePartFactory
from tests.worlds import World, end


@refuses("R1.1", clause=1)
def test_a_territory_with_two_groupings(small: World):
    CoverageFactory(organisation=small.groupings[0], zone=small.territories[small.groupings[1]])


@proves("R1.1", clause=2, also=("R0.12/2",))  # which leaves the grouping without a territory
def test_a_territory_without_a_grouping(small: World):
    end(small.territories[small.groupings[1]].coverage)


@proves("R1.1", clause=3, also=("R1.1/2",))  # nobody has it
def test_one_territory_too_many(small: World):
    ZoneFactory(strategic=True)


@proves("R1.1", clause=4)
def test_one_territory_too_few(small: World):
    end(small.territories[small.groupings[0]])


@refuses("R1.2", clause=1)
def test_an_epci_in_two_territories(small: World):
    first, second = small.groupings
    ZonePartFactory(child=small.epci[first][0], parent=small.territories[second])


@proves("R1.2", clause=2)
def test_an_epci_in_no_territory(small: World):
    ZoneFactory()
