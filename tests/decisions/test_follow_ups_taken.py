"""What remains to be done after decisions, taken away."""

import pytest

from kevread.decisions.models import FollowUp
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import of_decision as at
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_remains_to_be_done_leaves_as_a_file_and_what_is_done_does_not(scene, readers, form):
    owner = scene.administrator_of(scene.first)
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention")
        FollowUp.objects.create(decision=decision, what="Écrire à la Région", owner=owner, due=TODAY)
        FollowUp.objects.create(decision=decision, what="Prévenir", owner=owner, due=TODAY, done_on=TODAY)
        FollowUp.objects.create(
            decision=decided(f"{scene.first.slug}-board", "convention"), what="Ailleurs", owner=owner, due=TODAY
        )
    address = at(f"follow_ups_{form}", scene.grouping)
    assert address in readers.direction.get(at("follow_ups", scene.grouping)).text
    [row] = taken(readers.direction.get(address))
    assert (row["ce qui est à faire"], row["confié à"]) == ("Écrire à la Région", str(owner))
    assert row["décision"] == decision.reference
    assert readers.public.get(address).status_code == 302
    assert readers.elsewhere.get(address).status_code == 403
