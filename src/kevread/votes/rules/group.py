"""The group in which ballots are sealed: the points of the curve P-256 (FIPS 186-5), whose number is prime.

Points are those of the library PyCryptodome; multiples of the base, which are many, are computed by `cryptography`.
"""

import secrets

from Crypto.PublicKey.ECC import EccPoint
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from kevread.common.stamps import ORDER as ORDER
from kevread.common.stamps import challenge as challenge
from kevread.common.stamps import hashed as hashed

BASE = EccPoint(
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    "P-256",
)
POINT, SCALAR = 64, 32  # bytes


def base(scalar: int) -> EccPoint:
    """So many times the base.

    >>> base(3) == BASE + BASE + BASE, base(ORDER) == BASE.point_at_infinity()
    (True, True)
    """
    if not (scalar := scalar % ORDER):
        return BASE.point_at_infinity()
    found = derive_private_key(scalar, SECP256R1()).public_key().public_numbers()
    return EccPoint(found.x, found.y, "P-256")


def times(point: EccPoint, scalar: int) -> EccPoint:
    return point * (scalar % ORDER)


def encode(point: EccPoint) -> bytes:
    """
    >>> decode(encode(BASE)) == BASE, len(encode(BASE))
    (True, 64)
    """
    x, y = point.xy
    return int(x).to_bytes(SCALAR) + int(y).to_bytes(SCALAR)


def decode(data: bytes) -> EccPoint:
    """Raises ValueError on what is no point of the curve, or is its neutral element.

    >>> decode(bytes(64))
    Traceback (most recent call last):
    ValueError: No point of the curve.
    """
    if len(data) != POINT or not any(data):
        raise ValueError("No point of the curve.")
    return EccPoint(int.from_bytes(data[:SCALAR]), int.from_bytes(data[SCALAR:]), "P-256")


def scalar_of(data: bytes) -> int:
    """Raises ValueError on a number that is not reduced: what is read is written in one way only."""
    if len(data) != SCALAR or (found := int.from_bytes(data)) >= ORDER:
        raise ValueError("No scalar.")
    return found


def drawn() -> int:
    return secrets.randbelow(ORDER - 1) + 1
