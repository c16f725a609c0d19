"""What this installation stamps what it takes in with: a key of which the database holds nothing. Pure."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve P-256
NUMBER = 32  # bytes of each of the two that make a stamp


def joined(label: str, *parts: bytes) -> bytes:
    """Each part with its length before it: no two lists of parts make the same bytes."""
    return b"".join(len(part).to_bytes(4) + part for part in (f"kevread {label}".encode(), *parts))


def hashed(label: str, *parts: bytes) -> bytes:
    return hashlib.sha256(joined(label, *parts)).digest()


def challenge(label: str, *parts: bytes) -> int:
    """A number that nobody chooses: SHA-512, reduced."""
    return int.from_bytes(hashlib.sha512(joined(label, *parts)).digest()) % ORDER


class Stamp:
    """ECDSA on the curve of the ballots, each stamp two numbers of 32 bytes: any browser can hold one against the key.

    >>> one = Stamp(b"of the machine")
    >>> is_stamped(one.public, one.sign(b"this"), b"this"), is_stamped(one.public, one.sign(b"this"), b"that")
    (True, False)
    """

    def __init__(self, secret: bytes) -> None:
        self._key: EllipticCurvePrivateKey = derive_private_key(
            challenge("installation", secret) % (ORDER - 1) + 1, SECP256R1()
        )
        self.public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)[1:]

    def sign(self, what: bytes) -> bytes:
        return b"".join(
            number.to_bytes(NUMBER) for number in decode_dss_signature(self._key.sign(what, ECDSA(SHA256())))
        )


def is_stamped(public: bytes, stamp: bytes, what: bytes) -> bool:
    try:
        key = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b"\x04" + public)
        if len(stamp) != 2 * NUMBER:
            return False
        key.verify(
            encode_dss_signature(int.from_bytes(stamp[:NUMBER]), int.from_bytes(stamp[NUMBER:])), what, ECDSA(SHA256())
        )
    except (InvalidSignature, ValueError):
        return False
    return True
