"""« relevé bancaire », typed in « Chercher », leads to where a statement is read, for whoever keeps the dues there."""

import pytest

from kevread.common.actor import NOBODY
from kevread.dues.queries.finding import find_statements
from tests.conftest import TODAY
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


def found(actor, text):
    return [hit.url for hit in find_statements(actor, text, TODAY, 10)]


@pytest.mark.parametrize("text", ["relevé bancaire", "relevé de banque", "Relevés", "banque", "rapprochement"])
def test_a_statement_is_found_by_whoever_keeps_the_dues(scene, president, text):
    assert f"/{scene.first.slug}/cotisations/a-rapprocher/lire" in found(president, text)
    assert f"/{scene.second.slug}/cotisations/a-rapprocher/lire" not in found(president, text)


def test_the_name_of_another_organisation_is_looked_for(scene, president):
    assert found(president, f"relevé {scene.first.name}") == [f"/{scene.first.slug}/cotisations/a-rapprocher/lire"]
    assert found(president, f"relevé {scene.second.name}") == []
    assert len(find_statements(scene.direction, "relevé", TODAY, 1)) <= 1


def test_nobody_else_finds_it_nor_by_other_words(scene, president):
    assert found(NOBODY, "relevé bancaire") == []
    assert found(president, "") == found(president, "rel") == found(president, "cotisation") == []


def test_it_is_shown_by_the_search(scene, client):
    assert "Lire un relevé de banque" in words(client.get("/chercher", {"q": "relevé bancaire"}))
