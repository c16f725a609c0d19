"""A membership that the federation's file alone says is nobody's word: it proves nothing until somebody confirms it."""

import pytest

from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Affiliation
from tests.charter.proofs import judged, planted
from tests.conftest import arranging
from tests.factories import AffiliationFactory, OrganisationFactory
from tests.worlds import World, put

pytestmark = pytest.mark.django_db


def confirm(**which: object) -> None:
    with arranging():
        put(Affiliation.objects.filter(is_proposed=True, **which), is_proposed=False)


@pytest.mark.parametrize(("reach", "found"), [("local", Verdict.UNKNOWN), ("departmental", Verdict.CONFORMS)])
def test_nor_that_a_local_structure_is_of_a_local(small: World, reach: str, found: Verdict):
    grouping, local = small.groupings[0], small.locals[small.groupings[1]][0]

    def plant(small: World) -> None:
        member = OrganisationFactory(reach=reach)
        AffiliationFactory(member=member, of=grouping)
        AffiliationFactory(member=member, of=local, is_proposed=True)

    with planted(small, plant):
        assert judged("R8.3/1", grouping.pk)[0] is found
        confirm(of=local)
        assert judged("R8.3/1", grouping.pk)[0] is Verdict.CONFORMS


def test_nor_that_a_grouping_has_a_local_structure(small: World):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        AffiliationFactory(member=OrganisationFactory(reach="local"), of=grouping, is_proposed=True)

    with planted(small, plant):
        assert judged("R8.3/1", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)
        confirm(of=grouping)
        assert judged("R8.3/1", grouping.pk)[0] is Verdict.BREACHES


@pytest.mark.parametrize("is_named", [True, False], ids=["for the local", "for nobody, from its board"])
def test_nor_that_whoever_comes_from_a_local_may_sit_on_the_board_of_the_grouping(small: World, is_named: bool):
    grouping = small.groupings[1]

    def plant(small: World) -> None:
        put(grouping.members.filter(member__in=small.locals[grouping]), is_proposed=True)
        if not is_named:
            put(small.mandates(f"{grouping.slug}-board"), represents=None)

    assert judged("R3.7/3", grouping.pk) == (Verdict.CONFORMS, None)
    with planted(small, plant):
        assert judged("R3.7/3", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)
        confirm(of=grouping)
        assert judged("R3.7/3", grouping.pk) == (Verdict.CONFORMS, None)
