"""The ballot box after the vote: held against its roll, written anew in another order, what it was before erased from the
files.

PostgreSQL keeps the old image of a row that was rewritten, with the transaction that had written it: the one that marked
the roll. A plain VACUUM forgets where that image is without erasing it; a table rewritten whole is another file.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction

from kevread.base.queue import later
from kevread.common.errors import Refused
from kevread.tally.rules import tallies as tally
from kevread.votes.models import Poll
from kevread.votes.queries.box import box_of, committed
from kevread.votes.queries.installation import installation
from kevread.votes.queries.presiding import whom_to_tell
from kevread.votes.queries.register import traces
from kevread.votes.rules.box import (
    Line,
    Slip,
    fingerprint,
    fingerprint_of_carried,
    fingerprint_of_roll,
    is_stamped,
    receipt_of,
    stamped_ballot,
    stamped_box,
    stamped_mark,
    stamped_terms,
    wrong_commitment,
)
from kevread.votes.rules.sealing import holds, sheet_of

from .register import note_trace

TABLES = ("votes_ballot", "votes_rollmark")
PATIENCE = "2s"  # that we wait for a table that somebody else holds, and those who vote elsewhere behind us
TO_BE_VOID = "L’urne n’a pas été ouverte. Ce vote doit être annulé, avec ce motif, puis recommencé."
NOT_AS_OPENED = (
    "La liste des votant·es, les termes ou la clé de l’urne ne sont pas ceux de l’ouverture du vote. " + TO_BE_VOID
)
log = logging.getLogger(__name__)


def seal_soon() -> None:
    """The journal is sealed at once after what a vote froze, without waiting its hour: a head noted then holds it. Must run
    inside an act."""
    later("journal.seal", timestamp=0)


def require_terms(poll: Poll) -> None:
    """The terms are those that this installation stamped at the opening of this very vote, and the row says the same as
    they do. Never held against a key that they bring themselves. Raises Refused."""
    terms, stamp = poll.put, installation()
    secret = poll.method == Poll.Method.SECRET
    if secret and terms.stamp_key != stamp.public.hex():
        raise Refused(
            "Ce vote ne porte pas la clé de cette installation : quelqu’un a changé ses termes, ou cette installation n’a plus "
            "la clé avec laquelle il a été ouvert. Il doit être annulé, puis recommencé. Rien n’a été enregistré."
        )
    sealed = terms.sharing[:1] == (bytes(poll.public_key or b"").hex(),) and terms.threshold == poll.threshold
    row = (poll.kind, poll.method, poll.question, poll.text, str(poll.pk))
    if (
        tally.digest(poll.terms) != poll.sha256
        or not is_stamped(stamp.public, bytes(poll.terms_stamp or b""), stamped_terms(bytes.fromhex(poll.sha256)))
        or (terms.kind, terms.method, terms.question, terms.text, terms.poll) != row
        or (secret and not sealed)
    ):
        raise Refused(NOT_AS_OPENED)


def require_roll(poll: Poll, lines: list[Line]) -> None:
    """Who takes part is who took part at the opening, and for whom. Raises Refused."""
    carried = ((line.entry, line.by_proxy) for line in lines)
    if fingerprint_of_roll(lines) != poll.put.roll_sha256 or fingerprint_of_carried(carried) != poll.put.carried_sha256:
        raise Refused(NOT_AS_OPENED)


def require_proven(poll: Poll, slips: list[Slip], lines: list[Line]) -> str:
    """Each ballot of a whole box still proves that it is one, and all that was committed to while the vote was open is
    there. Looked at once, at the closing: 9 ms a ballot. Answers the fingerprint of what was proven, that very one: what lies
    in the tables later may be another box. Raises Refused, with what does not agree."""
    sheet = sheet_of(poll.put, poll.sha256, bytes(poll.public_key or b""))
    if unproved := sum(not holds(sheet, slip.college, slip.sealed) for slip in slips):
        raise Refused(f"{unproved} bulletin(s) ne prouvent pas qu’ils en sont un seul de ce vote. {TO_BE_VOID}")
    said_then = committed(poll)
    if wrong := wrong_commitment(installation().public, sheet.terms, said_then, slips):
        raise Refused(f"{wrong} {TO_BE_VOID}")
    return fingerprint(slips, lines, said_then)


def require_closed_so(poll: Poll) -> None:
    """What the closing found whole is what this installation stamped. Raises Refused."""
    stamped = stamped_box(bytes.fromhex(poll.sha256), poll.box_sha256)
    if not is_stamped(installation().public, bytes(poll.box_stamp or b""), stamped):
        raise Refused(f"L’empreinte de l’urne n’est pas celle que Kevread a cachetée à la clôture. {TO_BE_VOID}")


def require_whole(poll: Poll, slips: list[Slip], lines: list[Line]) -> None:
    """The terms, the roll and the key are those of the opening; each ballot and each mark was taken in by this server, and
    there are as many votes in the box as on the roll, college by college. Raises Refused, with what does not agree."""
    require_terms(poll)
    require_roll(poll, lines)
    terms, sha256, public = poll.put, bytes.fromhex(poll.sha256), installation().public
    strange = sum(
        slip.receipt != receipt_of(sha256, slip.college, slip.sealed)
        or not is_stamped(public, slip.stamp, stamped_ballot(sha256, slip.college, slip.sealed))
        for slip in slips
    )
    if strange:
        raise Refused(
            f"{strange} bulletin(s) de l’urne n’y sont pas entrés par un vote, ou y ont été changés. {TO_BE_VOID}"
        )
    if any(line.stamp and not is_stamped(public, line.stamp, stamped_mark(sha256, line.voter)) for line in lines):
        raise Refused(f"L’émargement porte une marque qui n’est pas celle d’un vote. {TO_BE_VOID}")
    inside, marked = Counter(slip.college for slip in slips), Counter[str]()
    for line in lines:
        if line.stamp:
            marked[line.college if terms.by_college else ""] += line.votes
    if inside != marked:
        raise Refused(
            f"L’urne et l’émargement ne s’accordent pas : {inside.total()} bulletins, pour {marked.total()} voix marquées. "
            + TO_BE_VOID
        )


def shuffle(poll: Poll, proven: str = "") -> None:
    """Rewrite the box and the roll of a vote that is closed, each in an order drawn anew and by this one transaction, and
    keep the fingerprint of both and of what was committed to: the one that was proven, before and after. A box that is given
    up was not: it is what it was. Must run inside an act, the poll locked. Raises Refused where it is another box."""
    poll.box_sha256 = proven or fingerprint(*box_of(poll.pk))
    require_still(poll)
    with connection.cursor() as cursor:
        cursor.execute("SELECT votes_shuffle(%s)", [poll.pk])
    require_still(poll)
    poll.save(update_fields=["box_sha256"])
    leave_trace(poll)


def require_still(poll: Poll) -> None:
    """The tables still hold the box of which this is the fingerprint: whoever owns them can make each write of a closing wait,
    and take ballots out meanwhile. Raises Refused."""
    if fingerprint(*box_of(poll.pk)) != poll.box_sha256:
        raise Refused(
            "L’urne ou l’émargement ont changé dans la base pendant la clôture : quelqu’un y a touché. Rien n’a été clos. "
            f"Dites-le {whom_to_tell(poll.meeting)}, puis recommencez."
        )


def leave_trace(poll: Poll) -> None:
    """Note that the files hold what was just rewritten or erased, and erase it as soon as this is committed. One that is rolled
    back leaves its note: the files are made anew once for nothing. Raises Refused when it cannot be noted."""
    note_trace(poll)
    transaction.on_commit(erase_traces)


def erase_traces() -> bool:
    """Rewrite the files of the tables of votes without what they no longer say; True when nothing is left to erase.

    Nobody votes meanwhile: a lock, for the time of the rewriting, and 2 s at most for a table that another session holds.
    What it keeps from being erased, or a session that reads an older state, stays noted, for the job of each minute. Never
    raises: a closing does not fail for it. Does nothing in a transaction, where PostgreSQL refuses it.
    """
    asked = traces()
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
    for file in asked.values():
        file.unlink(missing_ok=True)
    return True


def rewrite() -> bool:
    """Each table a file anew, and whether something was kept: PostgreSQL says how many dead rows it had to copy. One at a
    time: who votes holds the roll, then the box, and would wait for each other."""
    with connection.cursor() as cursor, listening() as said:
        cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
        try:
            for table in TABLES:
                cursor.execute("SELECT votes_make_anew(%s)", [table])
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
