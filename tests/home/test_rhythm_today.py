"""« Aujourd’hui »: the dates that miss to the year, for those who may set them; the meetings of the next two weeks."""

import re
from datetime import date

import pytest

from kevread.common.words import of
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import arranging
from tests.home.test_today import page
from tests.worlds import World, met, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def behind(small: World) -> World:
    """The committee has no December; a date of the group « Soutien » is over, and nobody told of it."""
    with arranging():
        put(small.body("codir").meetings.filter(starts_at__year=2026, starts_at__month=12), state="cancelled")
        met(small.body("gmo-soutien"), date(2026, 11, 17), state="draft", opened_at=None, closed_at=None)
    return small


def test_the_dates_that_miss_are_to_do_for_those_who_set_them(behind: World, settings):
    told = page(entered_as(holder(behind, "cress-team", "direction"), settings), behind.head)
    whose = of(behind.head.name)
    assert f"Fixer les réunions qui manquent à l’année {whose} : Comité de direction groupements – Cress" in told
    assert f"Dire si des réunions {whose} se sont tenues : Groupe de mise en œuvre « Soutien" in told.replace(
        "\xa0", " "
    )


def test_they_are_not_for_those_who_only_sit_there(behind: World, settings):
    director = holder(behind, f"{behind.groupings[0].slug}-team", "direction")
    assert "Fixer les réunions" not in page(entered_as(director, settings), behind.head)


def test_the_meetings_of_the_next_two_weeks_come_soon(small: World, settings):
    grouping = small.groupings[0]
    with arranging():
        met(small.body("codir"), date(2026, 12, 3))
        met(small.body("gmo-soutien"), date(2026, 12, 4))
        met(small.body("codir"), date(2026, 12, 18))
    director = page(entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings), grouping)
    assert re.search(
        r"Comité de direction groupements – Cress 3 décembre 2026 \d+ h( \d+)?, convocation à venir",
        director.replace("\xa0", " "),
    )
    assert ", 4 décembre" not in director.replace("\xa0", " ")  # a space in which one does not sit
    assert ", 18 décembre" not in director.replace("\xa0", " ")
    head = page(entered_as(holder(small, "cress-team", "direction"), settings), small.head).replace("\xa0", " ")
    assert ", 3 décembre" in head
    assert ", 4 décembre" in head
