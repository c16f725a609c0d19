"""The journal by day and by meeting: what was done in one is told under its name, to whoever reads it."""

from datetime import timedelta

import pytest

from kevread.chronicle.queries.story import journal_of
from kevread.journal.operations import act
from kevread.meetings.queries.naming import called
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.gatherings.polling import OPEN, opened
from tests.seats.screens import at, words

pytestmark = pytest.mark.django_db


def done(verb: str, met, at=NOW, **about) -> None:
    with act(verb, actor=actor_of(met.secretary, TODAY), about=met.grouping, now=at, arguments=about):
        pass


def told(met, who):
    return journal_of(met.grouping, actor_of(who, TODAY), TODAY, "1")[1]


def test_what_was_done_in_a_meeting_is_one_entry_of_its_day(met):
    this = {"meeting": met.meeting.pk}
    done("sittings.open", met, **this)
    done("directory.rename", met, at=NOW + timedelta(minutes=1))
    done("sittings.turn_to", met, at=NOW + timedelta(minutes=2), **this)
    done("sittings.close", met, at=NOW + timedelta(days=1), **this)
    tomorrow, today, other = told(met, met.secretary)[:3]
    assert (tomorrow.day, today.day) == (TODAY + timedelta(days=1), TODAY)
    assert [one.act.verb for one in tomorrow.acts] == ["sittings.close"]
    assert [one.act.verb for one in today.acts][:2] == ["sittings.turn_to", "sittings.open"]
    assert today.matter.name == called(met.meeting, TODAY) and str(met.meeting.pk) in today.matter.url
    assert [one.act.verb for one in other.acts] == ["directory.rename"] and other.matter is None


def test_its_vote_is_named_by_its_question(met):
    poll, _ = opened(met, OPEN)
    found = next(one for one in told(met, met.secretary) if one.matter)
    assert f"a mis un point au vote\xa0: «\xa0{poll.question}\xa0»" in found.said


def test_whoever_does_not_read_the_meeting_is_not_told_its_name(met, somebody):
    done("sittings.open", met, meeting=met.meeting.pk)
    assert any(one.matter for one in told(met, met.secretary))
    assert not any(one.matter for one in told(met, somebody))


def test_the_screen_shows_the_meeting_then_its_acts_one_by_one(met, settings):
    for verb in ("sittings.open", "sittings.turn_to"):
        done(verb, met, meeting=met.meeting.pk)
    client = entered_as(met.secretary, settings)
    page = words(client.get(at("journal", met.grouping, room="chronicle")))
    assert called(met.meeting, TODAY).replace("\xa0", " ") in page and "actes, un à un" in page
