"""The register of what was stamped of each secret vote: a small file each, beside the key of the installation."""

import json
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kevread.common.reading import Misread, dotted, read_as
from kevread.votes.models import Poll
from kevread.votes.queries.installation import installation
from kevread.votes.rules.box import stamped_ballot
from kevread.votes.rules.register import Register


def file_of(poll: UUID) -> Path:
    return Path(settings.VOTES) / f"{poll}.json"


def traces() -> dict[UUID, Path]:
    """The votes of which the files of the database may still hold the old image, each with the file that notes it here: out of
    the database, which it is about."""
    return {UUID(file.stem): file for file in Path(settings.VOTES).glob("*.trace")}


def register_of(poll: UUID) -> Register | None:
    """None where there is none, or where it cannot be read."""
    try:
        return read_as(Register, json.loads(file_of(poll).read_bytes()), dotted)
    except (OSError, ValueError, Misread):
        return None


def trace_of(poll: Poll, college: str, sealed: bytes) -> str:
    """What a ballot adds to the sum of the register."""
    return installation().trace(stamped_ballot(bytes.fromhex(poll.sha256), college, sealed))


def interrupted_in(poll: Poll) -> int:
    """How many votes were under way when the server was killed, and are not in the box that was closed."""
    found = register_of(poll.pk)
    return found.interrupted if found else 0
