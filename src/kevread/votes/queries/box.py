"""What lies in a box, and on its roll."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from kevread.base.stamped import secrets
from kevread.common.reading import plain
from kevread.tally.rules import tallies as tally
from kevread.votes.models import Ballot, Commitment, Poll, RollMark
from kevread.votes.queries.installation import stamp_from
from kevread.votes.rules.box import (
    Committed,
    Line,
    Slip,
    fingerprint_of_before,
    fingerprint_of_carried,
    fingerprint_of_roll,
    is_stamped,
    lies_in,
    stamped_box,
    uncommitted,
)
from kevread.votes.rules.bundle import FORMAT, OF_BEFORE, BallotLine, Bundle, CommitmentLine, OpeningLine, RollLine


def slips_of(poll: Poll) -> list[Slip]:
    """Every ballot, in the order of their receipts."""
    rows = Ballot.objects.filter(poll=poll).order_by("receipt")
    return [
        Slip(receipt, college, bytes(sealed), bytes(stamp), batch)
        for receipt, college, sealed, stamp, batch in rows.values_list("receipt", "college", "sealed", "stamp", "batch")
    ]


def lines_of(poll: Poll) -> list[Line]:
    """Everybody who takes part; with a stamp, if empty, those whose line is marked."""
    rows = RollMark.objects.filter(poll=poll).order_by("entry")
    return [
        Line(entry, voter, college, votes, (bytes(stamp or b"") or UNSTAMPED) if marked else b"", by_proxy)
        for entry, voter, college, votes, by_proxy, marked, stamp in rows.values_list(
            "entry", "voter", "college", "votes", "by_proxy", "marked", "stamp"
        )
    ]


CLOSED = "SELECT id, box_sha256 FROM public.votes_poll WHERE box_sha256 <> '' ORDER BY id"
IN_IT = "SELECT receipt, college, sealed, stamp, batch FROM public.votes_ballot WHERE poll_id = %s"
MARKED = "SELECT entry_id, stamp FROM public.votes_rollmark WHERE poll_id = %s AND marked"
COMMITTED = "SELECT number, ballots, sha256, stamp FROM public.votes_commitment WHERE poll_id = %s"


# A vote by name, counted, with what its count froze; those of before froze nothing.
FROZEN = "SELECT id, result ->> 'names' FROM public.votes_poll WHERE state = 'counted' AND result ? 'names' ORDER BY id"
ANSWERED = """
SELECT m.entry_id, v.choices::text, v.poll_id = m.poll_id FROM public.votes_openvote v
JOIN public.votes_rollmark m ON m.id = v.mark_id WHERE v.poll_id = %s
"""
# What the opening took the digests of; terms of before hold none.
OPENED = """
SELECT id, terms ->> 'roll_sha256', coalesce(terms ->> 'carried_sha256', '') FROM public.votes_poll
WHERE terms ->> 'roll_sha256' <> '' ORDER BY id
"""
ROLL = "SELECT entry_id, voter_id, college, votes, by_proxy FROM public.votes_rollmark WHERE poll_id = %s"


def otherwise_than_closed() -> Iterator[UUID]:
    """The votes of which the box is not what its closing took the digest of. Each table is named with its schema: this is asked
    by the check of the tables, which looks up no name elsewhere. So are those below."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSED)
        yield from (poll for poll, digest in cursor.fetchall() if not lies_in(digest, *box_of(poll)))


def box_of(poll: UUID) -> tuple[list[Slip], list[Line], list[Committed]]:
    """What lies in a box, the marks of its roll, and what was committed to, now. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(IN_IT, [poll])
        slips = [
            Slip(receipt, college, bytes(sealed), bytes(stamp or b""), batch)
            for receipt, college, sealed, stamp, batch in cursor
        ]
        cursor.execute(MARKED, [poll])
        lines = [Line(entry, entry, "", 1, bytes(stamp or b"") or UNSTAMPED) for entry, stamp in cursor]
        cursor.execute(COMMITTED, [poll])
        said = [Committed(number, ballots, sha256, bytes(stamp or b"")) for number, ballots, sha256, stamp in cursor]
    return slips, lines, said


def is_as_closed(poll: Poll) -> bool:
    """Whether what lies in a closed box, the marks of its roll and what was committed to are what its closing took the digest
    of, and this installation stamped, with the key that it has or one that it had. Three queries."""
    stamp, wanted = bytes(poll.box_stamp or b""), stamped_box(bytes.fromhex(poll.sha256), poll.box_sha256)
    stamped = any(is_stamped(stamp_from(secret).public, stamp, wanted) for secret in secrets())
    return stamped and lies_in(poll.box_sha256, *box_of(poll.pk))


def otherwise_than_opened() -> Iterator[UUID]:
    """The votes, of whatever method and state, of which the roll is not the one that their terms took the digest of."""
    with connection.cursor() as cursor:
        cursor.execute(OPENED)
        for poll, roll, carried in cursor.fetchall():
            cursor.execute(ROLL, [poll])
            rows = cursor.fetchall()
            lines = (Line(entry, voter, college, votes) for entry, voter, college, votes, _ in rows)
            by_proxy = ((entry, by_proxy) for entry, _, _, _, by_proxy in rows)
            if fingerprint_of_roll(lines) != roll or carried not in ("", fingerprint_of_carried(by_proxy)):
                yield poll


def otherwise_than_counted() -> Iterator[UUID]:
    """The votes by name of which the answers are not those that their count froze, one for a line of that vote."""
    with connection.cursor() as cursor:
        cursor.execute(FROZEN)
        for poll, names in cursor.fetchall():
            cursor.execute(ANSWERED, [poll])
            rows = cursor.fetchall()
            said = {str(entry): json.loads(choices) for entry, choices, _ in rows}
            if said != json.loads(names) or len(said) != len(rows) or not all(is_of_it for *_, is_of_it in rows):
                yield poll


def committed(poll: Poll) -> list[Committed]:
    """What was committed to while the vote was open, in order."""
    rows = poll.commitments.order_by("number").values_list("number", "ballots", "sha256", "stamp")
    return [Committed(number, ballots, sha256, bytes(stamp or b"")) for number, ballots, sha256, stamp in rows]


def uncommitted_in(polls: list[Poll]) -> dict[UUID, int]:
    """Of secret votes, how many ballots came in with no commitment between, where that is more than it should be."""
    if not polls:
        return {}
    inside = dict(Ballot.objects.filter(poll__in=polls).values_list("poll").annotate(Count("pk")))
    held: dict[UUID, list[int]] = {key: [] for key in inside}
    for poll, ballots in Commitment.objects.filter(poll__in=held).order_by("number").values_list("poll_id", "ballots"):
        held[poll].append(ballots)
    return {poll: uncommitted(number, held[poll]) for poll, number in inside.items()}


UNSTAMPED = bytes(64)  # of a line that is marked, and that no vote marked


def bundle_of(poll: Poll) -> dict[str, Any]:
    """What anybody may check of a box that is closed (`verify-vote`): no name is in it, and nothing that says what a ballot
    says. Four queries."""
    slips, lines, said_then = slips_of(poll), lines_of(poll), committed(poll)
    openings = poll.scrutineers.filter(opening__isnull=False).order_by("place").values_list("place", "opening")
    found = Bundle(
        format=OF_BEFORE if poll.box_sha256 == fingerprint_of_before(slips, lines) else FORMAT,
        terms=tally.canonical(poll.terms),
        terms_sha256=poll.sha256,
        terms_stamp=bytes(poll.terms_stamp or b"").hex(),
        box_sha256=poll.box_sha256,
        box_stamp=bytes(poll.box_stamp or b"").hex(),
        roll=tuple(RollLine(one.entry, one.voter, one.college, one.votes, one.stamp.hex()) for one in lines),
        ballots=tuple(
            BallotLine(one.receipt, one.college, one.sealed.hex(), one.stamp.hex(), one.batch) for one in slips
        ),
        commitments=tuple(CommitmentLine(one.number, one.ballots, one.sha256, one.stamp.hex()) for one in said_then),
        openings=tuple(OpeningLine(place, said) for place, said in openings if place and said is not None),
        counts=poll.result.get("counts", {}),
        file=poll.result.get("file", {}),
        count_stamp=poll.result.get("count_stamp", ""),
    )
    written: dict[str, Any] = plain(found)
    return written
