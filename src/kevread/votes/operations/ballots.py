"""Cast a vote: one statement or one transaction, never an act. What is cast says neither when, nor after whom. What is
written for somebody whose name is called is an act of whoever writes it.

A page sent twice, because the network dropped or a window was doubled, is one vote with the same answer.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, connection, transaction

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.operations import act
from kevread.tally.rules import tallies as tally
from kevread.votes import permissions
from kevread.votes.models import Ballot, Commitment, OpenVote, Poll, RollMark
from kevread.votes.operations.box import require_terms
from kevread.votes.operations.consulting import is_in_time, require_in_time
from kevread.votes.operations.register import found_there, noting
from kevread.votes.queries.installation import installation
from kevread.votes.queries.presiding import not_taking_part
from kevread.votes.rules.box import (
    BATCH,
    Slip,
    Stamp,
    chance_of,
    receipt_of,
    short,
    stamped_ballot,
    stamped_commitment,
    stamped_mark,
    stamped_name,
)
from kevread.votes.rules.sealing import holds, seal, sheet_of

CLOSED = "KV001"  # what the triggers of a vote raise
TWICE = "23505"  # PostgreSQL's, when a receipt is there already
MOST_AT_ONCE = 500  # ballots from one page
NONCE = range(16, 101)  # characters that a page draws
ALREADY = (
    "Vous avez déjà voté, depuis une autre page ou un autre appareil : ce vote est le bon, il est définitif. "
    "Votre reçu est resté sur cette page-là."
)

TAKE_PART = """
UPDATE votes_rollmark SET marked = true, stamp = %s WHERE poll_id = %s AND voter_id = %s AND NOT marked
RETURNING college, votes
"""
# What was committed to before them comes with it: it goes into their receipt.
PUT_IN_BOX = """
WITH put AS (INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed, stamp) VALUES {rows})
SELECT ballots, sha256 FROM votes_commitment WHERE poll_id = %s ORDER BY number DESC LIMIT 1
"""
COMMIT = """
INSERT INTO votes_commitment (id, poll_id, number, ballots, sha256, stamp) VALUES (%s, %s, %s, %s, %s, %s)
"""
LINES = "SELECT mark.id, mark.entry_id FROM votes_rollmark mark WHERE mark.poll_id = %s AND {whose}"
CAST_OPENLY = """
INSERT INTO votes_openvote (id, mark_id, poll_id, choices, stamp)
SELECT gen_random_uuid(), mark.id, mark.poll_id, said.choices, decode(said.stamp, 'hex')
FROM votes_rollmark mark JOIN jsonb_to_recordset(%s) AS said (mark uuid, choices jsonb, stamp text) ON said.mark = mark.id
WHERE mark.poll_id = %s AND {whose}
ON CONFLICT (mark_id) DO NOTHING RETURNING mark_id
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """One vote of a secret ballot. `college`: where the terms count by college, otherwise empty."""

    choices: Sequence[str]
    college: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A ballot that the page of the voter sealed."""

    college: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a voter keeps. `already`: the same page had come before. `before`: the last commitment to what was in the box
    when these came, its number of ballots and its digest; None for the first ballots."""

    codes: tuple[str, ...]
    already: bool = False
    before: tuple[int, str] | None = None

    @property
    def before_in_letters(self) -> str:
        return short(self.before[1]) if self.before else ""


@contextmanager
def while_open() -> Iterator[None]:
    """A vote that PostgreSQL refuses, because it came before the opening or after the closing."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != CLOSED:
            raise
        raise Refused("Ce vote n’est pas ouvert. Rien n’a été enregistré.") from None


def cast_secret(*, actor: Actor, poll: Poll, papers: Sequence[Paper], nonce: str, now: datetime) -> Receipts:
    """Seal one ballot for each vote that this person carries, for a page that cannot do it, and cast them.

    `nonce` is drawn by the page, and kept nowhere: the same page sent twice makes the same ballots. Raises Invalid on a
    ballot that does not hold together, and as `cast_sealed`.
    """
    voter = require_voter(actor, poll)
    if len(nonce) not in NONCE or not nonce.isascii():
        raise Invalid("nonce", "Cette page est incomplète : rechargez-la.")
    sheet = sheet_of(poll.put, poll.sha256, bytes(poll.public_key or b""))
    box = []
    for place, one in enumerate(papers):
        chosen = tally.check_choices(poll.put, one.choices)
        box.append(Sealed(one.college, seal(sheet, one.college, chosen, chance_of(poll.pk, voter, nonce, place))))
    return put_in_box(actor, voter, poll, box, now)


def cast_sealed(*, actor: Actor, poll: Poll, ballots: Sequence[Sealed], now: datetime) -> Receipts:
    """Put one ballot in the box for each vote that this person carries, and mark the roll: all in one transaction. What the
    ballots say is not known here: that each is one ballot of this poll is proved.

    `now` is held against the end of a written consultation, and kept nowhere. Raises Denied when this person does not take
    part; Invalid on a ballot that proves nothing; Refused when the vote is not open, when the consultation is over, or when
    this person has voted from another page. A page that comes again, even after the end, has its receipts all the same.
    """
    voter = require_voter(actor, poll)
    sheet = sheet_of(poll.put, poll.sha256, bytes(poll.public_key or b""))
    if len(ballots) > MOST_AT_ONCE or not all(holds(sheet, one.college, one.data) for one in ballots):
        raise Invalid("choices", "Ce bulletin est incomplet : rechargez la page. Rien n’a été enregistré.")
    return put_in_box(actor, voter, poll, ballots, now)


def require_voter(actor: Actor, poll: Poll) -> UUID:
    require_method(poll, Poll.Method.SECRET)
    if actor.person is None:
        raise Denied("Connectez-vous pour voter.")
    if not poll.terms:
        raise Refused("Ce vote n’est pas ouvert. Rien n’a été enregistré.")
    require_terms(poll)
    return actor.person


def put_in_box(actor: Actor, voter: UUID, poll: Poll, ballots: Sequence[Sealed], now: datetime) -> Receipts:
    terms, key = bytes.fromhex(poll.sha256), installation()
    receipts = tuple(receipt_of(terms, one.college, one.data) for one in ballots)
    with while_open(), noting(poll) as entry, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_PART, [key.sign(stamped_mark(terms, voter)), poll.pk, voter])
        carried = cursor.fetchall()
        if not carried:
            return found_again(actor, voter, poll, ballots, receipts)
        require_in_time(poll, now)
        require_as_many(poll, ballots, carried)
        box = slips(ballots, receipts, terms, key)
        before = put_in(cursor, poll, box)
        commit(cursor, poll, terms, key)
        entry.begin(voter, box)
    return Receipts(receipts, before=before)


def slips(ballots: Sequence[Sealed], receipts: Sequence[str], terms: bytes, key: Stamp) -> list[Slip]:
    """The ballots, stamped, in no order: several that are cast together cannot be told apart by their place."""
    found = [
        Slip(receipt, one.college, one.data, key.sign(stamped_ballot(terms, one.college, one.data)))
        for one, receipt in zip(ballots, receipts, strict=True)
    ]
    secrets.SystemRandom().shuffle(found)
    return found


def commit(cursor: Any, poll: Poll, terms: bytes, key: Stamp) -> None:
    """Commit to what is in, once enough is in no commitment, and stamp it."""
    cursor.execute("SELECT step, held, digest FROM votes_commit(%s, %s)", [poll.pk, BATCH])
    for number, ballots, sha256 in cursor.fetchall():
        stamp = key.sign(stamped_commitment(terms, number, ballots, sha256))
        cursor.execute(COMMIT, [uuid4(), poll.pk, number, ballots, sha256, stamp])


def require_as_many(poll: Poll, ballots: Sequence[Sealed], carried: Sequence[tuple[str, int]]) -> None:
    """As many ballots as votes carried, in the same colleges where they matter."""
    wanted: Counter[str] = Counter()
    for college, votes in carried:
        wanted[college if poll.put.by_college else ""] += votes
    if Counter(one.college for one in ballots) != wanted:
        votes = wanted.total()
        raise Invalid("choices", f"Vous portez {votes} voix : il faut autant de bulletins. Rien n’a été enregistré.")


def put_in(cursor: Any, poll: Poll, box: Sequence[Slip]) -> tuple[int, str] | None:
    values = [
        value for slip in box for value in (uuid4(), poll.pk, slip.college, slip.receipt, slip.sealed, slip.stamp)
    ]
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(box))
    try:
        cursor.execute(PUT_IN_BOX.format(rows=rows), [*values, poll.pk])
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != TWICE:
            raise
        raise Invalid("choices", "Ce bulletin est déjà dans l’urne : rechargez la page.") from None
    found: tuple[int, str] | None = cursor.fetchone()
    return found


def found_again(
    actor: Actor, voter: UUID, poll: Poll, ballots: Sequence[Sealed], receipts: tuple[str, ...]
) -> Receipts:
    """The same page, sent again: the same receipts. From another page, who has voted has no receipt to be told."""
    if receipts and Ballot.objects.filter(poll=poll, receipt__in=receipts).count() == len(receipts):
        found_there(poll, voter, [(one.college, one.data) for one in ballots])
        last = Commitment.objects.filter(poll=poll).order_by("-number").values_list("ballots", "sha256").first()
        return Receipts(receipts, already=True, before=last)
    require_taking_part(actor, poll)
    raise Refused(ALREADY)


def cast_open(
    *,
    actor: Actor,
    poll: Poll,
    choices: Sequence[str],
    now: datetime,
    apart: Mapping[UUID, Sequence[str]] | None = None,
    lines: Mapping[UUID, UUID] | None = None,
) -> list[OpenVote]:
    """Vote in one's own name, and in the name of those whose proxy one holds: `choices` for all, but `apart` for some
    lines of the roll. `lines`: those of this person, each with whom it is of, when who asks has read them.
    Final: voting again changes nothing, and answers what was cast the first time, even once a written consultation is over.

    Raises Denied when this person does not take part, Invalid on the choices, Refused when the vote is not open, or when
    the consultation is over.
    """
    require_method(poll, Poll.Method.OPEN)
    whose = "mark.voter_id = %s"
    found = write(poll, choices, apart or {}, whose, actor.person, lines) if is_in_time(poll, now) else []
    found = found or list(OpenVote.objects.filter(poll=poll, mark__voter=actor.person))
    if not found:
        require_taking_part(actor, poll)
        require_in_time(poll, now)
        raise Refused("Ce vote n’est pas ouvert. Rien n’a été enregistré.")
    return found


def call_name(*, actor: Actor, poll: Poll, mark: RollMark, choices: Sequence[str], now: datetime) -> OpenVote:
    """Write what somebody answers when their name is called. The answer is public, and written by somebody else: it is an
    act, which says who wrote it. Raises Denied; Refused when it has been written already, or when the vote is not open."""
    meeting = poll.meeting
    permissions.may_run_poll(actor, meeting).or_raise()
    require_method(poll, Poll.Method.ROLL_CALL)
    said = {"poll": poll.pk, "mark": mark.pk, "entry": mark.entry_id, "choices": list(choices)}
    with act("votes.call_name", actor=actor, about=meeting.organisation, now=now, arguments=said):
        if not write(poll, choices, {}, "mark.id = %s", mark.pk, {mark.pk: mark.entry_id}):
            raise Refused(f"La réponse de {mark.entry.person} est déjà écrite : elle est définitive.")
    return OpenVote.objects.get(mark=mark)


def write(
    poll: Poll,
    choices: Sequence[str],
    apart: Mapping[UUID, Sequence[str]],
    whose: str,
    key: UUID | None,
    lines: Mapping[UUID, UUID] | None,
) -> list[OpenVote]:
    """One statement, hence one transaction; each vote stamped in the name of its line."""
    every = tally.check_choices(poll.put, choices)
    some = {mark: tally.check_choices(poll.put, chosen) for mark, chosen in apart.items()}
    if not poll.terms:
        return []
    require_terms(poll)
    terms, stamp = bytes.fromhex(poll.sha256), installation()
    with while_open(), connection.cursor() as cursor:
        if lines is None:
            cursor.execute(LINES.format(whose=whose), [poll.pk, key])
            lines = dict(cursor.fetchall())
        said = {mark: (entry, some.get(mark, every)) for mark, entry in lines.items()}
        rows = [
            {"mark": str(mark), "choices": chosen, "stamp": stamp.sign(stamped_name(terms, entry, chosen)).hex()}
            for mark, (entry, chosen) in said.items()
        ]
        cursor.execute(CAST_OPENLY.format(whose=whose), [json.dumps(rows), poll.pk, key])
        cast = [mark for (mark,) in cursor.fetchall()]
    return [OpenVote(mark_id=mark, poll=poll, choices=list(said[mark][1])) for mark in cast]


def require_method(poll: Poll, method: str) -> None:
    if poll.method != method:
        raise Refused(f"Ce vote se fait autrement : {poll.get_method_display().lower()}.")


def require_taking_part(actor: Actor, poll: Poll) -> None:
    if not RollMark.objects.filter(poll=poll, voter=actor.person).exists():
        raise not_taking_part(poll.meeting)
