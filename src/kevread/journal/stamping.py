"""Whether this installation opened an act: the stamp of each is made by a key of which the database holds nothing.

Whoever has a secret of the database opens an act in somebody's name, and writes what they like in it: a decision, a mandate.
They do not stamp it, and a stamp says one act and no other. What an act wrote is held by its seal: see `journal.seals`.
"""

import hmac
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from kevread.base.stamped import secrets, written

# What a stamp binds: which act, of whom, in whose name, where and when. The rest is in its digest, which its seal holds.
BOUND = ("id", "verb", "at", "person", "person_name", "mandate", "hat", "organisation")
READ = f"SELECT stamp, {', '.join(BOUND)} FROM public.journal_act a WHERE {{since}}"  # noqa: S608 — of our own words


@cache
def key_from(secret: str) -> bytes:
    return salted_hmac("kevread.journal.act", "key", secret=secret, algorithm="sha256").digest()


def stamp_of(values: Sequence[Any], secret: str = "") -> bytes:
    """That of an act, from what its stamp binds, in that order.

    >>> from datetime import UTC, datetime
    >>> act = [UUID(int=1), "seats.fill", datetime(2026, 11, 24, 9, tzinfo=UTC), None, "Azenor", None, "", None]
    >>> stamp_of(act, "a") == stamp_of(act, "a"), stamp_of(act, "a") == stamp_of([UUID(int=2), *act[1:]], "a")
    (True, False)
    """
    said = json.dumps(list(values), ensure_ascii=False, default=written).encode()
    return hmac.digest(key_from(secret or settings.SECRET_KEY), said, "sha256")


def not_ours(since: str, values: list[int]) -> Iterator[UUID]:
    """The acts that this installation did not open, by the key that it has or by one that it had. Read a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ.format(since=since), values)
        while rows := cursor.fetchmany(5_000):
            for stamp, *bound in rows:
                if not any(hmac.compare_digest(bytes(stamp), stamp_of(bound, secret)) for secret in secrets()):
                    yield bound[0]
