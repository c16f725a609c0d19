"""The files beside the key of the installation, out of the database, that say something of the journal: one set by database.

What bears a stamp made with that key is Kevread's; what does not is nobody's, and is kept aside when it is written anew.
"""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

from kevread.base import beside
from kevread.base.stamped import secrets


def file_of(kind: str) -> Path:
    return Path(settings.JOURNAL) / f"{quote(connection.settings_dict['NAME'], safe='')}.{kind}"


def alone() -> AbstractContextManager[Path]:
    return beside.alone(Path(settings.JOURNAL))


def read_stamped(kind: str, name: str, salt: str) -> tuple[Any, bool]:
    """What that file says under that name, None where it is not there or is not ours; and whether it is as Kevread wrote it."""
    try:
        said = json.loads(file_of(kind).read_bytes())
        content, stamp = said[name], str(said["stamp"])
    except FileNotFoundError:
        return None, True
    except (OSError, ValueError, KeyError, TypeError):
        return None, False
    is_ours = any(constant_time_compare(stamp, stamp_of(content, salt, secret)) for secret in secrets())
    return (content, True) if is_ours else (None, False)


def write_stamped(kind: str, name: str, content: Any, salt: str) -> None:
    """Where one is `alone`: the file says this from now on; one that was not ours is kept beside it."""
    if not read_stamped(kind, name, salt)[1]:
        file_of(kind).replace(file_of(f"{kind}.altered"))
    said = {name: content, "stamp": stamp_of(content, salt, settings.SECRET_KEY)}
    beside.put(file_of(kind), json.dumps(said, ensure_ascii=False, indent=1))


def stamp_of(content: Any, salt: str, secret: str) -> str:
    said = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return salted_hmac(salt, said, secret=secret, algorithm="sha256").hexdigest()
