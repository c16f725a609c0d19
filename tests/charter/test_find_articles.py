"""« Chercher » finds articles by their words or their number; anybody reads them."""

import pytest

from kevread.charter.queries.finding import find_articles
from kevread.common.actor import NOBODY
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def found(text, limit=50):
    return find_articles(NOBODY, text, TODAY, limit)


def test_an_article_is_found_by_its_number(small):
    (hit,) = found("r3.7")
    assert hit.name.startswith("R3.7, ") and hit.url == f"/{small.head.slug}/texte/R3.7"


def test_an_article_is_found_by_its_words_and_the_extract_says_where(small):
    hits = found("communautés ESS territoriales")
    assert any(hit.name.startswith("R3.1,") for hit in hits)
    spoken = [hit for hit in found("adhérente") if hit.extract]
    assert spoken and all("adh" in hit.extract.lower() for hit in spoken)


def test_what_no_article_says_finds_none(small):
    assert found("hippopotame") == []
