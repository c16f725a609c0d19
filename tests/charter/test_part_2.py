"""Proofs of part 2: groupings and their members."""

from kevread.common.verdicts import Verdict
from tests.charter.proofs import board, planted, proves, verdicts_on
from tests.factories import AffiliationFactory, CoverageFactory, OrganisationFactory, SettingFactory
from tests.worlds import World, put


@proves("R2.1", clause=1, also=("R9.1/1", "R0.4/2"))  # which says the same; an association no more
def test_a_grouping_that_is_a_company(small: World):
    put(small.groupings[0], legal_form="company")


@proves("R2.1", clause=2)
def test_a_grouping_without_an_rna_number(small: World):
    put(small.groupings[0], rna="")


@proves("R2.2", clause=1, also=("R6.17/1",))  # the direction of the second grouping has not come to its board
def test_a_local_in_two_groupings(small: World):
    first, second = small.groupings
    AffiliationFactory(member=small.locals[first][0], of=second)


@proves("R2.2", clause=2, also=("R4.6/1", "R4.9/1", "R4.12/1", "R4.15/1"))  # nobody knows what it decides
def test_a_local_of_the_territory_that_is_no_member(small: World):
    CoverageFactory(organisation=OrganisationFactory(local=True), zone=small.island)


def decide(value: int) -> None:
    SettingFactory(name="R2.4.direct_member_seats", value=value)


@proves("R2.4", before=Verdict.UNKNOWN, also=("R8.4/1",))  # which cites this limit
def test_more_direct_members_than_the_limit_once_it_is_decided(small: World):
    decide(0)


def test_as_many_direct_members_as_the_limit(small, conforming, db):
    assert verdicts_on("R2.4/1", conforming) == {Verdict.UNKNOWN}
    with planted(small, lambda _: decide(1)):
        assert verdicts_on("R2.4/1", board()) == {Verdict.CONFORMS}
