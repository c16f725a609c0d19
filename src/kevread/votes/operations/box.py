"""The ballot box after the vote: written anew in another order, and what it was before erased from the files.

PostgreSQL keeps the old image of a row that was rewritten, with the transaction that had written it: the one that marked
the roll. A plain VACUUM forgets where that image is without erasing it; a table rewritten whole is another file.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from kevread.votes.models import Ballot, Poll, RollMark, Trace
from kevread.votes.rules import Slip, fingerprint, fingerprint_of_key, fingerprint_of_roll

TABLES = ("votes_ballot", "votes_rollmark", "votes_openedshare")
PATIENCE = "2s"  # that we wait for a table that somebody else holds, and those who vote elsewhere behind us
log = logging.getLogger(__name__)


def box_of(poll: Poll) -> list[Slip]:
    rows = Ballot.objects.filter(poll=poll).values_list("receipt", "college", "sealed")
    return [Slip(receipt, college, bytes(sealed)) for receipt, college, sealed in rows]


def roll_as_opened(poll: Poll) -> bool:
    """Who takes part, and with how many votes, is what it was at the opening; so is the key of the box."""
    lines = RollMark.objects.filter(poll=poll).values_list("entry", "voter", "college", "votes")
    same_key = fingerprint_of_key(bytes(poll.public_key or b"")) == poll.put.key_sha256
    return same_key and fingerprint_of_roll(lines) == poll.put.roll_sha256


def shuffle(poll: Poll) -> None:
    """Rewrite the box and the roll of a vote that is closed, each in an order drawn anew and by this one transaction, and
    keep the fingerprint of the box, the same before and after. Must run inside an act, the poll locked."""
    before = fingerprint(box_of(poll))
    with connection.cursor() as cursor:
        cursor.execute("SELECT votes_shuffle(%s)", [poll.pk])
    poll.box_sha256 = fingerprint(box_of(poll))
    if poll.box_sha256 != before:
        raise RuntimeError("The box is not what it was before it was shuffled.")
    poll.save(update_fields=["box_sha256"])
    leave_trace(poll)


def leave_trace(poll: Poll) -> None:
    """Note that the files hold what was just rewritten or erased, and erase it as soon as this is committed."""
    Trace.objects.create(poll=poll)
    transaction.on_commit(erase_traces)


def erase_traces() -> bool:
    """Rewrite the files of the tables of votes without what they no longer say; True when nothing is left to erase.

    Nobody votes meanwhile: a lock, for the time of the rewriting, and 2 s at most for a table that another session holds.
    What it keeps from being erased, or a session that reads an older state, stays noted, for the job of each minute. Never
    raises: a closing does not fail for it. Does nothing in a transaction, where PostgreSQL refuses it.
    """
    asked = list(Trace.objects.values_list("pk", flat=True))
    if not asked:
        return True
    if connection.in_atomic_block:
        return False
    try:
        kept = rewrite()
    except DatabaseError as error:
        log.warning("The traces of a vote wait to be erased: %s", error)
        return False
    if kept:
        log.warning("The traces of a vote wait to be erased: somebody still reads an older state.")
        return False
    Trace.objects.filter(pk__in=asked).delete()
    return True


def rewrite() -> bool:
    """VACUUM FULL, and whether something was kept: PostgreSQL says for each table how many dead rows it had to copy."""
    with connection.cursor() as cursor, listening() as said:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            cursor.execute(f"VACUUM (FULL, VERBOSE) {', '.join(TABLES)}")
        finally:
            cursor.execute("RESET lock_timeout")
    kept = [int(found[0]) for line in said if (found := re.search(r"\d+", line))]
    return len(kept) < len(TABLES) or any(kept)


@contextmanager
def listening() -> Iterator[list[str]]:
    """The details of what the server says. Their first number, in any language, is that of the dead rows it kept."""
    said: list[str] = []

    def keep(diagnostic: Any) -> None:
        if diagnostic.message_detail:
            said.append(diagnostic.message_detail)

    connection.ensure_connection()
    wire: Any = connection.connection
    wire.add_notice_handler(keep)
    try:
        yield said
    finally:
        wire.remove_notice_handler(keep)
