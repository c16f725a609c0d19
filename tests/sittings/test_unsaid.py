"""A meeting whose hour is past and of which nobody said whether it was held: apart, with what says it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.worlds import Gathering, gathering

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(db, monkeypatch) -> Gathering:
    monkeypatch.setattr("kevread.base.clock.now", lambda: NOW)
    with arranging():
        return gathering(members=12, starts_at=NOW + timedelta(days=20))


def put(met: Gathering, state: State, ends_in: timedelta) -> Meeting:
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(
            state=state, starts_at=NOW + ends_in - timedelta(hours=2), ends_at=NOW + ends_in
        )
    met.meeting.refresh_from_db()
    return met.meeting


def parts(met: Gathering, settings, **query: str) -> dict[str, str]:
    """The sections of the list, by their heading."""
    where = reverse("sittings:meetings", kwargs={"scale": met.meeting.organisation.slug})
    page = entered_as(met.secretary, settings).get(where, query)
    assert page.status_code == 200
    return {
        part.partition('"')[0]: part.partition("</section>")[0] for part in page.text.split('aria-labelledby="')[1:]
    }


def where_it_is(met: Gathering, settings) -> list[str]:
    return [name for name, part in parts(met, settings).items() if f"/{met.meeting.pk}" in part]


@pytest.mark.parametrize("state", [State.DRAFT, State.AGENDA, State.CONVENED])
def test_to_come_is_what_is_not_over(met, settings, state):
    put(met, state, timedelta(minutes=1))
    assert where_it_is(met, settings) == ["a-venir"]
    put(met, state, timedelta(0))
    assert where_it_is(met, settings) == ["a-dire"]


@pytest.mark.parametrize("state", [State.OPEN, State.IN_PROGRESS])
def test_what_is_under_way_is_not_asked_about_whatever_the_hour(met, settings, state):
    put(met, state, timedelta(hours=-3))
    assert where_it_is(met, settings) == ["a-venir"]


def test_what_was_held_or_given_up_is_said(met, settings):
    for state in (State.CLOSED, State.CANCELLED):
        put(met, state, timedelta(days=-1))
        assert where_it_is(met, settings) == ["passees"]


def test_each_has_both_gestures_and_the_first_leads_to_its_own_day(met, settings):
    found = put(met, State.DRAFT, timedelta(days=-1))
    here = parts(met, settings)["a-dire"]
    tell = reverse("rhythm:record_held", kwargs={"scale": found.organisation.slug})
    assert f"{tell}?instance={found.body.slug}&amp;jour={found.day.isoformat()}" in here
    assert reverse("meetings:cancel", kwargs={"scale": found.organisation.slug, "key": found.pk}) in here
    page = entered_as(met.secretary, settings).get(tell, {"instance": found.body.slug, "jour": found.day.isoformat()})
    first = page.context["form"].initial
    hours = [timezone.localtime(at).time() for at in (found.starts_at, found.ends_at)]
    assert [first["day"], first["start"], first["end"]] == [found.day, *hours]
    for odd in ("9999-12-31", "0001-01-01", "hier", ""):
        page = entered_as(met.secretary, settings).get(tell, {"instance": found.body.slug, "jour": odd})
        assert page.status_code == 200 and "day" not in page.context["form"].initial, odd
