"""Proofs of parts 6 to 9: people at work, names, membership, legal form."""

from kevread.common.verdicts import Verdict
from tests.charter.proofs import proves
from tests.factories import AffiliationFactory, OrganisationFactory, SettingFactory
from tests.worlds import World, end, put


@proves("R6.20")
def test_an_epci_without_a_delegate(small: World):
    end(small.epci[small.groupings[0]][0].leads)


@proves("R6.24")
def test_a_network_without_its_space_for_human_resources(small: World):
    end(small.body("rh-regional"))


@proves("R7.19")
def test_a_head_without_a_brand(small: World):
    end(small.head.names)


@proves("R7.20")
def test_a_grouping_without_a_brand(small: World):
    end(small.groupings[0].names)


@proves("R7.21")
def test_a_local_without_a_brand(small: World):
    end(small.locals[small.groupings[0]][0].names)


@proves("R8.3")
def test_a_local_structure_that_is_a_member_of_no_local(small: World):
    AffiliationFactory(member=OrganisationFactory(), of=small.groupings[0])


@proves("R8.4", before=Verdict.UNKNOWN, also=("R2.4/1",))  # the limit that it cites
def test_a_seat_more_for_direct_members_than_the_limit(small: World):
    SettingFactory(name="R2.4.direct_member_seats", value=1)
    small.seated(f"{small.groupings[0].slug}-board", "direct-member", represents=small.direct_member)


@proves("R8.5", also=("R3.11/1",))  # nor in its college
def test_a_local_that_is_not_a_member_of_the_head(small: World):
    end(small.locals[small.groupings[0]][0].affiliations.filter(of=small.head))


@proves("R9.1", also=("R2.1/1",))  # which says the same
def test_a_grouping_that_is_a_foundation(small: World):
    put(small.groupings[1], legal_form="foundation")
