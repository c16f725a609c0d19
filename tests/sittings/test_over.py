"""A sitting that is over says so, since when, and where its minutes are; a gesture that comes late is told so."""

import pytest
from django.urls import reverse

from kevread.attendance.queries.codes import code_of
from kevread.journal.models import Act
from kevread.meetings.models import Meeting
from kevread.meetings.queries.wording import ended
from kevread.meetings.rules.life import State
from kevread.sittings.operations.holding import close_meeting
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.polling import OPEN, all_read, closed, opened, under_way
from tests.gatherings.screens import of_meeting, of_vote, said
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db
SINCE = "La séance est close depuis "


@pytest.fixture
def met() -> Gathering:
    """A sitting that was closed after a vote on screens."""
    with arranging():
        found = under_way(members=12, starts_at=NOW)
    found.poll, _ = opened(found, OPEN)
    closed(found, found.poll)
    close_meeting(actor=found.actor(), meeting=found.meeting, now=NOW, seen=all_read(found.meeting))
    found.meeting.refresh_from_db()
    return found


def told(page) -> str:
    return said(page).partition("<main")[2].partition("</main>")[0]


def test_the_hour_is_said_in_words(met):
    assert ended(met.meeting).startswith("La séance est close depuis mardi 24 novembre 2026, à ")
    with arranging():
        failed = gathering(state=State.FAILED).meeting
        Meeting.objects.filter(pk=failed.pk).update(closed_at=NOW)
        recorded = gathering(state=State.CLOSED, is_recorded=True).meeting
        written = gathering(state=State.CLOSED, mode=Meeting.Mode.WRITTEN).meeting
        running = gathering(state=State.IN_PROGRESS).meeting
    failed.refresh_from_db()
    assert ended(failed).startswith("La séance s’est arrêtée faute de quorum mardi ")
    assert ended(written).startswith("La consultation est close depuis ")
    assert (ended(recorded), ended(running)) == ("", "")


@pytest.mark.parametrize("name", ["room", "presences", "wall", "here"])
def test_each_page_of_the_sitting_says_that_it_is_over(met, settings, name):
    page = told(entered_as(met.secretary, settings).get(of_meeting(name, met)))
    assert SINCE in page
    assert "procès-verbal" in page
    if name != "wall":
        assert of_meeting("minutes", met) in page


def test_the_phone_of_who_votes_says_it(met, settings):
    client = entered_as(met.entries[5].person, settings)
    page = said(client.get(of_vote(met, met.poll, "/bulletin")))
    assert SINCE in page
    assert of_meeting("minutes", met) in page


def test_nobody_is_convened_to_what_is_behind_us(met, settings):
    """« Vous étiez convoqué·e », there and where one reads why; whose proxy was carried is told in the past too."""
    giver = met.proxies[0].giver
    page = told(entered_as(met.entries[5].person, settings).get(of_meeting("meeting", met)))
    assert "Vous étiez convoqué·e" in page and "Vous y étiez convoqué·e" in page
    assert "Vous êtes convoqué" not in page and "Vous y êtes" not in page
    gave = told(entered_as(giver.person, settings).get(of_meeting("meeting", met)))
    assert f"{met.proxies[0].holder.person} portait votre pouvoir" in gave
    holds = told(entered_as(met.proxies[0].holder.person, settings).get(of_meeting("meeting", met)))
    assert "Vous portiez le pouvoir" in holds


def test_nothing_says_it_while_the_sitting_lasts(settings):
    with arranging():
        met = under_way(members=12, starts_at=NOW)
    client = entered_as(met.secretary, settings)
    for name in ("room", "presences", "wall", "here"):
        assert SINCE not in said(client.get(of_meeting(name, met)))


def pressing(met: Gathering, name: str) -> str:
    return reverse("sittings:gesture", kwargs={"scale": met.grouping.slug, "key": met.meeting.pk, "name": name})


def at_the_vote(met: Gathering) -> str:
    return of_meeting("put_to_vote", met, item=met.items["budget"].pk)


def gestures(met: Gathering) -> list[tuple[str, dict]]:
    """Every gesture of the room, as a page that was left open still sends it."""
    chosen = {"chair": str(met.president.pk), "secretary": str(met.secretary.pk)}
    names = ("ouvrir", "presidence", "commencer", "carence", "quorum")
    return [
        *((pressing(met, name), chosen) for name in names),
        (of_meeting("close", met), {"vu": ["passed:x"]}),
        (of_meeting("turn", met, item=met.items["cap"].pk), {}),
        *(
            (of_meeting("mark", met, entry=met.entries[3].pk), {"geste": name})
            for name in ("present", "parti", "erreur")
        ),
        (of_meeting("here", met), {"code": code_of(met.meeting, NOW)}),
        (of_vote(met, met.poll, "/clore"), {"manque": "12"}),
        (at_the_vote(met), {"kind": "resolution", "method": "show_of_hands", "question": "Budget", "text": "Oui."}),
    ]


def test_a_gesture_that_comes_late_is_told_in_french_and_changes_nothing(met, settings):
    client = entered_as(met.secretary, settings)
    acts = Act.objects.count()
    for address, sent in gestures(met):
        page = client.post(address, sent)
        assert page.status_code in (302, 409, 422), address  # 302: whoever is there already is noted there already
        if page.status_code != 302:
            words = told(page)
            assert any(
                one in words for one in ("La séance est close", "Ce vote est clos", "dépouillé", "est close depuis")
            ), (
                address,
                words,
            )
    assert Act.objects.count() == acts
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CLOSED
