"""What is published of a box, and what each voter holds of it: receipts that commit to what is sealed, stamps, digests."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any
from uuid import UUID

from kevread.common import stamps
from kevread.common.stamps import is_stamped as is_stamped
from kevread.votes.rules.codes import written
from kevread.votes.rules.group import challenge, hashed
from kevread.votes.rules.keys import SHORT, print_of


@dataclass(frozen=True, slots=True)
class Slip:
    """A ballot as it lies in the box. The receipt is a digest of the rest; the stamp says that the server took it. The batch
    is the number of the first commitment that holds it: none, where none does."""

    receipt: str
    college: str
    sealed: bytes
    stamp: bytes = b""
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody of the roll: a line of the roll of the meeting, who casts its votes, in which college, how many. The stamp
    is that of the mark: empty where nobody voted."""

    entry: UUID
    voter: UUID
    college: str
    votes: int
    stamp: bytes = b""
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Committed:
    """What was in the box at some moment of the vote, which those who voted next carry on their receipts."""

    number: int
    ballots: int
    sha256: str
    stamp: bytes = b""


def chance_of(poll: UUID, voter: UUID, nonce: str, place: int) -> Callable[[], int]:
    """The chance of a ballot that the server seals for a page: the same page sent twice makes the same ballots. The nonce
    is known to that page alone, and kept nowhere else.

    >>> draw, again = (chance_of(UUID(int=1), UUID(int=2), "a nonce made in the page", 0) for _ in range(2))
    >>> draw() == again() != draw()
    True
    """
    numbers = count()

    def draw() -> int:
        drawn = (poll.bytes, voter.bytes, nonce.encode(), place.to_bytes(4), next(numbers).to_bytes(4))
        return challenge("chance", *drawn)

    return draw


def receipt_of(terms: bytes, college: str, sealed: bytes) -> str:
    """What a voter keeps: 80 bits of a digest of the very ballot, and of the terms in which it was cast.

    >>> receipt_of(b"", "", b"")
    'PJMV-14TW-QPQW-7MCB'
    """
    return written(hashed("receipt", terms, college.encode(), sealed)[:SHORT])


# Stamps --------------------------------------------------------------------------------------------------------------


class Stamp(stamps.Stamp):
    """The key of the installation (`common.stamps`), and what people compare of it, here and elsewhere."""

    def __init__(self, secret: bytes) -> None:
        super().__init__(secret)
        self._traces = hashed("traces of this installation", secret)

    def trace(self, what: bytes) -> str:
        """What this key alone makes of something, and that says nothing of it: see `rules.register`."""
        return hmac.digest(self._traces, what, "sha256").hex()

    @property
    def print(self) -> str:
        return print_of(self.public)


def stamped_terms(terms: bytes) -> bytes:
    return hashed("stamped terms", terms)


def stamped_keeper(poll: UUID, keeper: UUID, person: UUID, key: bytes) -> bytes:
    """Of whoever keeps a share: who they are, and the key that they gave when they accepted."""
    return hashed("stamped keeper", poll.bytes, keeper.bytes, person.bytes, key)


def stamped_ballot(terms: bytes, college: str, sealed: bytes) -> bytes:
    return hashed("stamped ballot", terms, college.encode(), sealed)


def stamped_mark(terms: bytes, voter: UUID) -> bytes:
    """All the lines of a voter are marked at once, and alike."""
    return hashed("stamped mark", terms, voter.bytes)


def stamped_commitment(terms: bytes, number: int, ballots: int, sha256: str) -> bytes:
    return hashed("stamped commitment", terms, number.to_bytes(4), ballots.to_bytes(4), bytes.fromhex(sha256))


def stamped_box(terms: bytes, sha256: str) -> bytes:
    """Of what lay in the box and on its roll when it was closed, found whole."""
    return hashed("stamped box", terms, bytes.fromhex(sha256))


def stamped_count(terms: bytes, counts: Mapping[str, Mapping[str, int]], file: Mapping[str, Any]) -> bytes:
    """Of the count, and of the file of its result."""
    said = json.dumps({"counts": counts, "file": file}, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashed("stamped count", terms, said.encode())


def stamped_name(terms: bytes, mark: UUID, choices: Iterable[str]) -> bytes:
    """Of a vote in somebody's own name."""
    return hashed("stamped name", terms, mark.bytes, *(choice.encode() for choice in choices))


# Digests -------------------------------------------------------------------------------------------------------------


def fingerprint(slips: Sequence[Slip], lines: Sequence[Line], commitments: Iterable[Committed]) -> str:
    """Of all that lies in a box, of the marks of its roll, and of what was committed to while the vote was open with the batch
    of each ballot, whatever their order. Its first line is none of `fingerprint_of_before`: no box has both for one digest.

    >>> one, two, said = Slip("A", "", b"x"), Slip("B", "", b"y"), Committed(1, 2, "")
    >>> whole = fingerprint([one, two], [], [said])
    >>> whole == fingerprint([two, one], [], [said]), whole in (fingerprint([one], [], [said]), fingerprint([one, two], [], []))
    (True, False)
    """
    batches = sorted(f"{slip.receipt}\0{'' if slip.batch is None else slip.batch}" for slip in slips)
    said = sorted(f"{one.number}\0{one.ballots}\0{one.sha256}\0{one.stamp.hex()}" for one in commitments)
    found = [BOX, fingerprint_of_before(slips, lines), *batches, "", *said]
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


BOX = "kevread box 4"


def fingerprint_of_before(slips: Iterable[Slip], lines: Iterable[Line]) -> str:
    """Of what lies in a box and of the marks of its roll alone, as boxes were closed before decision 287.

    >>> one, two = Slip("A", "", b"x"), Slip("B", "", b"y")
    >>> fingerprint_of_before([one, two], []) == fingerprint_of_before([two, one], []) != fingerprint_of_before([one], [])
    True
    """
    ballots = sorted(f"{slip.receipt}\0{slip.college}\0{slip.sealed.hex()}\0{slip.stamp.hex()}" for slip in slips)
    marks = sorted(f"{line.entry}\0{line.stamp.hex()}" for line in lines if line.stamp)
    return hashlib.sha256("\n".join([*ballots, "", *marks]).encode()).hexdigest()


def lies_in(sha256: str, slips: Sequence[Slip], lines: Sequence[Line], commitments: Sequence[Committed]) -> bool:
    """Whether a box that was closed is still this one, by the digest that its closing took: a box closed since decision 287
    does not meet the other one.

    >>> slips, said = [Slip("A", "", b"x")], [Committed(1, 1, "")]
    >>> [lies_in(fingerprint(slips, [], said), slips, [], held) for held in (said, [])]
    [True, False]
    >>> [lies_in(fingerprint_of_before(slips, []), slips, [], held) for held in (said, [])]
    [True, True]
    """
    return sha256 in (fingerprint(slips, lines, commitments), fingerprint_of_before(slips, lines))


def short(sha256: str) -> str:
    """What people compare of a digest.

    >>> short("00" * 32)
    '0000-0000-0000-0000'
    """
    return written(bytes.fromhex(sha256)[:SHORT])


def commitment(receipts: Iterable[str]) -> str:
    """Of the ballots that are in at some moment, sorted. As the database computes it (`votes_commit`).

    >>> commitment(["B", "A"]) == commitment(["A", "B"]) != commitment(["A"])
    True
    """
    return hashlib.sha256("\n".join(sorted(receipts)).encode()).hexdigest()


BATCH = 5  # ballots, at the least, between two commitments to what is in the box; a twentieth of it, in a large one
AT_ONCE = 4  # times as many: what votes cast at the same moment may leave in none, that the next one commits to


def uncommitted(ballots: int, held: Iterable[int]) -> int:
    """The most ballots that came in from one commitment to the next, or since the last, where that is more than votes leave by
    themselves; none otherwise. `held`: how many each commitment holds, in order: one that is made at the end, of all at
    once, commits to nothing in front of those who voted before.

    >>> uncommitted(40, []), uncommitted(40, range(5, 40, 5)), uncommitted(19, []), uncommitted(40, [40])
    (40, 0, 0, 40)
    >>> steps = [5]
    >>> while steps[-1] < 1900:
    ...     steps.append(steps[-1] + max(5, steps[-1] // 20))
    >>> steps[-1], uncommitted(steps[-1] + 391, steps), uncommitted(steps[-1] + 392, steps)
    (1978, 0, 392)
    """
    sizes = [0, *held, ballots]
    return max((b - a for a, b in pairwise(sizes) if b - a >= AT_ONCE * max(BATCH, a // 20)), default=0)


# Each holds a twentieth more ballots than the one before: of a million ballots there would be some two hundred.
MOST_COMMITMENTS = 400


def wrong_commitment(public: bytes, terms: bytes, commitments: Sequence[Committed], slips: Sequence[Slip]) -> str:
    """The first thing wrong with what was committed to, of these ballots, each with its batch; empty when all is still so."""
    if len(commitments) > MOST_COMMITMENTS:
        return f"Il y a plus de {MOST_COMMITMENTS} engagements : aucun vote n’en prend autant."
    if [one.number for one in commitments] != list(range(1, len(commitments) + 1)):
        return "Il manque un engagement, ou il y en a un de trop."
    if {slip.batch for slip in slips} - {None, *(one.number for one in commitments)}:
        return "Un bulletin est d’un lot que rien n’engage."
    if any(two.ballots <= one.ballots for one, two in pairwise(commitments)):
        return "Un engagement ne tient pas celui d’avant."
    for one in commitments:
        held = [slip.receipt for slip in slips if slip.batch is not None and slip.batch <= one.number]
        if (len(held), commitment(held)) != (one.ballots, one.sha256):
            return f"L’engagement n° {one.number} ({one.ballots} bulletins) n’est pas celui de ces bulletins."
        if not is_stamped(public, one.stamp, stamped_commitment(terms, one.number, one.ballots, one.sha256)):
            return f"L’engagement n° {one.number} ne porte pas le cachet de l’installation."
    return ""


def fingerprint_of_roll(lines: Iterable[Line]) -> str:
    """Of who takes part, whatever their order, and whether they have voted.

    >>> one, two = Line(UUID(int=1), UUID(int=2), "", 1), Line(UUID(int=3), UUID(int=2), "", 1)
    >>> fingerprint_of_roll([one, two]) == fingerprint_of_roll([two, one]) != fingerprint_of_roll([one])
    True
    """
    rows = sorted(f"{line.entry}\0{line.voter}\0{line.college}\0{line.votes}" for line in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def fingerprint_of_carried(lines: Iterable[tuple[UUID, bool]]) -> str:
    """Of which lines are by proxy, whatever their order.

    >>> one, two = (UUID(int=1), True), (UUID(int=2), False)
    >>> fingerprint_of_carried([one, two]) == fingerprint_of_carried([two, one]) != fingerprint_of_carried([one])
    True
    """
    rows = sorted(f"{entry}\0{int(by_proxy)}" for entry, by_proxy in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def fingerprint_of_key(public: bytes) -> str:
    """Of the public key of a box: all the ballots are sealed to that key."""
    return hashlib.sha256(public).hexdigest()
