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
from kevread.votes.models import Ballot, OpenVote, Poll, RollMark
from kevread.votes.operations.consulting import is_in_time, require_in_time
from kevread.votes.rules import Slip, receipts_of, seal

CLOSED = "KV001"  # what the triggers of a vote raise
NONCE = range(16, 101)  # characters that a page draws
ALREADY = (
    "Vous avez déjà voté, depuis une autre page ou un autre appareil : ce vote est le bon, il est définitif. "
    "Votre reçu est resté sur cette page-là."
)

TAKE_PART = """
UPDATE votes_rollmark SET marked = true WHERE poll_id = %s AND voter_id = %s AND NOT marked RETURNING college, votes
"""
PUT_IN_BOX = "INSERT INTO votes_ballot (id, poll_id, college, receipt, sealed) VALUES "
CAST_OPENLY = """
INSERT INTO votes_openvote (id, mark_id, poll_id, choices)
SELECT gen_random_uuid(), mark.id, mark.poll_id, coalesce(%s::jsonb -> mark.id::text, %s::jsonb)
FROM votes_rollmark mark WHERE mark.poll_id = %s AND {whose}
ON CONFLICT (mark_id) DO NOTHING RETURNING mark_id
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """One vote of a secret ballot. `college`: where the terms count by college, otherwise empty."""

    choices: Sequence[str]
    college: str = ""


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a voter keeps. `already`: the same page had come before."""

    codes: tuple[str, ...]
    already: bool = False


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
    """Put one ballot in the box for each vote that this person carries, and mark the roll: all in one transaction.

    `nonce` is drawn by the page, and kept nowhere: it is what a page sent twice has in common. `now` is held against the
    end of a written consultation, and kept nowhere either. Raises Denied when this person does not take part; Invalid on a
    ballot that does not hold together; Refused when the vote is not open, when the consultation is over, or when this
    person has voted from another page. A page that comes again after the end has its receipts all the same.
    """
    require_method(poll, Poll.Method.SECRET)
    if len(nonce) not in NONCE or not nonce.isascii():
        raise Invalid("nonce", "Cette page est incomplète : rechargez-la.")
    if actor.person is None:
        raise Denied("Connectez-vous pour voter.")
    receipts = receipts_of(poll.pk, actor.person, nonce, len(papers))
    box = slips(poll, papers, receipts)
    with while_open(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE_PART, [poll.pk, actor.person])
        carried = cursor.fetchall()
        if not carried:
            return found_again(actor, poll, receipts)
        require_in_time(poll, now)
        require_as_many(poll, papers, carried)
        put_in(cursor, poll, box)
    return Receipts(receipts)


def slips(poll: Poll, papers: Sequence[Paper], receipts: Sequence[str]) -> list[Slip]:
    """The ballots, sealed, in no order: several that are cast together cannot be told apart by their place."""
    ranks = {code: rank for rank, (code, _) in enumerate(tally.choices_of(poll.put))}
    key = bytes(poll.public_key or b"")
    found = []
    for one, receipt in zip(papers, receipts, strict=True):
        chosen = [ranks[code] for code in tally.check_choices(poll.put, one.choices)]
        found.append(seal(key, poll.pk, one.college, receipt, chosen))
    secrets.SystemRandom().shuffle(found)
    return found


def require_as_many(poll: Poll, papers: Sequence[Paper], carried: Sequence[tuple[str, int]]) -> None:
    """As many ballots as votes carried, in the same colleges where they matter."""
    wanted: Counter[str] = Counter()
    for college, votes in carried:
        wanted[college if poll.put.by_college else ""] += votes
    if Counter(one.college for one in papers) != wanted:
        votes = wanted.total()
        raise Invalid("choices", f"Vous portez {votes} voix : il faut autant de bulletins. Rien n’a été enregistré.")


def put_in(cursor: Any, poll: Poll, box: Sequence[Slip]) -> None:
    rows = [value for slip in box for value in (uuid4(), poll.pk, slip.college, slip.receipt, slip.sealed)]
    cursor.execute(PUT_IN_BOX + ", ".join(["(%s, %s, %s, %s, %s)"] * len(box)), rows)


def found_again(actor: Actor, poll: Poll, receipts: tuple[str, ...]) -> Receipts:
    """The same page, sent again: the same receipts. From another page, who has voted has no receipt to be told."""
    if receipts and Ballot.objects.filter(poll=poll, receipt__in=receipts).count() == len(receipts):
        return Receipts(receipts, already=True)
    require_taking_part(actor, poll)
    raise Refused(ALREADY)


def cast_open(
    *,
    actor: Actor,
    poll: Poll,
    choices: Sequence[str],
    now: datetime,
    apart: Mapping[UUID, Sequence[str]] | None = None,
) -> list[OpenVote]:
    """Vote in one's own name, and in the name of those whose proxy one holds: `choices` for all, but `apart` for some
    lines of the roll. Final: voting again changes nothing, and answers what was cast the first time, even once a written
    consultation is over.

    Raises Denied when this person does not take part, Invalid on the choices, Refused when the vote is not open, or when
    the consultation is over.
    """
    require_method(poll, Poll.Method.OPEN)
    found = write(poll, choices, apart or {}, "mark.voter_id = %s", actor.person) if is_in_time(poll, now) else []
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
        if not write(poll, choices, {}, "mark.id = %s", mark.pk):
            raise Refused(f"La réponse de {mark.entry.person} est déjà écrite : elle est définitive.")
    return OpenVote.objects.get(mark=mark)


def write(
    poll: Poll, choices: Sequence[str], apart: Mapping[UUID, Sequence[str]], whose: str, key: UUID | None
) -> list[OpenVote]:
    """One statement, hence one transaction."""
    every = tally.check_choices(poll.put, choices)
    some = {str(mark): tally.check_choices(poll.put, chosen) for mark, chosen in apart.items()}
    with while_open(), connection.cursor() as cursor:
        cursor.execute(CAST_OPENLY.format(whose=whose), [json.dumps(some), json.dumps(every), poll.pk, key])
        cast = [mark for (mark,) in cursor.fetchall()]
    return [OpenVote(mark_id=mark, poll=poll, choices=list(some.get(str(mark), every))) for mark in cast]


def require_method(poll: Poll, method: str) -> None:
    if poll.method != method:
        raise Refused(f"Ce vote se fait autrement : {poll.get_method_display().lower()}.")


def require_taking_part(actor: Actor, poll: Poll) -> None:
    if not RollMark.objects.filter(poll=poll, voter=actor.person).exists():
        raise Denied(
            "Vous ne prenez pas part à ce vote : la liste des votant·es est arrêtée à son ouverture, avec les personnes "
            "présentes et les pouvoirs. Adressez-vous à la présidence de séance."
        )
