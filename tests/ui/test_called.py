"""The pages of the house, found by what the tabs call them."""

import pytest
from django.urls import reverse

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
