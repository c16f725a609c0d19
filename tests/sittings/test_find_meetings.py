"""« Chercher » finds meetings by their body, their title or a point of their agenda, for those who see them."""

import pytest

from kevread.common.actor import NOBODY
from kevread.sittings.queries.finding import find_meetings
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import item, met

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(scene):
    with arranging():
        held = met(f"{scene.grouping.slug}-board", title="Séminaire d’été")
        item(held, "Recrutement d’un·e coordinateur·rice")
        item(held, "Un point retiré sur les véhicules", withdrawn=True)
        return held


def found(actor, text):
    return [(hit.name, hit.extract) for hit in find_meetings(actor, text, TODAY, 10)]


def test_a_meeting_is_found_by_its_title_its_body_or_a_point_of_its_agenda(scene, meeting):
    assert found(scene.direction, "séminaires") == [("Séminaire d’été", "")]
    assert found(scene.direction, "coordinatrice") == [("Séminaire d’été", "Recrutement d’un·e coordinateur·rice")]
    assert ("Séminaire d’été", "") in found(scene.direction, f"CA {scene.grouping.name}")


def test_a_point_that_was_withdrawn_finds_nothing(scene, meeting):
    assert found(scene.direction, "véhicules") == []


def test_who_does_not_see_it_does_not_find_it(scene, meeting):
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    for text in ("séminaire", "coordinatrice", f"CA {scene.grouping.name}"):
        assert ("Séminaire d’été", "") not in found(elsewhere, text)
        assert found(elsewhere, text) == [] and found(NOBODY, text) == []
