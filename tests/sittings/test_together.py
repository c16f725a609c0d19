"""Those who are not there yet, noted in one gesture from the page of presences: before the sitting opens, then in it."""

import re

import pytest
from django.urls import reverse

from kevread.attendance.models import Presence
from kevread.meetings.models import Reply, RollEntry
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import arranging
from tests.gatherings.screens import of_meeting as at
from tests.gatherings.worlds import TONIGHT, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
EVERYBODY, COMING = r"Les (\d+) personnes attendues sont là", r"Les (\d+) qui ont dit venir sont là"


@pytest.fixture
def here(settings):
    settings.KEVREAD_ON = TONIGHT.date().isoformat()
    with arranging():
        return gathering(body="board", state=State.CONVENED, starts_at=TONIGHT)


def lines(page, button: str) -> list[str]:
    """The lines of the roll that the form of that button names."""
    forms = re.findall(r"<form[^>]*presences/ensemble.*?</form>", page.content.decode(), re.DOTALL)
    return next(re.findall(r'name="ligne" value="([^"]+)"', one) for one in forms if button in one)


def test_everybody_comes_at_once_and_one_goes_back_to_open_the_sitting(here, settings):
    client = entered_as(here.secretary, settings)
    page = client.get(at("presences", here))
    assert not re.search(COMING, words(page))  # nobody answered
    named = lines(page, "attendues")
    assert (
        int(re.search(EVERYBODY, words(page))[1])
        == len(named)
        == RollEntry.objects.filter(meeting=here.meeting).count()
    )
    done = client.post(reverse("sittings:mark_several", args=[here.grouping.slug, here.meeting.pk]), {"ligne": named})
    assert done["Location"] == at("room", here)
    assert Presence.objects.filter(entry__meeting=here.meeting).count() == len(named)
    assert "arrivées notées. Une erreur s’ôte d’un geste." in words(client.get(done["Location"]))
    assert "attendues sont là" not in words(client.get(at("presences", here)))


def test_who_said_yes_alone_and_what_a_page_does_not_name_is_not_noted(here, settings):
    first, second, third = RollEntry.objects.filter(meeting=here.meeting).order_by("pk")[:3]
    with arranging():
        for entry, answer in (
            (first, Reply.Answer.COMING),
            (second, Reply.Answer.COMING),
            (third, Reply.Answer.ABSENT),
        ):
            Reply.objects.create(entry=entry, answer=answer, answered_at=TONIGHT)
    client = entered_as(here.secretary, settings)
    page = client.get(at("presences", here))
    assert set(lines(page, "ont dit venir")) == {str(first.pk), str(second.pk)}
    assert str(third.pk) not in lines(page, "attendues")
    where = reverse("sittings:mark_several", args=[here.grouping.slug, here.meeting.pk])
    client.post(where, {"ligne": [*lines(page, "ont dit venir"), "pas une clé"]})
    assert set(Presence.objects.values_list("entry", flat=True)) == {first.pk, second.pk}
    again = client.post(where, {"ligne": [str(first.pk)]})
    assert again.status_code == 409 and "relisez les présences" in words(again)


def test_whoever_only_sits_there_notes_nobody(here, settings):
    client = entered_as(here.members[-1].person, settings)
    where = reverse("sittings:mark_several", args=[here.grouping.slug, here.meeting.pk])
    entry = RollEntry.objects.filter(meeting=here.meeting).first()
    assert client.post(where, {"ligne": [str(entry.pk)]}).status_code == 403
    assert not Presence.objects.exists()
