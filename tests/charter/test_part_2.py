"""Proofs of part 2: groupings and their members."""

from datetime import date

from kevread.common.verdicts import Verdict
from kevread.directory.models import Affiliation
from kevread.seats.models import Mandate
from tests.charter.proofs import board, planted, proves, verdicts_on
from tests.conftest import arranging
from tests.factories import (
    AffiliationFactory,
    CoverageFactory,
    OrganisationFactory,
    SettingFactory,
    ZoneFactory,
    since,
)
from tests.worlds import World, end, put


@proves("R2.1", clause=1, also=("R9.1/1", "R0.4/2"))  # which says the same; an association no more
def test_a_grouping_that_is_a_company(small: World):
    put(small.groupings[0], legal_form="company")


@proves("R2.1", clause=2, after=Verdict.UNKNOWN)  # that nobody wrote it does not show that it has none
def test_a_grouping_without_an_rna_number(small: World):
    put(small.groupings[0], rna="")


# The direction of the second grouping has not come to its board, no day of handing over is set,
# and none of its delegates is at its service.
@proves("R2.2", clause=1, also=("R5.1/2", "R6.1/2", "R6.12/2", "R6.17/1"))
def test_a_local_in_two_groupings(small: World):
    first, second = small.groupings
    AffiliationFactory(member=small.locals[first][0], of=second)


@proves(
    "R2.2", clause=2, also=("R4.6/1", "R4.9/1", "R4.12/1", "R4.15/1", "R6.29/1", "R6.30/1", "R8.5/2")
)  # nor what it does
def test_a_local_of_the_territory_that_is_no_member(small: World):
    CoverageFactory(organisation=OrganisationFactory(local=True), zone=small.island)


def test_a_local_of_two_territories_is_gathered_where_it_is_a_member(small: World):
    """The document does not say of which territory it is: one of its groupings is enough, both are told and are no fault,
    and none is one for each."""
    first, second = small.groupings
    local = small.locals[first][0]

    def lies_in_both(small: World) -> None:
        zone = small.epci[second][0]
        end(zone.coverage)
        CoverageFactory(organisation=local, zone=zone, period=since(date(2026, 1, 1)))

    with planted(small, lies_in_both):
        now = board("R2.2")
        assert (now["R2.2/2", first.pk][0], now["R2.2/2", second.pk][0]) == (Verdict.CONFORMS, Verdict.CONFORMS)
        with arranging():
            AffiliationFactory(member=local, of=second)
        now = board("R2.2")
        assert (now["R2.2/1", first.pk][0], now["R2.2/2", second.pk][0]) == (Verdict.BREACHES, Verdict.CONFORMS)
        with arranging():
            end(local.affiliations.filter(of__in=small.groupings))
        now = board("R2.2")
        assert (now["R2.2/2", first.pk][0], now["R2.2/2", second.pk][0]) == (Verdict.BREACHES, Verdict.BREACHES)


def decide(value: int) -> None:
    SettingFactory(name="R2.4.direct_member_seats", value=value)


@proves("R2.4", before=Verdict.UNKNOWN, also=("R8.4/1", "R3.7/3"))  # which cite this limit
def test_more_direct_members_than_the_limit_once_it_is_decided(small: World):
    decide(0)


def test_as_many_direct_members_as_the_limit(small, conforming, db):
    assert verdicts_on("R2.4/1", conforming) == {Verdict.UNKNOWN}
    with planted(small, lambda _: decide(1)):
        assert verdicts_on("R2.4/1") == {Verdict.CONFORMS}


def test_a_structure_that_is_no_member_is_no_direct_member(small: World):
    """Whoever sits for it has no place there (R3.7/3): R2.4 and R8.4 do not say that it adheres."""
    grouping = small.groupings[0]
    mandate = small.holder(f"{grouping.slug}-board", "direct-member")
    rows = Affiliation.objects.filter(member=small.direct_member, of=grouping)
    beside = {"seat": small.seat(f"{grouping.slug}-board", "administrator")}

    def told(plant) -> list[Verdict]:
        def all_of_it(small: World) -> None:
            decide(0)
            put(Mandate.objects.filter(pk=mandate.pk), **beside)
            plant()

        with planted(small, all_of_it):
            now = board("R2.4", "R8.4", "R3.7")
            return [now[clause, grouping.pk][0] for clause in ("R2.4/1", "R8.4/1", "R3.7/3")]

    assert told(lambda: None) == [Verdict.BREACHES, Verdict.BREACHES, Verdict.CONFORMS]
    assert told(lambda: end(rows)) == [Verdict.CONFORMS, Verdict.CONFORMS, Verdict.BREACHES]
    assert told(lambda: put(rows, is_proposed=True))[:2] == [Verdict.UNKNOWN, Verdict.UNKNOWN]


def test_a_local_of_which_nothing_says_where_it_is_may_be_of_any_territory(small: World):
    first = small.groupings[0]

    def told(plant) -> set[Verdict]:
        with planted(small, lambda _: plant(OrganisationFactory(local=True))):
            return verdicts_on("R2.2/2")

    assert told(lambda _: None) == {Verdict.UNKNOWN}
    assert told(lambda local: AffiliationFactory(member=local, of=first)) == {Verdict.CONFORMS}
    assert told(lambda local: CoverageFactory(organisation=local, zone=ZoneFactory())) == {Verdict.CONFORMS}, (
        "elsewhere"
    )
