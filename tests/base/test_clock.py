"""The business clock: the real hour, on the day on which the federation lives."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kevread.base import clock

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def at_night(monkeypatch) -> datetime:
    moment = datetime(2027, 2, 3, 4, 15, 30, tzinfo=PARIS)
    monkeypatch.setattr(clock, "watch", lambda: moment)
    return moment


def test_a_real_federation_lives_at_the_real_hour(at_night, settings):
    settings.KEVREAD_ON = ""
    assert clock.now() == at_night


def test_the_day_of_the_demonstration_begins_in_the_morning(at_night, settings, monkeypatch):
    """At four in the morning, a sitting that is under way since half past eight was still to come."""
    settings.KEVREAD_ON = "2026-11-24"
    assert clock.now() == datetime(2026, 11, 24, 13, 15, 30, tzinfo=PARIS)
    monkeypatch.setattr(clock, "watch", lambda: at_night.replace(hour=17))
    assert clock.now() == datetime(2026, 11, 24, 17, 15, 30, tzinfo=PARIS)
