"""Sessions of which the database says nothing: neither the cookie that takes one up, nor what is in it.

A row is named after the digest of the cookie, and sealed under the key of this installation and that cookie both: whoever
reads the table, or has a backup, which holds the key, opens none. A row put in the place of another is an empty session,
and so is one past the moment that is sealed in it, whatever its column says.
"""

import logging
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession

from . import clock
from .sealing import Unreadable, seal, unseal

log = logging.getLogger("django.security.SuspiciousSession")
LONGEST = 40  # of the key of Django's table: 160 bits


def row_of(cookie: str) -> str:
    """The key of the row; a cookie has 165 bits drawn at random, which nobody finds again from there."""
    return sha256(cookie.encode()).hexdigest()[:LONGEST]


class SessionStore(db.SessionStore):
    # What is asked from a coroutine does the same, in a thread.
    aexists, acreate, asave, adelete, aload = (
        SessionBase.aexists,
        SessionBase.acreate,
        SessionBase.asave,
        SessionBase.adelete,
        SessionBase.aload,
    )

    def exists(self, session_key: str) -> bool:
        return super().exists(row_of(session_key))

    def load(self) -> dict[str, Any]:
        cookie = self.session_key or ""
        self._session_key = row_of(cookie)
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        self._session_key = cookie if row else None
        return self.decode(row.session_data) if row else {}

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row = super().create_model_instance(data)
        row.session_key = row_of(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        if cookie := session_key or self.session_key:
            super().delete(row_of(cookie))

    def encode(self, session_dict: dict[str, Any]) -> str:
        until = self.get_expiry_date(modification=clock.watch(), expiry=session_dict.get("_session_expiry"))
        said = self.serializer().dumps({"until": until.isoformat(), "session": session_dict}).decode("latin-1")
        return seal(said, "session", self.session_key or "")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            said = unseal(str(session_data), "session", self.session_key or "")
        except Unreadable:
            log.warning("A session that does not open was left aside")
            return {}
        kept = self.serializer().loads(said.encode("latin-1"))
        if "until" not in kept or datetime.fromisoformat(kept["until"]) <= clock.watch():
            log.warning("A session past its end was left aside")
            return {}
        return dict(kept["session"])
