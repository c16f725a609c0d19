"""The address by which whoever asked to join confirms it, then reads where it stands and may withdraw it.

Signed, it names one application and holds nothing else: whoever reads the database cannot make one.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer

SALT = "membership.mine"


def write(key: UUID) -> str:
    """The token of an application."""
    return Signer(salt=SALT, sep=".").sign(urlsafe_b64encode(key.bytes).decode().rstrip("="))


def read(token: str) -> UUID | None:
    """The application that a token of ours names; None when it is not of ours."""
    try:
        packed = Signer(salt=SALT, sep=".").unsign(token)
    except BadSignature:
        return None
    return UUID(bytes=urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
