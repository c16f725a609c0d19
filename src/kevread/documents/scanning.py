"""An antivirus of whoever runs the site (the protocol of clamd), off until its address is given: it reads what is deposited
before it is kept.

Whoever set one wants it: where it is silent, late or cannot tell, nothing is kept, and the page says so. It is asked before any
act is open: nothing is locked meanwhile.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.conf import settings

from kevread.common.errors import Invalid

TIMEOUT = 20.0  # seconds, for the whole of it
CHUNK = 100_000
CLEAN, FOUND = "stream: OK", " FOUND"


def require_clean(content: bytes) -> None:
    """Raises Invalid on `file` when the antivirus of this site recognises something there, or does not answer."""
    if not settings.KEVREAD_SCANNER:
        return
    try:
        answer = asked(settings.KEVREAD_SCANNER, content, monotonic() + TIMEOUT)
    except (OSError, ValueError):
        answer = ""
    if answer == CLEAN:
        return
    if answer.endswith(FOUND):
        name = answer.removeprefix("stream: ").removesuffix(FOUND)
        raise Invalid(
            "file", f"L’antivirus de ce site reconnaît « {plain(name)} » dans ce fichier : il n’est pas conservé."
        )
    raise Invalid(
        "file",
        "L’antivirus de ce site n’a pas pu lire ce fichier, qui n’est donc pas conservé. Réessayez dans un moment ; si cela "
        "dure, dites-le à qui tient ce site.",
    )


def plain(name: str) -> str:
    """What an antivirus calls something, in letters that do nothing else than be read.

    >>> plain("Win.Test.EICAR_HDB-1"), plain("<b>\\u202ex")
    ('Win.Test.EICAR_HDB-1', 'bx')
    """
    return "".join(one for one in name if one.isascii() and (one.isalnum() or one in "._-/ "))[:80]


def asked(where: str, content: bytes, until: float) -> str:
    """What it answers of these bytes. Raises OSError, ValueError."""
    with connected(where, until) as to:
        send(to, b"zINSTREAM\0", until)
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            send(to, len(part).to_bytes(4, "big") + part, until)
        send(to, bytes(4), until)
        answer = b""
        while b"\0" not in answer:
            to.settimeout(left(until))
            if not (part := to.recv(1_000)):
                break
            answer += part
    return answer.split(b"\0")[0].decode("utf-8", "replace").strip()


@contextmanager
def connected(where: str, until: float) -> Iterator[socket.socket]:
    """To the path of a socket, or to « host:port »."""
    if where.startswith("/"):
        with socket.socket(socket.AF_UNIX) as to:
            to.settimeout(left(until))
            to.connect(where)
            yield to
        return
    host, _, port = where.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=left(until)) as to:
        yield to


def send(to: socket.socket, part: bytes, until: float) -> None:
    to.settimeout(left(until))
    to.sendall(part)


def left(until: float) -> float:
    if (seconds := until - monotonic()) <= 0:
        raise TimeoutError
    return seconds
