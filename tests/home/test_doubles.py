"""A meeting is told once on « Aujourd’hui »: where one answers, or in what comes soon."""

from datetime import timedelta

import pytest

from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.worlds import TONIGHT, Gathering, gathering
from tests.home.test_today import page

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


def test_what_one_is_convened_to_is_not_told_again_soon(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
        (after,) = meetings_of(met, 1)
    told = page(entered_as(met.secretary, settings), met.grouping)
    assert told.count("Conseil de ce soir") == 1 + told.count("Répondre, Conseil de ce soir")
    assert told.split("Ensuite")[1].split("Bientôt")[0].count(after)
    assert after not in told.split("Bientôt")[1].split("Depuis votre visite")[0]
    assert "Aucune autre échéance dans les quatorze jours" in told


def test_what_is_not_yet_convened_comes_soon(settings):
    with arranging():
        met = gathering(
            body="board", state=State.DRAFT, starts_at=TONIGHT + timedelta(days=3), title="Conseil à convoquer"
        )
    told = page(entered_as(met.secretary, settings), met.grouping)
    assert "Conseil à convoquer" in told.split("Bientôt")[1]


def test_what_does_not_fit_above_stays_below(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
        titles = meetings_of(met, 7)
    told = page(entered_as(met.secretary, settings), met.grouping)
    above, below = told.split("Bientôt")
    below = below.split("Depuis votre visite")[0]
    assert [title for title in titles if title in above] == titles[:5]
    assert [title for title in titles if title in below] == titles[5:]


def test_of_a_past_day_what_came_is_told_whole(settings):
    with arranging():
        met = gathering(body="board", title="Conseil de ce soir")
    client = entered_as(met.secretary, settings)
    response = client.get(f"/{met.grouping.slug}/aujourd-hui", {"au": (TODAY - timedelta(days=2)).isoformat()})
    told = response.content.decode()
    assert "Conseil de ce soir" in told.split('id="bientot"')[1]
