"""The cache in the database, read as sealed JSON. Django reads it with `pickle`, which runs what it reads: whoever could write
one of its rows would run code as whoever serves the site. And a code that waits there to be sent is read by nobody else."""

import json
from typing import Any

from django.core.cache.backends import db
from django.utils.crypto import salted_hmac

from .sealing import seal, unseal


class SealedJson:
    """What `pickle` is to Django's backend. A value that this installation did not seal raises Unreadable."""

    HIGHEST_PROTOCOL = 0

    @staticmethod
    def dumps(value: Any, protocol: int) -> bytes:
        return seal(json.dumps(value), "cache").encode()

    @staticmethod
    def loads(data: bytes) -> Any:
        return json.loads(unseal(data.decode(errors="replace"), "cache"))


db.pickle = SealedJson  # type: ignore[attr-defined]


class DatabaseCache(db.DatabaseCache):
    """Django's, once the line above has run. Another key begins another cache, rather than failing on what it cannot read."""

    def make_key(self, key: str, version: int | None = None) -> str:
        sealed_by = salted_hmac("kevread.base.cache", "", algorithm="sha256").hexdigest()[:8]
        return super().make_key(f"{sealed_by}:{key}", version)
