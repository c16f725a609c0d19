"""The address by which whoever asked to join confirms it, then reads where it stands and may withdraw it.

Signed, it names one application and holds nothing else, but that of the first letter, which holds the digest of what was typed
besides: whoever writes in the database can make none, nor have what they wrote confirmed by one.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from django.core.signing import BadSignature, Signer

from kevread.base.stamped import written
from kevread.membership.models import Unconfirmed

SALT = "membership.mine"


def write(key: UUID, typed: bytes = b"") -> str:
    """The token of an application; `typed`: of what is to be confirmed (`digest_of`)."""
    return Signer(salt=SALT, sep=".").sign(urlsafe_b64encode(key.bytes + typed).decode().rstrip("="))


def read(token: str) -> tuple[UUID, bytes] | None:
    """The application that a token of ours names, and the digest that it holds; None when it is not of ours."""
    try:
        packed = Signer(salt=SALT, sep=".").unsign(token)
    except BadSignature:
        return None
    held = urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return UUID(bytes=held[:16]), held[16:]


def digest_of(kept: Unconfirmed) -> bytes:
    """Of what somebody typed, to whom and when."""
    told = json.dumps([kept.pk, kept.of_id, kept.at, kept.said], sort_keys=True, ensure_ascii=False, default=written)
    return sha256(told.encode()).digest()
