"""Who answers once signed in goes back where they were: what is noted is said there, and the answer stands as given."""

import pytest
from django.urls import reverse

from kevread.meetings.links import answer_path
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.screens import said
from tests.meetings.test_screen_meetings import met

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings):
    return met(State.CONVENED)


def reply_of(here) -> str:
    return at("reply", here, entry=here.entries[5].pk)


def test_from_today_one_goes_back_to_today_and_reads_it(here, settings):
    client = entered_as(here.entries[5].person, settings)
    today = reverse("home:today", kwargs={"scale": here.grouping.slug})
    assert f'name="retour" value="{today}"' in client.get(today).text
    answer = client.post(reply_of(here), {"je": "viens", "retour": today})
    assert answer["Location"] == today
    page = said(client.get(today))
    assert "C’est noté : vous venez." in page
    assert "Vous avez répondu : vous venez" in page


@pytest.mark.parametrize("elsewhere", ["", "https://ailleurs.example/", "//ailleurs.example/", "/nulle/part/ici"])
def test_else_to_the_meeting_and_never_to_another_site(here, settings, elsewhere):
    client = entered_as(here.entries[5].person, settings)
    answer = client.post(reply_of(here), {"je": "absent", "retour": elsewhere})
    assert answer["Location"] == at("meeting", here)
    assert "C’est noté : vous ne venez pas." in said(client.get(answer["Location"]))


def test_a_proxy_given_goes_back_to_the_meeting(here, settings):
    client = entered_as(here.entries[5].person, settings)
    page = client.get(at("proxy", here, entry=here.entries[5].pk))
    holder = page.context["able"][0].entry
    answer = client.post(at("proxy", here, entry=here.entries[5].pk), {"porteur": str(holder.pk)})
    assert answer["Location"] == at("meeting", here)


def test_signed_in_the_page_stands_in_the_site_and_from_the_letter_alone(here, settings):
    """The frame, whose meeting it is and its day; nothing there says « après connexion » to who is connected."""
    entry = here.entries[5]
    client = entered_as(entry.person, settings)
    page = client.get(reply_of(here))
    assert 'aria-label="Rubriques"' in page.text and "après connexion" not in said(page)
    assert here.grouping.name in page.text.partition("<h1>")[2].partition("</h1>")[0]
    letter = client.get(answer_path(entry))
    assert 'aria-label="Rubriques"' not in letter.text and "après connexion" in said(letter)


def test_the_answer_given_is_said_and_not_offered_again(here, settings):
    client = entered_as(here.entries[5].person, settings)
    assert 'value="viens"' in client.get(reply_of(here)).text
    client.post(reply_of(here), {"je": "viens"})
    page = client.get(reply_of(here))
    assert "Votre réponse : vous venez." in said(page)
    assert 'value="viens"' not in page.text and 'value="absent"' in page.text
