"""What waits for somebody leaves as a spreadsheet, with their rights, and nothing that answers in their place."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from kevread.common.todo import ToDo
from kevread.home.exports import waiting_in
from kevread.home.queries import row_of
from kevread.meetings.models import RollEntry
from tests.charter.people import holder
from tests.charter.test_screen_text import crowd
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.worlds import TONIGHT, gathering
from tests.reading_tables import taken
from tests.worlds import World, end

pytestmark = pytest.mark.django_db
FORMS = ("today_csv", "today_xlsx")


def at(name: str, scale, query: str = "") -> str:
    return reverse(f"home:{name}", kwargs={"scale": scale.slug}) + query


@pytest.mark.parametrize("name", FORMS)
def test_all_that_waits_leaves_what_is_folded_too(small: World, settings, name):
    crowd(small, small.groupings[0])
    with arranging():
        for one in small.groupings[:2]:
            end(small.mandates(f"{one.slug}-team", "delegate"))
            end(small.mandates(f"{one.slug}-board", "administrator"))
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    page = client.get(at("today", small.head))
    assert at(name, small.head) in page.text
    day = page.context["day"]
    rows = taken(client.get(at(name, small.head)))
    assert day.rest and len(rows) == len(day.rows) + len(day.rest)
    every = [*day.rows, *day.rest]
    assert [row["quoi"] for row in rows] == [one.item.what for one in every]
    graves = ["bloquante" if one.item.blocks else "majeure" if one.item.is_major else "" for one in every]
    assert [row["gravité"] or "" for row in rows] == graves and "majeure" in graves
    assert all(row["adresse"].startswith("http://testserver/") for row in rows)


def test_a_notice_to_answer_leaves_with_the_page_where_one_signs_in(settings):
    with arranging():
        met = gathering(body="board", title="Conseil", starts_at=TONIGHT + timedelta(days=3))
        RollEntry.objects.get_or_create(meeting=met.meeting, person=met.secretary, defaults={"votes": 1, "college": ""})
    client = entered_as(met.secretary, settings)
    (row,) = [one for one in taken(client.get(at("today_xlsx", met.grouping))) if one["geste"] == "Dire si je viens"]
    entry = met.meeting.roll.get(person=met.secretary)
    assert row["adresse"].endswith(
        reverse("meetings:reply", kwargs={"scale": met.grouping.slug, "key": met.meeting.pk, "entry": entry.pk})
    )
    assert row["dernier jour"].date() == met.meeting.day and row["pourquoi"] == "Vous êtes convoqué·e."


@pytest.mark.parametrize("name", FORMS)
def test_nobody_takes_the_list_of_a_place_that_they_do_not_read(small: World, settings, name):
    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(at(name, small.head)).status_code == 403
    assert entered_as(None, settings).get(at(name, small.head)).status_code in (302, 403)
    elsewhere = holder(small, f"{small.groupings[0].slug}-team", "direction")
    assert entered_as(elsewhere, settings).get(at(name, small.groupings[1])).status_code == 403


def test_the_list_of_another_day_is_not_made_up(small: World, settings):
    client = entered_as(holder(small, "cress-team", "direction"), settings)
    past = client.get(at("today_csv", small.head, f"?au={date(TODAY.year, 1, 15)}"))
    assert not past["Content-Type"].startswith("text/csv")


def test_how_grave_it_is_leaves_in_a_word():
    rows = [row_of(ToDo("Quoi", "", "/", "", **how), TODAY) for how in ({"blocks": True}, {"is_major": True}, {})]
    day = SimpleNamespace(votes=[], now=[], asked=[], rows=rows[:1], rest=rows[1:])
    assert [one.gravity for one in waiting_in(day, TODAY)] == ["bloquante", "majeure", ""]
