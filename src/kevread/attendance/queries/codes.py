"""The code shown in the room, by which somebody notes that they are there.

Whoever holds the sitting alone is shown it, to project it: read by anybody of the roll, wherever they are, it would prove
nothing (decision 41)."""

from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from kevread.meetings.models import Meeting

LASTS = timedelta(minutes=1)


def code_of(meeting: Meeting, at: datetime) -> str:
    """Six digits, of this meeting and of this minute."""
    slot = int(at.timestamp() // LASTS.total_seconds())
    digest = salted_hmac("kevread.meetings.sign_in", f"{meeting.pk}|{slot}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def codes_of(meeting: Meeting, at: datetime) -> tuple[str, str]:
    """Those that are good now: the one that is shown, and the one before, for who was typing it."""
    return code_of(meeting, at), code_of(meeting, at - LASTS)
