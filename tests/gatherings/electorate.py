"""An assembly ready to vote over HTTP: accounts, sessions, an open vote; and a client that votes as a phone does.

The test that kills the server and the database, and `bench/votes.py`, run it in a process of its own:

    python -m tests.gatherings.electorate NUMBER electronic_secret
"""

import http.client
import json
import sys
from typing import Any

CSRF = "k" * 32


def build(number: int, method: str) -> dict[str, Any]:
    """So many voters with one vote each, each with an account and a session. Answers what a client needs, in JSON."""
    from tests.arrange import analyse, arranging

    from .polling import opened, under_way

    with arranging():
        met = under_way(members=number + 12, represented=0)
        people = [entry.person for entry in met.entries[12:]]  # the others are on the board: a second factor, or a key
        with_accounts(people)
    poll, codes = opened(met, method)
    sessions = sessions_of(people)
    analyse()
    return {
        "poll": str(poll.pk),
        "path": f"/{met.grouping.slug}/votes/{poll.pk}/bulletin",
        "voters": sessions,
        "secretary": str(met.secretary.pk),
        "codes": {str(entry.pk): code for entry, code in codes.items()},
    }


def with_accounts(people: list[Any]) -> None:
    """Must run inside `arranging()`."""
    from kevread.accounts.models import Account
    from kevread.base.stamped import stamp_of
    from kevread.directory.models import Person

    for person in people:
        person.account = Account(email=person.email, password="!no password")
        person.account.stamp = stamp_of(person.account)
    Account.objects.bulk_create(person.account for person in people)
    Person.objects.bulk_update(people, ["account"], batch_size=1000)


def sessions_of(people: list[Any]) -> list[str]:
    """One for each, in order: « voter000… »."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session

    from kevread.base.sessions import SessionStore
    from tests.arrange import NOW

    keys = [f"voter{rank:027}" for rank in range(len(people))]
    sessions = []
    for key, person in zip(keys, people, strict=True):
        data = {
            SESSION_KEY: str(person.account.pk),
            BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
            HASH_SESSION_KEY: person.account.get_session_auth_hash(),
        }
        row = SessionStore(key).create_model_instance(data)
        row.expire_date = NOW.replace(year=2099)
        sessions.append(row)
    Session.objects.bulk_create(sessions, batch_size=2000)
    return keys


class Phone:
    """One connection, kept open; as many voters as one likes."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def __enter__(self) -> "Phone":
        return self

    def __exit__(self, *failure: object) -> None:
        self.connection.close()

    def post(self, path: str, session: str, body: str = "") -> tuple[int, bytes]:
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", path, body=f"csrfmiddlewaretoken={CSRF}&{body}", headers=headers)
        response = self.connection.getresponse()
        return response.status, response.read()

    def insist(self, path: str, session: str, body: str = "") -> tuple[int, bytes]:
        """A server closes a connection that rests: a phone asks again, with the same page."""
        try:
            return self.post(path, session, body)
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            self.connection.close()
            return self.post(path, session, body)

    def vote(self, path: str, session: str, choice: str) -> tuple[int, bytes]:
        """The nonce is that of the voter's page: the same when it is sent again."""
        return self.insist(path, session, f"etape=confirmer&choix={choice}&nonce=page-of-{session}")


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(build(int(sys.argv[1]), sys.argv[2])))
