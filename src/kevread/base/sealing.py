"""What the database keeps and cannot read: sealed under the key of this installation, a file that is beside it (decision 56).

What is sealed for one place opens in no other: `place` says what for and, where rows could be exchanged, for which of them.
A key of before still opens what it sealed, for as long as it is kept (`SECRET_KEY_FALLBACKS`); what is sealed is under the
one in force.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from .stamped import secrets


class Unreadable(Exception):  # noqa: N818 — the key is another
    """Sealed under a key that is lost, for another place, or by nobody."""


def seal(text: str, *place: str) -> str:
    return boxes(place).encrypt(text.encode()).decode()


def unseal(sealed: str, *place: str) -> str:
    """Raises Unreadable."""
    return opened(boxes(place), sealed)


def is_fresh(sealed: str, *place: str) -> bool:
    """Whether the key in force reads it, without those of before."""
    try:
        opened(box(settings.SECRET_KEY, place), sealed)
    except Unreadable:
        return False
    return True


def opened(key: Fernet | MultiFernet, sealed: str) -> str:
    try:
        return key.decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def boxes(place: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([box(secret, place) for secret in secrets()])


def box(secret: str, place: tuple[str, ...]) -> Fernet:
    mac = salted_hmac("kevread.base.sealing", repr(place), secret=secret, algorithm="sha256")
    return Fernet(urlsafe_b64encode(mac.digest()))
