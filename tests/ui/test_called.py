"""The pages of the house, found by what the tabs call them."""

import pytest
from django.urls import reverse

from kevread.common.rooms import ROOMS
from kevread.ui.tabs import nearest
from tests.clients import entered_as

pytestmark = pytest.mark.django_db


def found(client, text: str) -> dict[str, str]:
    """What stands under « Pages », by its address."""
    elsewhere = dict(client.get(reverse("directory:find"), {"q": text}).context["elsewhere"])
    return {hit.url: hit.name for hit in elsewhere.get("Pages", ())}


def test_a_page_is_found_by_its_name_where_one_rests(scene, readers):
    there = reverse("delegations:register", args=[scene.grouping.slug])
    for text in ("délégation", "DELEGATIONS", "delegations"):
        assert found(readers.direction, text) == {there: "Délégations"}
    page = readers.direction.get(reverse("directory:find"), {"q": "délégation"}).text
    assert "Pages" in page and f"Instances, {scene.grouping.name}" in page


def test_every_long_word_counts_and_short_ones_do_not(scene, readers):
    assert "Calendrier d’un apport" in found(readers.direction, "le calendrier d'un apport").values()
    assert found(readers.direction, "calendrier péréquation") == {}
    assert found(readers.direction, "de la un") == {}


def test_a_page_that_does_not_open_is_not_found(scene, readers, settings):
    assert found(readers.direction, "cotisations")
    assert "Cotisations" not in found(entered_as(None, settings), "cotisations").values()
    assert found(entered_as(None, settings), "délégations") == {}
    assert "Annuaire" in found(entered_as(None, settings), "annuaire").values()
    assert "Annuaire" not in found(readers.direction, "annuaire").values()  # whoever reads within has more than it


def test_the_day_that_is_looked_at_is_kept(scene, readers):
    page = readers.direction.get(reverse("directory:find"), {"q": "délégation", "au": "2026-03-12"})
    (hit,) = dict(page.context["elsewhere"])["Pages"]
    assert hit.url.endswith("?au=2026-03-12")


@pytest.mark.parametrize(
    ("text", "screen", "tab"),
    [
        ("congés", "supervision:leaves", "Réseau"),
        ("frais", "supervision:people", "Réseau"),
        ("visite médicale", "staff:contracts", "Réseau"),
        ("subvention", "finance:fundings", "Moyens"),
    ],
)
def test_what_people_look_for_leads_where_it_is(scene, readers, text: str, screen: str, tab: str):
    there = reverse(screen, args=[scene.grouping.slug])
    page = readers.direction.get(reverse("directory:find"), {"q": text})
    hits = {hit.url: hit.note for hit in dict(page.context["elsewhere"])["Pages"]}
    assert hits[there] == f"{tab}, {scene.grouping.name}"


def test_what_people_look_for_is_not_found_by_whoever_it_does_not_open_to(scene, settings):
    assert found(entered_as(None, settings), "visite médicale") == {}
    assert found(entered_as(None, settings), "subvention") == {}


def test_each_page_that_people_look_for_exists():
    for room in ROOMS.values():
        for called, name in room.pages.items():
            assert nearest(name, "ess-35"), (room.name, called, name)
