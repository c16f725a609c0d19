"""What the charter asks of notices: the terms that bind a meeting are those that its notice froze."""

from datetime import timedelta
from functools import partial

import pytest

from kevread.common.facts import Organisations, Span
from kevread.journal.memory import Shared
from kevread.meetings.facts import notices_at_fault, proxies_over_maximum
from kevread.meetings.models import Proxy
from kevread.meetings.rules.life import State
from tests.conftest import TODAY, arranging
from tests.factories import KeepingFactory, SettingFactory, since
from tests.gatherings import worlds
from tests.gatherings.worlds import SENT

pytestmark = pytest.mark.django_db
FAULTS = ("late", "by_another", "refused_mode")
FACTS = (*(partial(notices_at_fault, fault=fault) for fault in FAULTS), proxies_over_maximum)


def gathering(**asked):
    """A meeting of an organisation that has kept its meetings for years."""
    met = worlds.gathering(**asked)
    KeepingFactory(organisation=met.grouping, register="meetings")
    return met


def answers(met, on=TODAY, among=None) -> list[int]:
    return [fact(on, among or Organisations()).get(met.grouping.pk, 0) for fact in FACTS]


def test_what_was_sent_in_time_by_whom_and_how_the_articles_say_conforms():
    with arranging():
        met = gathering(members=12)
    assert answers(met) == [0, 0, 0, 0]


def test_a_setting_that_changes_afterwards_does_not_judge_what_was_sent():
    with arranging():
        met = gathering(members=12, settings={"L1.10.notice_days": None})
        SettingFactory(name="L1.10.notice_days", value=60, organisation=met.grouping, period=since(TODAY))
    assert answers(met)[0] == Span(0, 1)


def test_what_nobody_decided_is_neither_exceeded_nor_kept():
    with arranging():
        met = gathering(
            members=12,
            represented=0,
            settings=dict.fromkeys(("L1.10.notice_days", "L1.10.convener", "L1.12.proxies_max")),
        )
        for giver in met.entries[3:7]:
            Proxy.objects.create(giver=giver, holder=met.entries[2], given_at=SENT)
    assert answers(met) == [Span(0, 1), Span(0, 1), 0, Span(0, 1)]


def test_a_proxy_taken_back_is_carried_no_more():
    with arranging():
        met = gathering(members=12, represented=0, settings={"L1.12.proxies_max": 1})
        for giver in met.entries[1:3]:
            Proxy.objects.create(giver=giver, holder=met.entries[0], given_at=SENT)
    assert answers(met)[3] == 1
    with arranging():
        Proxy.objects.filter(giver=met.entries[1]).update(withdrawn_at=SENT)
    assert answers(met)[3] == 0


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_a_meeting_that_will_not_be_held_is_not_asked_about(state):
    with arranging():
        met = gathering(members=12, state=state, mode="remote")
    assert answers(met)[2] == 0


def test_after_a_year_it_is_no_longer_asked_about_nor_before_it_was_sent():
    with arranging():
        met = gathering(members=12, mode="remote")
    assert answers(met)[2] == 1
    assert answers(met, on=TODAY + timedelta(days=366))[2] == 0
    assert answers(met, on=SENT.date() - timedelta(days=1))[2] == 0


def test_four_queries_for_all_but_proxies(django_assert_num_queries):
    with arranging():
        met = gathering(members=12)
    with django_assert_num_queries(5):
        answers(met, among=Organisations(shared=Shared()))
