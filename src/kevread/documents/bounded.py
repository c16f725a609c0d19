"""What a stranger’s PDF proves, and the text of a file, read in a process apart (`apart.py`): its memory and its time are
bounded, and few signatures are verified at once."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore
from typing import Any
from uuid import UUID

from kevread.common.errors import Refused

from .verifying import Found, Report

APART = Path(__file__).with_name("apart.py")
PATIENCE = 40  # seconds, of which `apart` has twenty to work
AT_ONCE = BoundedSemaphore(2)  # of each worker of the site
WAIT = 10
BUSY = "Plusieurs fichiers se vérifient déjà : recommencez dans une minute."


def verify_apart(content: bytes, roots: Sequence[bytes], ours: Sequence[bytes], clocks: Sequence[bytes]) -> Report:
    """As `verifying.verify`; unreadable when it asks for more than it is given. Raises Refused when too many are read."""
    if not AT_ONCE.acquire(timeout=WAIT):
        raise Refused(BUSY)
    try:
        told = {"roots": roots, "ours": ours, "clocks": clocks}
        line = json.dumps({name: [one.hex() for one in those] for name, those in told.items()})
        said = answer(line.encode() + b"\n" + content)
    finally:
        AT_ONCE.release()
    return report_of(said) if said else Report(sha256(content).hexdigest(), "unreadable")


def read_apart(content: bytes, media_type: str) -> list[str]:
    """As `reading.chunks`; nothing of a file that cannot be read, or that asks for more than it is given."""
    said = answer(json.dumps({"media_type": media_type}).encode() + b"\n" + content)
    found: list[str] = json.loads(said) if said else []
    return found


def answer(given: bytes) -> bytes:
    """What the process says; nothing when it was ended before it had done."""
    with TemporaryFile() as asked, TemporaryFile() as told:
        asked.write(given)
        asked.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603 — our own file, by our own interpreter
                [sys.executable, "-I", str(APART)],
                stdin=asked,
                stdout=told,
                stderr=subprocess.DEVNULL,
                env={},
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return b""
        told.seek(0)
        return told.read() if ended.returncode == 0 else b""


def report_of(said: bytes) -> Report:
    told: dict[str, Any] = json.loads(said)
    return Report(**told | {"signatures": [found_of(one) for one in told["signatures"]]})


def found_of(one: dict[str, Any]) -> Found:
    at, version = one["at"], one["version"]
    return Found(
        **one | {"at": datetime.fromisoformat(at) if at else None, "version": UUID(version) if version else None}
    )
