"""What the check of each night found, stamped by the key of the installation, which the database does not hold: what another
hand writes there neither silences the next check, nor says that all is well, nor moves the head that it is held to: see
decision 55.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import constant_time_compare, salted_hmac

from kevread.base.stamped import secrets

from .models import Check
from .verification import Anchor

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # an hour that Python cannot tell is none of ours, and stops nobody
KEPT = (
    "SELECT * FROM public.journal_check WHERE at BETWEEN %s AND %s ORDER BY at DESC, id DESC"  # inside `strictly` too
)
SALT = "kevread.journal.check"  # as `launch.doctor` says it


@dataclass(frozen=True, slots=True)
class Found:
    """The last seal that was there and its head, how much was compared, how many faults, and the first of them; whether
    something was noted out of the database (`journal.outside`), so that one knows when it is lost."""

    at: datetime
    seal: int
    head: str | None
    tables: int
    rows: int
    faults: int
    first: list[dict[str, Any]]
    noted: bool = False

    @property
    def anchor(self) -> Anchor | None:
        return Anchor(self.seal, self.head) if self.head else None


def keep(found: Found) -> None:
    said = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True).encode(asdict(found) | {"at": found.at.isoformat()})
    Check.objects.create(at=found.at, said=said, stamp=stamp_of(said, settings.SECRET_KEY))


def stamp_of(said: str, secret: str) -> str:
    return salted_hmac(SALT, said, secret=secret, algorithm="sha256").hexdigest()


def is_ours(stamp: str, said: str) -> bool:
    """By the key of this installation or one that it had."""
    return any(constant_time_compare(stamp, stamp_of(said, secret)) for secret in secrets())


def kept(now: datetime) -> Iterator[Found]:
    """What was found until now, the last first. A check of a day to come is none, nor one under another hour than its own."""
    for row in Check.objects.raw(KEPT, [BEGINNING, now]).iterator():
        if is_ours(row.stamp, row.said):
            found = json.loads(row.said)
            found["at"] = datetime.fromisoformat(found["at"])
            if found["at"] == row.at:
                yield Found(**found)


def last_good(now: datetime) -> Found | None:
    """The last that found no fault: its head is still that of its seal, whatever was written since."""
    return next((found for found in kept(now) if not found.faults), None)
