"""The addresses of letters: by which whoever paid says for whom, and a member reads its own membership. Signed, each names one
row and holds nothing else; one is never taken for the other."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from django.core.signing import BadSignature, Signer

PAID, MINE = "dues.claim", "dues.mine"


def write(key: UUID, what: str = PAID) -> str:
    """The token of a payment; of a membership, for `MINE`."""
    return Signer(salt=what, sep=".").sign(urlsafe_b64encode(key.bytes).decode().rstrip("="))


def read(token: str, what: str = PAID) -> UUID | None:
    """The row that a token of ours names; None when it is not of ours, or of another kind."""
    try:
        packed = Signer(salt=what, sep=".").unsign(token)
    except BadSignature:
        return None
    return UUID(bytes=urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
