"""The files beside the key of the installation, out of the database, that say something of the journal: one set by database."""

from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from kevread.base import beside


def file_of(kind: str) -> Path:
    return Path(settings.JOURNAL) / f"{quote(connection.settings_dict['NAME'], safe='')}.{kind}"


def alone() -> AbstractContextManager[Path]:
    return beside.alone(Path(settings.JOURNAL))
