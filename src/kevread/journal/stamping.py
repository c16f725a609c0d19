"""Whether this installation opened an act, and closed it as it stands: both stamps are made by a key of which the database
holds nothing.

Whoever has a secret of the database opens an act in somebody's name, and writes what they like in it: a decision, a mandate.
They do not stamp it, and a stamp says one act and no other. Nor do they add to an act of a moment ago that a verb did open,
or take out of it: what it wrote is stamped when it is closed, in the same transaction.
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

from . import touched
from .seals import DIGESTS

# What the first stamp binds: which act, of whom, in whose name, where and when. What was asked and why is in its digest, which
# the closing stamp binds, then its seal.
BOUND = ("id", "verb", "at", "person", "person_name", "mandate", "hat", "organisation")
READ = f"""
SELECT a.stamp, a.written, c.changes, c.digests, encode(a.digest, 'hex'),
    {touched.OPENED}, {touched.LONG.format("a.closed_in")}, pg_catalog.concat(a.took), {", ".join(BOUND)}
FROM public.journal_act a CROSS JOIN LATERAL ({DIGESTS.format(act="a.id")}) c WHERE {{since}}
"""  # noqa: S608 — of our own words
# An act that is to be closed says so in its first stamp: one of before acts were closed has the other, and no second stamp.
OPENED, WROTE, BEFORE = "kevread.journal.act, to be closed", "kevread.journal.act, closed", "kevread.journal.act"


@cache
def key_from(secret: str, what: str) -> bytes:
    return salted_hmac(what, "key", secret=secret, algorithm="sha256").digest()


def stamp_of(values: Sequence[Any], secret: str = "", *, what: str) -> bytes:
    """That of an act, from what its stamp binds, in that order; of what it wrote (`WROTE`), from its key, how many changes
    there are, one digest of theirs, that of the act itself, and the transactions that it took (`journal.touched`): three
    forms of before bind less.

    >>> from datetime import UTC, datetime
    >>> act = [UUID(int=1), "seats.fill", datetime(2026, 11, 24, 9, tzinfo=UTC), None, "Azenor", None, "", None]
    >>> one, other = stamp_of(act, "a", what=OPENED), stamp_of([UUID(int=2), *act[1:]], "a", what=OPENED)
    >>> one == stamp_of(act, "a", what=OPENED), one == other, one == stamp_of(act, "a", what=BEFORE)
    (True, False, False)
    """
    said = json.dumps(list(values), ensure_ascii=False, default=written).encode()
    return hmac.digest(key_from(secret or settings.SECRET_KEY, what), said, "sha256")


def is_stamp(stamp: Any, values: Sequence[Any], what: str) -> bool:
    """By the key that this installation has or by one that it had."""
    return any(hmac.compare_digest(bytes(stamp), stamp_of(values, secret, what=what)) for secret in secrets())


def not_ours(since: str, values: Sequence[Any]) -> Iterator[tuple[UUID, str]]:
    """The acts that this installation did not open (« stamp »), or that do not hold what they held when it closed them
    (« written »). Read a few at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(READ.format(since=since), values)
        while rows := cursor.fetchmany(5_000):
            for stamp, closed, changes, digests, digest, first, last, took, *bound in rows:
                if is_stamp(stamp, bound, OPENED):
                    wrote = [bound[0], changes, digests]
                    named, spanned = [*wrote, digest, first, took], [*wrote, digest, first, last]
                    said = [named] if took else [spanned] if last else [[*wrote, digest], wrote]
                    if not any(is_stamp(closed, one, WROTE) for one in said):
                        yield bound[0], "written"
                elif not is_stamp(stamp, bound, BEFORE):
                    yield bound[0], "stamp"
