"""The business clock. Views, commands and jobs read it; verbs and queries receive it as an argument."""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

MORNING = 9
NIGHT = 2  # o'clock, by universal time: three or four in the morning


def today() -> date:
    """The day this federation lives on: the real one, or the day on which the demonstration is set."""
    if settings.KEVREAD_ON:
        return date.fromisoformat(settings.KEVREAD_ON)
    return timezone.localdate()  # noqa: TID251 — the one place that reads the clock


def watch() -> datetime:
    """What the clock on the wall says. Tests set it: none of them depends on the hour at which it is run."""
    return timezone.localtime()


def last_night() -> datetime:
    """The last time that it was the hour of what is done at night, whatever the day on which a demonstration lives."""
    moment = watch()
    night = moment.astimezone(UTC).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night - timedelta(days=moment < night)


def now() -> datetime:
    """The moment at which an act is written: the business day, at the real hour. The demonstration's day begins in the
    morning: what its people did by then (`seances.yaml`, `votes.yaml`) is never still to come for somebody who wakes early."""
    moment = watch()
    if not settings.KEVREAD_ON:
        return moment
    on = today()
    there = moment.replace(year=on.year, month=on.month, day=on.day)
    # The night is lived as the day that follows it, an hour for an hour: it goes back once, when the morning comes.
    return there if there.hour >= MORNING else there + timedelta(hours=MORNING)
