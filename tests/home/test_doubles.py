"""A meeting is told once on « Aujourd’hui »: where one answers, or in what comes soon."""

import re
from datetime import timedelta

import pytest

from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.worlds import TONIGHT, Gathering, gathering
from tests.home.test_today import text_of

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def meetings_of(met: Gathering, number: int) -> list[str]:
    """So many boards to which the secretary is convened, from tomorrow on; their titles."""
    titles = [f"Conseil numéro {rank}" for rank in range(1, number + 1)]
    for rank, title in enumerate(titles, start=1):
        starts_at = TONIGHT + timedelta(days=rank)
        meeting = Meeting.objects.create(
            body=met.board,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + AN_HOUR,
            place="Rennes",
            state=State.CONVENED.value,
        )
        RollEntry.objects.create(meeting=meeting, person=met.secretary, votes=1, college="")
    return titles


def page(client, organisation) -> str:
    """The words of a day, but for the drawing of its weeks."""
    response = client.get(f"/{organisation.slug}/aujourd-hui")
    drawn = response.content.decode()
    response.content = re.sub(r'<svg class="days".*?</svg>', "", drawn, flags=re.DOTALL).encode()
    assert response.status_code == 200
    return text_of(response)


def listed(told: str) -> str:
    """What the list says of three weeks: the drawing, left out here, says it too, where there is room for it; and below the
    list, each button by which one answers names what it answers to."""
    return told.split("Ensuite")[-1].split("À faire")[0].split("Dire si je viens")[0]


def test_what_one_is_convened_to_is_not_told_again_soon(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
        (after,) = meetings_of(met, 1)
    told = page(entered_as(met.secretary, settings), met.grouping)
    assert told.count("Conseil de ce soir") == 1
    assert listed(told).count(after) == 1 and "Conseil de ce soir" not in listed(told)
    answering = told.replace("\xa0", " ").split("À faire")[0].split("Dire si je viens : ")[1:]
    assert len(answering) == 1 and answering[0].startswith(after) and answering[0].count(after) == 1
    assert after not in told.split("Bientôt")[1].split("Depuis votre visite")[0]


def test_what_is_not_yet_convened_comes_soon(settings):
    with arranging():
        met = gathering(
            body="board", state=State.DRAFT, starts_at=TONIGHT + timedelta(days=3), title="Conseil à convoquer"
        )
    told = page(entered_as(met.secretary, settings), met.grouping)
    assert listed(told).count("Conseil à convoquer") == 1
    assert "18 h 30, convocation à venir" in listed(told).replace("\xa0", " ")


def test_three_weeks_are_told_whole_and_what_is_further_apart(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
        titles = meetings_of(met, 22)
    told = page(entered_as(met.secretary, settings), met.grouping)
    within = [title for title in titles if f"{title} (" in listed(told)]
    assert within == titles[:19]  # the twentieth day is the last but one:
    assert "Plus tard" not in told


def test_of_a_past_day_what_came_is_told_whole(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
    client = entered_as(met.secretary, settings)
    response = client.get(f"/{met.grouping.slug}/aujourd-hui", {"au": (TODAY - timedelta(days=2)).isoformat()})
    told = response.content.decode()
    assert "Conseil de ce soir" in told.split('id="bientot"')[1]
