"""What a meeting that one writes proposes: the hours and the place of the last one of its body."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.preparing import ready as met
from tests.gatherings.screens import of_meeting as at

pytestmark = pytest.mark.django_db


def test_the_hours_and_the_place_of_the_last_meeting_of_a_body_are_proposed(settings):
    here = met(State.CLOSED)
    with arranging():
        Meeting.objects.filter(pk=here.meeting.pk).update(
            place="La Halle", starts_at=NOW, ends_at=NOW + timedelta(minutes=95)
        )
    client, address = entered_as(here.secretary, settings), at("draft", here)
    page = client.get(address, {"instance": here.meeting.body.slug}).text
    start = timezone.localtime(NOW)
    assert f'value="{start:%H:%M}"' in page and f'value="{start + timedelta(minutes=95):%H:%M}"' in page
    assert 'value="La Halle"' in page
    page = client.get(address).text  # nobody said which body yet
    assert 'value="18:30"' in page and 'value="20:30"' in page and "La Halle" not in page
