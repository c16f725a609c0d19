"""The notices that must leave soon: each meeting by its own articles, on its own day, at a fixed price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.meetings.queries import terms
from kevread.meetings.queries.preparation import to_convene
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import Timing
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory, since
from tests.gatherings.worlds import IN_A_MONTH, gathering

pytestmark = pytest.mark.django_db


def awaited(*organisations, days: int = 30):
    return to_convene([one.pk for one in organisations], TODAY, TODAY + timedelta(days=days))


def test_each_meeting_has_the_delay_of_its_organisation_on_its_day():
    with arranging():
        first = gathering(state=State.DRAFT, starts_at=IN_A_MONTH)
        other = gathering(state=State.AGENDA, starts_at=IN_A_MONTH, settings={"L1.10.notice_days": 21})
        nobody = gathering(state=State.DRAFT, starts_at=IN_A_MONTH, settings={"L1.10.notice_days": None})
        changing = gathering(state=State.DRAFT, starts_at=IN_A_MONTH, settings={"L1.10.notice_days": None})
        changed = TODAY + timedelta(days=10)
        own = {"name": "L1.10.notice_days", "organisation": changing.grouping}
        SettingFactory(**own, value=5, period=since(last=changed - timedelta(days=1)))
        SettingFactory(**own, value=12, period=since(changed))
    found = dict(awaited(first.grouping, other.grouping, nobody.grouping, changing.grouping))
    expected = [(first.meeting, 15), (other.meeting, 21), (nobody.meeting, None), (changing.meeting, 12)]
    assert found == {meeting: Timing(meeting.day, delay, TODAY).last for meeting, delay in expected}
    assert all(terms(meeting).notice_days == delay for meeting, delay in expected)


def test_a_common_delay_holds_where_none_is_ones_own():
    with arranging():
        met = gathering(state=State.DRAFT, starts_at=IN_A_MONTH, settings={"L1.10.notice_days": None})
        SettingFactory(name="L1.10.notice_days", value=10)
    assert awaited(met.grouping) == [(met.meeting, Timing(met.meeting.day, 10, TODAY).last)]
    with arranging():
        SettingFactory(name="L1.10.notice_days", value=11, organisation=met.grouping)
    assert awaited(met.grouping) == [(met.meeting, Timing(met.meeting.day, 11, TODAY).last)]


def test_its_price_does_not_grow_with_the_meetings():
    with arranging():
        every = [gathering(state=State.DRAFT, starts_at=IN_A_MONTH + timedelta(days=day)).grouping for day in range(4)]
    for organisations in (every[:1], every):
        with CaptureQueriesContext(connection) as captured:
            assert len(awaited(*organisations)) == len(organisations)
        assert len(captured) == 2
