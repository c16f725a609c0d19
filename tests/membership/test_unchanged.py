"""A board admits who it was said to admit."""

import pytest

from kevread.common.errors import Refused
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.directory.models import Affiliation
from kevread.membership.operations import instruct
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import OrganisationFactory
from tests.membership.conftest import Land, keeper, received
from tests.membership.test_decide import FOUND, decision
from tests.worlds import World

pytestmark = pytest.mark.django_db


def test_another_organisation_is_not_admitted_in_its_place(small: World, land: Land):
    who = {"actor": actor_of(keeper(small, land.pole), TODAY), "now": NOW}
    found, by = received(land), decision(land)
    asked = {"admission": found.pk, "answer": "accept", "since": TODAY}
    opened = propose_application(decision=by, kind="admission", asked=asked, **who)
    with arranging():
        other = OrganisationFactory(name="Untel SARL")
    instruct(admission=found, **(FOUND | {"member": other}), **who)
    with pytest.raises(Refused, match="a changé depuis"):
        apply_decision(application=opened, **who)
    assert not Affiliation.objects.on(TODAY).filter(member=other, of=land.pole).exists()
