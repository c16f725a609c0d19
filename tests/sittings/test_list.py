"""The meetings of an organisation: by month, each by a name of its own."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.periods import day_in_words
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import known_as
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(db) -> Gathering:
    """Three meetings of one assembly, two of them in the same week, the last a written consultation."""
    with arranging():
        found = gathering(members=12, starts_at=NOW + timedelta(days=20))
        for days, mode in ((22, Meeting.Mode.ON_SITE), (60, Meeting.Mode.WRITTEN)):
            at = NOW + timedelta(days=days)
            Meeting.objects.create(
                body=found.assembly, starts_at=at, ends_at=at + timedelta(hours=2), mode=mode, state=found.meeting.state
            )
    return found


def listed(met: Gathering, settings) -> str:
    where = reverse("sittings:meetings", kwargs={"scale": met.meeting.organisation.slug})
    page = entered_as(met.secretary, settings).get(where)
    return " ".join(page.text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_no_two_are_named_alike_and_each_is_under_its_month(met, settings):
    text = listed(met, settings)
    rows = list(Meeting.objects.filter(body__organisation=met.meeting.organisation).order_by("starts_at"))
    names = [f"{known_as(meeting)}, {day_in_words(meeting.day)}" for meeting in rows]
    assert len(set(names)) == len(names) == 3
    bare = re.sub(r"<[^>]*>", "", text)
    assert all(name in bare for name in names)
    places = [text.index(f"<h3>{month.capitalize()}</h3>") for month in dict.fromkeys(one.month for one in rows)]
    assert places == sorted(places)


def test_until_is_only_said_of_a_written_consultation(met, settings):
    text = listed(met, settings)
    assert text.count("jusqu’au") == text.count("Consultation écrite, jusqu’au") == 1
