"""Proofs of part 1: the strategic territories."""

from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Coverage
from kevread.territory.models import Certainty, ZonePart
from tests.charter.proofs import board, judged, planted, proves, refused
from tests.factories import CoverageFactory, ZoneFactory, ZonePartFactory
from tests.worlds import World, end, put


def test_a_territory_with_two_groupings_is_refused(small: World):
    first, second = small.groupings
    refused(small, lambda small: CoverageFactory(organisation=first, zone=small.territories[second]))


@proves("R1.1", clause=2, also=("R0.12/2", "R6.20/1"))  # its grouping has none; of no EPCI nothing is known
def test_a_territory_without_a_grouping(small: World):
    end(small.territories[small.groupings[1]].coverage)


@proves("R1.1", clause=3, also=("R1.1/2",))  # nobody has it
def test_one_territory_too_many(small: World):
    ZoneFactory(strategic=True)


@proves("R1.1", clause=4)
def test_one_territory_too_few(small: World):
    end(small.territories[small.groupings[0]])


def test_an_epci_in_two_territories_is_refused(small: World):
    first, second = small.groupings
    refused(small, lambda small: ZonePartFactory(child=small.epci[first][0], parent=small.territories[second]))


@proves("R1.2", clause=2)
def test_an_epci_in_no_territory(small: World):
    ZoneFactory()


def test_a_map_that_is_supposed_is_no_map(small: World):
    """Which territory an EPCI lies in is « supposé, à confirmer »: that it has one is not known."""
    part = ZonePart.objects.get(child=small.epci[small.groupings[0]][0], parent_kind="strategic")
    with planted(small, lambda _: put(part, certainty=Certainty.SUPPOSED)):
        assert judged("R1.2/2", small.head.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


def test_a_territory_that_is_supposed_to_be_of_a_grouping_is_not_known_to_be_its_own(small: World):
    first = small.groupings[0]
    with planted(small, lambda _: put(Coverage.objects.filter(organisation=first), certainty=Certainty.SUPPOSED)):
        now = board("R0.12", "R1.1")
    told = {"R0.12/2": first.pk, "R1.1/2": small.head.pk}
    assert {now[clause, of] for clause, of in told.items()} == {(Verdict.UNKNOWN, Reason.NO_DATA)}
    assert now["R0.12/1", first.pk] == (Verdict.CONFORMS, None)


def test_a_local_that_is_of_a_territory_by_supposition_is_not_known_to_be(small: World):
    """Whichever link is supposed: of its EPCI, of the territory of that EPCI, of the grouping of that territory."""
    first, second = small.groupings
    epci = small.epci[first][0]
    links = (
        Coverage.objects.get(organisation=small.locals[first][0]),
        ZonePart.objects.get(child=epci, parent_kind="strategic"),
        Coverage.objects.get(organisation=first),
    )
    for link in links:
        with planted(small, lambda _, link=link: put(link, certainty=Certainty.SUPPOSED)):
            now = board("R2.2")
        assert now["R2.2/2", first.pk] == (Verdict.UNKNOWN, Reason.NO_DATA), link
        assert now["R2.2/2", second.pk] == (Verdict.CONFORMS, None)
