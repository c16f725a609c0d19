"""« Texte » of a federation without a map and without groupings: read as the other, with nothing drawn."""

import pytest
from django.conf import settings
from django.test import override_settings

from kevread.charter.queries.text import read_text
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _federation():
    with override_settings(KEVREAD_FEDERATION=settings.FEDERATIONS / "exemple"):
        yield


def test_each_article_is_counted_once_and_nothing_is_drawn(small: World):
    reader = actor_of(small.holder("la-ronde-team", "coordination").person, TODAY)
    text = read_text(small.head, TODAY, reader)
    assert sum(figure.number for figure in text.figures.every) == len(text.readings)
    assert (text.drawings, text.by_place) == ([], [])
    assert {reading.drawing for reading in text.readings} == {None}
    cut = next(reading for reading in text.readings if reading.article.rule == "R2.12")
    assert [run.state for run in cut.runs if run.is_held] == ["conforms", "conforms"]


def test_its_page_and_its_table_are_read(small: World, settings):
    client = entered_as(small.holder("la-ronde-team", "coordination").person, settings)
    page = client.get("/la-ronde/texte", {"montrer": "tout"})
    assert page.status_code == 200
    assert "<use" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert client.get("/la-ronde/texte/tableau").status_code == 200
