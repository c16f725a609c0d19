"""« Chercher » finds bodies by what they are and whose they are, teams only for those within."""

from datetime import date

import pytest

from kevread.common.actor import NOBODY
from kevread.seats.models import Body
from kevread.seats.queries.finding import find_bodies, find_officers
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def found(actor, text, on=TODAY):
    return [(hit.name, hit.note) for hit in find_bodies(actor, text, on, 50)]


def test_a_board_is_found_by_its_initials_with_the_name_of_its_organisation(scene):
    board = Body.objects.get(slug=f"{scene.grouping.slug}-board")
    here = (board.name, scene.grouping.name)
    assert here in found(NOBODY, "CA")
    assert found(NOBODY, f"ca {scene.grouping.name}") == [here]
    assert found(NOBODY, f"{scene.grouping.name} administratrices") == [here]
    assert here not in found(NOBODY, f"AG {scene.grouping.name}")


def test_a_team_is_found_from_within_the_network_only(scene):
    team = Body.objects.get(slug=f"{scene.grouping.slug}-team")
    asked = f"{team.name} {scene.grouping.name}"
    assert (team.name, scene.grouping.name) in found(scene.direction, asked)
    assert found(NOBODY, asked) == []


def test_a_body_is_not_found_on_a_day_when_it_was_not_there(scene):
    assert found(NOBODY, "CA", date(1990, 1, 1)) == []


def listed(actor, text):
    return [(hit.name, hit.url) for hit in find_officers(actor, text, TODAY, 50)]


def test_who_leads_is_found_by_whoever_reads_it(scene):
    here = f"/{scene.grouping.slug}/mandats?reseau=1&dirigeants=1"
    for text in ("dirigeants", "dirigeant·es", "Présidentes", f"trésoriers {scene.grouping.name}"):
        assert here in [url for _, url in listed(scene.direction, text)]
    assert all(here not in url for _, url in listed(NOBODY, "dirigeants"))
    assert listed(scene.direction, "conseil") == listed(scene.direction, "") == listed(scene.direction, "pre") == []
    assert listed(scene.direction, "dirigeants introuvable") == []


def test_the_head_comes_first_for_whoever_reads_it(scene):
    coordination = scene.actor("cress-team", "direction")
    urls = [url for _, url in listed(coordination, "dirigeants")]
    assert urls[0].startswith("/cress/mandats") and len(urls) == 1 + len(scene.world.groupings)
