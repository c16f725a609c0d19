"""The business clock. Views, commands and jobs read it; verbs and queries receive it as an argument."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day this federation lives on: the real one, or the day on which the demonstration is set."""
    if settings.KEVREAD_ON:
        return date.fromisoformat(settings.KEVREAD_ON)
    return timezone.localdate()  # noqa: TID251 — the one place that reads the clock


def now() -> datetime:
    """The moment at which an act is written: the business day, at the real hour."""
    moment = timezone.localtime()
    return moment.replace(year=today().year, month=today().month, day=today().day) if settings.KEVREAD_ON else moment
