"""Whoever writes in the table of the cache runs nothing: what this installation did not seal is not read."""

import base64
import os
import pickle
import subprocess

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.db import connection

from kevread.base.sealing import Unreadable, seal

pytestmark = pytest.mark.django_db


class Hostile:
    def __reduce__(self):
        return os.putenv, ("KEVREAD_TAKEN", "1")


def write(key: str, value: bytes) -> None:
    """As with psql."""
    cache.set(key, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cache SET value = %s WHERE cache_key = %s", [base64.b64encode(value).decode(), cache.make_key(key)]
        )
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    "value",
    [pickle.dumps(Hostile()), Fernet(Fernet.generate_key()).encrypt(b"1"), seal("1", "session").encode()],
    ids=["pickle", "other key", "other place"],
)
def test_what_is_written_by_another_hand_is_refused_and_runs_nothing(value):
    write("counted", value)
    with pytest.raises(Unreadable):
        cache.get("counted")
    assert subprocess.run(["printenv", "KEVREAD_TAKEN"], check=False).returncode == 1


def test_what_we_write_is_read():
    kept = {"subject": "Votre code", "to": ["à@exemple.bzh"], "at": [1.5, 2]}
    cache.set("letter", kept)
    cache.add("count", 1)
    cache.incr("count")
    assert (cache.get("letter"), cache.get("count"), cache.get_many(["count"])) == (kept, 2, {"count": 2})


def copied(key: str, to: str) -> None:
    """As with psql, and the secret of the application alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cache (cache_key, value, expires) SELECT %s, value, expires FROM cache WHERE cache_key = %s",
            [cache.make_key(to), cache.make_key(key)],
        )
        assert cursor.rowcount == 1


def test_what_is_kept_under_one_key_says_nothing_under_another():
    cache.set("sent:one", "/ess-35/")
    copied("sent:one", "sent:two")
    assert (cache.get("sent:one"), cache.get("sent:two")) == ("/ess-35/", None)
    assert cache.get_many(["sent:one", "sent:two"]) == {"sent:one": "/ess-35/"}
    cache.set("sent:two", "/ess-56/")
    assert cache.get("sent:two") == "/ess-56/"


def test_what_is_kept_by_a_version_of_before_is_read_as_absent():
    write("counted", seal("3", "cache").encode())
    assert cache.get("counted") is None
