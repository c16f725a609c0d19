"""Meetings, who is convened, who was there, taken away by those who see them."""

from datetime import timedelta

import pytest

from kevread.attendance.models import Presence
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import Gathering, gathering
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(db) -> Gathering:
    with arranging():
        return gathering(state=State.IN_PROGRESS, starts_at=NOW, members=12)


def test_the_meetings_of_the_screen_leave_with_their_hours(met, settings):
    client = entered_as(met.secretary, settings)
    assert "reunions.xlsx" in client.get(at("meetings", met)).text
    rows = taken(client.get(f"/{met.grouping.slug}/reunions.xlsx"))
    assert {row["instance"] for row in rows} == {met.meeting.body.name}
    assert rows[0]["commence"].strftime("%d/%m %H:%M") == "24/11 10:00"
    assert rows[0]["état"] == met.meeting.stage.label
    assert taken(client.get(f"/{met.grouping.slug}/reunions.csv?instance={met.meeting.body.slug}"))
    assert len(taken(client.get(f"/{met.grouping.slug}/reunions.csv?instance={met.board.slug}"))) == 0


def test_the_electoral_roll_says_for_whom_in_which_college_with_how_many_votes(met, settings):
    client = entered_as(met.secretary, settings)
    rows = taken(client.get(at("answers_xlsx", met)))
    assert len(rows) == met.meeting.roll.count()
    assert sum(row["voix"] for row in rows) == sum(entry.votes for entry in met.meeting.roll.all())
    gave = [row for row in rows if (row["réponse"] or "").startswith("Donne pouvoir à ")]
    assert len(gave) == len(met.proxies)


def test_attendance_leaves_with_its_hours(met, settings):
    entry = met.entries[3]
    with arranging():
        Presence.objects.filter(entry=entry).delete()
        Presence.objects.create(entry=entry, arrived_at=NOW, left_at=NOW + timedelta(minutes=30))
    client = entered_as(met.secretary, settings)
    assert "presences.xlsx" in client.get(at("presences", met)).text
    answer = client.get(at("presences_xlsx", met))
    row = next(
        row
        for row in taken(answer)
        if (row["nom"], row["prénom"]) == (entry.person.family_name, entry.person.given_name)
    )
    assert row["arrivée"].strftime("%H:%M") == "10:00"
    assert row["départ"].strftime("%H:%M") == "10:30"
    assert row["présence"] == "Parti·e"
    assert "du-2026-11-24-presences-2026-11-24.xlsx" in answer["Content-Disposition"]


@pytest.mark.parametrize("name", ["answers_csv", "answers_xlsx", "presences_csv", "presences_xlsx"])
def test_only_those_who_prepare_or_record_take_them_away(met, settings, name):
    """Whoever is convened reads the meeting; the lists are for those who keep them."""
    assert entered_as(None, settings).get(at(name, met)).status_code == 302
    with arranging():
        stranger = PersonFactory()
    assert entered_as(stranger, settings).get(at(name, met)).status_code == 404
    assert entered_as(met.entries[5].person, settings).get(at(name, met)).status_code == 403
    assert entered_as(met.secretary, settings).get(at(name, met)).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_meetings_are_for_those_who_read_the_organisation(met, settings, form):
    with arranging():
        stranger = PersonFactory()
    address = f"/{met.grouping.slug}/reunions.{form}"
    assert entered_as(None, settings).get(address).status_code == 302
    assert entered_as(stranger, settings).get(address).status_code == 403
