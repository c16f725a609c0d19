"""The addresses sent by mail, by which one answers without signing in.

Each is signed, names one line of the roll (or one person and one choice of dates), and holds nothing else. It stops with
the state of the meeting: once it is opened, cancelled or postponed, the address says so and does nothing.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kevread.meetings.models import RollEntry
from kevread.ui.places import screen_address

ANSWER, DATES = "meetings.answer", "meetings.dates"


def write(salt: str, *keys: UUID) -> str:
    packed = urlsafe_b64encode(b"".join(key.bytes for key in keys)).decode().rstrip("=")
    return Signer(salt=salt, sep=".").sign(packed)


def read(salt: str, token: str) -> tuple[UUID, ...] | None:
    """The keys that were signed; None when it was not by this site, or for something else."""
    try:
        packed = Signer(salt=salt, sep=".").unsign(token)
    except BadSignature:
        return None
    raw = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return tuple(UUID(bytes=raw[start : start + 16]) for start in range(0, len(raw), 16))


def answer_path(entry: RollEntry) -> str:
    return screen_address("meetings:answer", token=write(ANSWER, entry.pk))


def proxy_path(entry: RollEntry) -> str:
    return screen_address("meetings:answer_proxy", token=write(ANSWER, entry.pk))


def dates_path(meeting: UUID, person: UUID) -> str:
    return screen_address("meetings:answer_dates", token=write(DATES, meeting, person))


def entry_of(token: str) -> RollEntry | None:
    """The line of the roll that a letter was for."""
    keys = read(ANSWER, token)
    rows = RollEntry.objects.select_related("meeting__body__organisation", "person", "represents")
    return rows.filter(pk=keys[0]).first() if keys else None
