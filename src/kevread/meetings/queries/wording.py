"""When a meeting is, in words: the same on screens, in letters and in papers."""

from datetime import datetime

from django.utils import timezone

from kevread.common.periods import day_in_words
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.ui.words import hour

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def when(meeting: Meeting) -> str:
    """« vendredi 18 décembre 2026, de 18 h 30 à 21 h 30 »; of a written consultation, its deadline."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    if meeting.mode == Meeting.Mode.WRITTEN:
        return f"jusqu’au {DAYS[end.weekday()]} {day_in_words(end.date())}, {hour(end)}"
    return f"{DAYS[start.weekday()]} {day_in_words(start.date())}, de {hour(start)} à {hour(end)}"


def hours(meeting: Meeting) -> str:
    """« vendredi, de 18 h 30 à 21 h 30 », beside the day; of a written consultation, that it is one and its deadline."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return f"{written(meeting)}{when(meeting)}"
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return f"{DAYS[start.weekday()]}, de {hour(start)} à {hour(end)}"


def written(meeting: Meeting) -> str:
    """What comes before « jusqu’au », which is said of a written consultation alone."""
    return "consultation écrite, " if meeting.mode == Meeting.Mode.WRITTEN else ""


def moment(at: datetime) -> str:
    """« vendredi 18 décembre 2026, à 18 h 30 »."""
    local = timezone.localtime(at)
    return f"{DAYS[local.weekday()]} {day_in_words(local.date())}, à {hour(local)}"


def ended(meeting: Meeting) -> str:
    """« La séance est close depuis vendredi 18 décembre 2026, à 21 h 05. »; empty while it is not, and for a meeting told
    afterwards, whose hour nobody noted."""
    if meeting.closed_at is None or meeting.is_recorded:
        return ""
    at = moment(meeting.closed_at)
    if meeting.stage is State.FAILED:
        return f"La séance s’est arrêtée faute de quorum {at}."
    what = "La consultation" if meeting.mode == Meeting.Mode.WRITTEN else "La séance"
    return f"{what} est close depuis {at}."
