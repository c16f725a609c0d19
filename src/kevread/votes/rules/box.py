"""What is published of a box, and what each voter holds of it: receipts that commit to what is sealed, stamps, digests."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kevread.votes.rules.codes import written
from kevread.votes.rules.group import challenge, hashed
from kevread.votes.rules.keys import SHORT


@dataclass(frozen=True, slots=True)
class Slip:
    """A ballot as it lies in the box. The receipt is a digest of the rest; the stamp says that the server took it."""

    receipt: str
    college: str
    sealed: bytes
    stamp: bytes = b""


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody of the roll: a line of the roll of the meeting, who casts its votes, in which college, how many. The stamp
    is that of the mark: empty where nobody voted."""

    entry: UUID
    voter: UUID
    college: str
    votes: int
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


def stamp_key(secret: bytes, poll: UUID) -> Ed25519PrivateKey:
    """The key with which the server stamps what it takes in for a poll. The secret is outside of the database."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"kevread stamp" + poll.bytes).derive(secret)
    return Ed25519PrivateKey.from_private_bytes(derived)


def stamped_ballot(terms: bytes, college: str, sealed: bytes) -> bytes:
    return hashed("stamped ballot", terms, college.encode(), sealed)


def stamped_mark(terms: bytes, voter: UUID) -> bytes:
    """All the lines of a voter are marked at once, and alike."""
    return hashed("stamped mark", terms, voter.bytes)


def is_stamped(public: bytes, stamp: bytes, what: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(stamp, what)
    except (InvalidSignature, ValueError):
        return False
    return True


# Digests -------------------------------------------------------------------------------------------------------------


def fingerprint(slips: Iterable[Slip], lines: Iterable[Line]) -> str:
    """Of all that lies in a box, and of the marks of its roll, whatever their order.

    >>> one, two = Slip("A", "", b"x"), Slip("B", "", b"y")
    >>> fingerprint([one, two], []) == fingerprint([two, one], []) != fingerprint([one], [])
    True
    """
    ballots = sorted(f"{slip.receipt}\0{slip.college}\0{slip.sealed.hex()}\0{slip.stamp.hex()}" for slip in slips)
    marks = sorted(f"{line.entry}\0{line.stamp.hex()}" for line in lines if line.stamp)
    return hashlib.sha256("\n".join([*ballots, "", *marks]).encode()).hexdigest()


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


def fingerprint_of_roll(lines: Iterable[Line]) -> str:
    """Of who takes part, whatever their order, and whether they have voted.

    >>> one, two = Line(UUID(int=1), UUID(int=2), "", 1), Line(UUID(int=3), UUID(int=2), "", 1)
    >>> fingerprint_of_roll([one, two]) == fingerprint_of_roll([two, one]) != fingerprint_of_roll([one])
    True
    """
    rows = sorted(f"{line.entry}\0{line.voter}\0{line.college}\0{line.votes}" for line in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def fingerprint_of_key(public: bytes) -> str:
    """Of the public key of a box: all the ballots are sealed to that key."""
    return hashlib.sha256(public).hexdigest()
