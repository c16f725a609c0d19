"""What the first notice froze binds the meeting to its end, whatever the articles of association become."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kevread.charter.models import Setting
from kevread.common.errors import Refused
from kevread.meetings import operations
from kevread.meetings.queries import terms, votable
from kevread.meetings.queries.terms import SAID, decided_since
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW as MORNING
from tests.conftest import arranging
from tests.factories import SettingFactory
from tests.gatherings.polling import HANDS, OPEN, opened, under_way
from tests.gatherings.screens import of_vote
from tests.gatherings.worlds import SENT, Gathering, gathering
from tests.seats.screens import words

pytestmark = pytest.mark.django_db

# Each setting, the field of the terms that it moves, and another value than that of the gathering.
CHANGES: dict[str, tuple[str, Any]] = {
    "L1.10.notice_days": ("notice_days", 30),
    "L1.10.convener": ("conveners", "officers"),
    "L1.11.quorum": ("quorum", "3/4"),
    "L1.11.quorum_unit": ("quorum", "votes"),
    "L1.11.quorum_proxies": ("quorum", "not_counted"),
    "L1.11.quorum_colleges": ("quorum", "each"),
    "L1.11.second_call_days": ("second_call_days", 40),
    "L1.11.majority": ("majority", "three_quarters_present"),
    "L1.11.casting_vote": ("casting_vote", "none"),
    "L1.11.weighting": ("weighting", "per_head"),
    "L1.11.double_majority": ("double_majority", "all"),
    "L1.11.majority_dissolution": ("own_majorities", "unanimity"),
    "L1.11.weights": ("weights", "poles : 2"),
    "L1.12.proxies_max": ("proxies_max", 0),
    "L1.12.proxies_college": ("proxies_same_college", "any"),
    "L1.13.remote": ("modes", "on_site"),
    "L1.13.electronic_vote": ("electronic_vote", "refused"),
    "L1.14.secret_elections": ("secret_elections", "always"),
}


def decide(met: Gathering, name: str, value: Any) -> None:
    """Decided after the notice, and in force before the meeting: what stood before is as if it had never been."""
    with arranging():
        Setting.objects.filter(organisation=met.grouping, name=name).delete()
        SettingFactory(name=name, value=value, organisation=met.grouping)


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_decided_after_the_notice_does_not_bind_the_meeting(name):
    field, value = CHANGES[name]
    with arranging():
        met = gathering()
        before, free = terms(met.meeting), gathering(state=State.DRAFT)
    decide(met, name, value)
    decide(free, name, value)
    assert terms(met.meeting) == before
    assert getattr(terms(free.meeting), field) != getattr(before, field)


def test_a_longer_notice_decided_later_does_not_silence_the_assembly():
    with arranging():
        met = under_way()
    decide(met, "L1.10.notice_days", 30)
    assert votable(met.items["comptes"])
    poll, _ = opened(met, HANDS)
    assert poll.state == "open"


def test_a_vote_is_decided_by_the_majority_that_was_announced():
    with arranging():
        met = under_way()
    decide(met, "L1.11.majority", "unanimity")
    decide(met, "L1.11.quorum", "1")
    poll, _ = opened(met, OPEN)
    assert poll.terms["majority"] == {"type": "simple", "base": "expressed"}
    assert poll.terms["quorum"]["ratio"] == "1/4"


def test_proxies_are_those_that_were_announced():
    with arranging():
        met = gathering(represented=0)
    decide(met, "L1.12.proxies_max", 0)
    giver, holder = met.entries[1], met.entries[0]
    proxy = operations.give_proxy(
        actor=met.actor(giver.person), giver=giver, holder=holder, now=met.notice.sent_at + timedelta(days=1)
    )
    assert proxy.holder == holder


def test_a_draft_follows_the_articles_until_it_is_convened():
    with arranging():
        met = gathering(state=State.AGENDA, settings={"L1.10.notice_days": 40})
    with pytest.raises(Refused) as refusal:
        operations.convene(actor=met.actor(), meeting=met.meeting, now=MORNING)
    assert refusal.value.rule == "L1.10"
    decide(met, "L1.10.notice_days", 15)
    notice = operations.convene(actor=met.actor(), meeting=met.meeting, now=MORNING)
    assert notice.content["terms"]["notice_days"] == 15
    decide(met, "L1.10.notice_days", 40)
    assert terms(met.meeting).notice_days == 15


OF_A_VOTE = [name for name in CHANGES if CHANGES[name][0] not in ("notice_days", "conveners", "second_call_days")]


@pytest.mark.parametrize("name", OF_A_VOTE)
def test_why_what_was_decided_since_does_not_touch_it_is_told(name):
    with arranging():
        met = gathering()
    assert decided_since(met.meeting) is None
    decide(met, name, CHANGES[name][1])
    found = decided_since(met.meeting)
    assert found is not None
    assert (found.sent_at, found.words) == (SENT, [SAID[CHANGES[name][0]]])


@pytest.mark.parametrize("name", ["L1.10.notice_days", "L1.10.convener", "L1.11.second_call_days"])
def test_what_decides_of_no_vote_is_not_told(name):
    with arranging():
        met = gathering()
    decide(met, name, CHANGES[name][1])
    assert decided_since(met.meeting) is None


def test_nothing_is_told_before_a_notice():
    with arranging():
        met = gathering(state=State.DRAFT)
    decide(met, "L1.11.majority", "unanimity")
    assert decided_since(met.meeting) is None


def test_the_screens_of_a_vote_say_why(settings):
    with arranging():
        met = under_way()
    poll, _ = opened(met, HANDS)
    client = entered_as(met.president, settings)
    put = reverse(
        "votes:put_to_vote",
        kwargs={"scale": met.grouping.slug, "key": met.meeting.pk, "item": met.items["budget"].pk},
    )
    for address in (put, of_vote(met, poll)):
        assert "Ce qui a été décidé depuis" not in words(client.get(address))
    decide(met, "L1.11.majority", "three_quarters_present")
    for address in (put, of_vote(met, poll)):
        told = words(client.get(address))
        assert "quand sa convocation est partie, le 2 novembre 2026" in told
        assert "Ce qui a été décidé depuis (la majorité) vaut pour les réunions convoquées ensuite." in told
