"""A box that only several people together can open. No Django, no clock; chance comes from the system.

Nothing here is home-made: a ballot is sealed by HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) of the library
`cryptography`; a key is split by Shamir's scheme of the library PyCryptodome.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from Crypto.Protocol.SecretSharing import Shamir
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kevread.common.errors import Invalid

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no letter that is read as another
PAPER = 128  # bytes of every ballot, whatever it says
MOST_CHOICES = 120  # that a ballot can name
SEED = 16  # bytes of a scrutineer's code
HALF = 16  # bytes that Shamir's scheme splits at once
FEWEST, MOST = 2, 9  # scrutineers


@dataclass(frozen=True, slots=True)
class Slip:
    """A ballot as it lies in the box: its receipt and its college are bound to what is sealed."""

    receipt: str
    college: str
    sealed: bytes


def receipts_of(poll: UUID, voter: UUID, nonce: str, number: int) -> tuple[str, ...]:
    """The receipts of the ballots that somebody casts from one page: the same page sent twice has the same receipts. The
    nonce is known to that page alone, and kept nowhere else: without it, a receipt says nothing of the voter.

    >>> receipts_of(UUID(int=1), UUID(int=2), "a nonce made in the page", 2)
    ('A4C8-PDDJ', '96CD-1M14')
    """
    secret = poll.bytes + voter.bytes + nonce.encode()
    found = []
    for place in range(number):
        digest = hashlib.sha256(b"kevread receipt\0" + place.to_bytes(2) + secret).digest()
        found.append(written(digest[:5]))
    return tuple(found)


def written(data: bytes) -> str:
    """
    >>> written(bytes(5)), written(bytes([255] * 5))
    ('0000-0000', 'ZZZZ-ZZZZ')
    """
    bits = -(-len(data) * 8 // 5)
    number = int.from_bytes(data) << (bits * 5 - len(data) * 8)
    letters = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(bits)))
    return "-".join(letters[start : start + 4] for start in range(0, bits, 4))


def read_back(text: str, length: int) -> bytes:
    """What was written down, however it was typed. Raises Invalid.

    >>> read_back(" zzzz zzzz ", 5) == bytes([255] * 5), read_back("oooo-lill", 5) == read_back("0000-1111", 5)
    (True, True)
    """
    letters = "".join(text.split()).replace("-", "").upper().translate(str.maketrans("OIL", "011"))
    bits = -(-length * 8 // 5)
    if len(letters) != bits or set(letters) - set(ALPHABET):
        raise Invalid("code", f"Ce code a {bits} lettres et chiffres, par groupes de quatre : relisez-le.")
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    return (number >> (bits * 5 - length * 8)).to_bytes(length)


def paper(choices: Sequence[int]) -> bytes:
    """What a ballot says, always as long.

    >>> len(paper([])) == len(paper(range(120))), read_paper(paper([2, 0]))
    (True, (0, 2))
    """
    named = bytes(sorted(choices))
    if len(named) > MOST_CHOICES:
        raise Invalid("choices", f"Un bulletin nomme {MOST_CHOICES} choix au plus.")
    return (bytes([len(named)]) + named).ljust(PAPER, b"\0")


def read_paper(data: bytes) -> tuple[int, ...]:
    return tuple(data[1 : 1 + data[0]])


def bound(poll: UUID, college: str, receipt: str) -> bytes:
    return b"\0".join((b"kevread ballot", poll.bytes, college.encode(), receipt.encode()))


def seal(key: bytes, poll: UUID, college: str, receipt: str, choices: Sequence[int]) -> Slip:
    """A ballot, that the key of the box alone opens, with this receipt and in this college."""
    public = X25519PublicKey.from_public_bytes(key)
    sealed = SUITE.encrypt(paper(choices), public, info=bound(poll, college, receipt))
    return Slip(receipt, college, sealed)


def unseal(key: X25519PrivateKey, poll: UUID, slip: Slip) -> tuple[int, ...] | None:
    """The choices; None when it was not sealed for this box, this college and this receipt."""
    try:
        return read_paper(SUITE.decrypt(slip.sealed, key, info=bound(poll, slip.college, slip.receipt)))
    except (InvalidTag, ValueError):
        return None


def fingerprint(slips: Iterable[Slip]) -> str:
    """Of all that lies in a box, whatever its order.

    >>> one, two = Slip("A", "", b"x"), Slip("B", "", b"y")
    >>> fingerprint([one, two]) == fingerprint([two, one]) != fingerprint([one])
    True
    """
    lines = sorted(f"{slip.receipt}\0{slip.college}\0{slip.sealed.hex()}" for slip in slips)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def fingerprint_of_roll(lines: Iterable[tuple[UUID, UUID, str, int]]) -> str:
    """Of who takes part: a line of the roll of the meeting, who casts its votes, in which college, how many. Whatever their
    order, and whether they have voted.

    >>> one, two = (UUID(int=1), UUID(int=2), "", 1), (UUID(int=3), UUID(int=2), "", 1)
    >>> fingerprint_of_roll([one, two]) == fingerprint_of_roll([two, one]) != fingerprint_of_roll([one])
    True
    """
    rows = sorted(f"{entry}\0{voter}\0{college}\0{votes}" for entry, voter, college, votes in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def fingerprint_of_key(public: bytes) -> str:
    """Of the public key of a box: all the ballots are sealed to that key."""
    return hashlib.sha256(public).hexdigest()


# Keys ----------------------------------------------------------------------------------------------------------------


def new_code() -> str:
    """What a scrutineer keeps, and writes down: their key is derived from it."""
    return written(secrets.token_bytes(SEED))


def key_of(code: str) -> X25519PrivateKey:
    """Raises Invalid when it is no such code."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"kevread scrutineer").derive(read_back(code, SEED))
    return X25519PrivateKey.from_private_bytes(derived)


def public_key_of(code: str) -> bytes:
    return key_of(code).public_key().public_bytes_raw()


def new_box(threshold: int, keepers: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """The public key of a new box, and the share of each keeper, sealed to their own key. The private key is forgotten.

    Raises Invalid when one keeper alone could open it, or when there are too few of them.
    """
    check_threshold(threshold, len(keepers))
    key = X25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    shares = split(key.private_bytes_raw(), threshold, len(keepers))
    return public, [
        SUITE.encrypt(share, X25519PublicKey.from_public_bytes(keeper), info=b"kevread share\0" + public)
        for share, keeper in zip(shares, keepers, strict=True)
    ]


def check_threshold(threshold: int, keepers: int) -> None:
    """
    >>> check_threshold(1, 3)
    Traceback (most recent call last):
    kevread.common.errors.Invalid: Il faut au moins 2 personnes pour ouvrir l’urne : seule, aucune ne le doit.
    """
    if not FEWEST <= keepers <= MOST:
        raise Invalid("scrutineers", f"De {FEWEST} à {MOST} personnes gardent la clé de l’urne.")
    if threshold < FEWEST:
        raise Invalid(
            "threshold", f"Il faut au moins {FEWEST} personnes pour ouvrir l’urne : seule, aucune ne le doit."
        )
    if threshold > keepers:
        raise Invalid("threshold", f"{threshold} personnes ne peuvent pas ouvrir une urne dont {keepers} ont la clé.")


def split(secret: bytes, threshold: int, number: int) -> list[bytes]:
    """Shares of 32 bytes, in the order of their places, from 1."""
    halves = [Shamir.split(threshold, number, secret[start : start + HALF]) for start in (0, HALF)]
    return [first + second for (_, first), (_, second) in zip(*halves, strict=True)]


def join(shares: Sequence[tuple[int, bytes]]) -> bytes:
    """
    >>> secret = bytes(range(32))
    >>> shares = list(enumerate(split(secret, 2, 3), start=1))
    >>> join(shares[1:]) == secret, join(shares[:1]) == secret
    (True, False)
    """
    halves = (Shamir.combine([(place, share[start : start + HALF]) for place, share in shares]) for start in (0, HALF))
    return b"".join(halves)


def open_share(code: str, sealed: bytes, box: bytes) -> bytes:
    """The share of a box, opened by the code of its keeper. Raises Invalid when it is somebody else's."""
    key = key_of(code)
    try:
        return SUITE.decrypt(sealed, key, info=b"kevread share\0" + box)
    except (InvalidTag, ValueError):
        raise Invalid("code", "Ce code n’est pas celui de votre part : relisez-le. Rien n’a été ouvert.") from None


def open_box(shares: Sequence[tuple[int, bytes]], public: bytes) -> X25519PrivateKey | None:
    """The key of a box, from enough of its shares; None when they do not make it."""
    key = X25519PrivateKey.from_private_bytes(join(shares))
    return key if key.public_key().public_bytes_raw() == public else None
