"""Each verb that asks a right: the day that is admitted and the one after it, who is near and may not, who may."""

import pytest

from kevread.common.rooms import verbs

from .asking import prove_edge, prove_right
from .proofs import PROOFS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", PROOFS)
def test_it_is_done_on_these_days_and_by_these_people_only(scene, name):
    asked = PROOFS[name](scene)
    for edge in asked.edges:
        prove_edge(name, asked, edge)
    prove_right(name, asked)


def test_every_right_that_a_room_declares_is_proved():
    assert {verb.name for verb in verbs() if verb.right} == set(PROOFS)
