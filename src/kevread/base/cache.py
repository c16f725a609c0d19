"""The cache in the database, read as signed JSON. Django reads it with `pickle`, which runs what it reads: whoever could write
one of its rows would run code as whoever serves the site."""

from typing import Any

from django.core import signing
from django.core.cache.backends import db


class SignedJson:
    """What `pickle` is to Django's backend. A value that this installation did not sign raises BadSignature."""

    HIGHEST_PROTOCOL = 0
    SALT = "kevread.base.cache"

    @classmethod
    def dumps(cls, value: Any, protocol: int) -> bytes:
        return signing.dumps(value, salt=cls.SALT).encode()

    @classmethod
    def loads(cls, data: bytes) -> Any:
        return signing.loads(data.decode(), salt=cls.SALT)


db.pickle = SignedJson  # type: ignore[attr-defined]


class DatabaseCache(db.DatabaseCache):
    """Django's, once the line above has run."""
