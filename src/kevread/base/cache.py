"""The cache in the database, read as sealed JSON. Django reads it with `pickle`, which runs what it reads: whoever could write
one of its rows would run code as whoever serves the site. And a code that waits there to be sent is read by nobody else."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends import db
from django.core.cache.backends.base import DEFAULT_TIMEOUT
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
    """Django's, once the line above has run. Another key begins another cache, rather than failing on what it cannot read.

    What is kept says under which key: a row that is copied under another says nothing. Otherwise whoever has the secret of
    the application makes a form pass for one that was sent (`ui.once`), or a count for that of somebody else."""

    def make_key(self, key: str, version: int | None = None) -> str:
        sealed_by = salted_hmac("kevread.base.cache", "", algorithm="sha256").hexdigest()[:8]
        return super().make_key(f"{sealed_by}:{key}", version)

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> Any:
        return super()._base_set(mode, key, {"key": key, "value": value}, timeout)  # type: ignore[misc]

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        found = super().get_many(list(keys), version)
        return {
            key: kept["value"]
            for key, kept in found.items()
            if isinstance(kept, dict) and kept.get("key") == self.make_key(key, version)
        }
