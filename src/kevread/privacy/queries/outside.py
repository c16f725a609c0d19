"""The list of erasures out of the database: who was erased does not come back with a backup.

A file beside the key of the installation: a salt, and under it a digest of the key of each sheet that was erased. It names
nobody. Whoever holds both the file and a database in which somebody is still there can tell that they were erased
elsewhere, and that is what it is for.
"""

import hmac
import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kevread.common.reading import Misread, dotted, read_as
from kevread.directory.models import Person
from kevread.privacy.models import Erasure


@dataclass(frozen=True, slots=True)
class Listed:
    """What the file holds: each salt, with the digests that were made under it. A file that was put together with another
    has several."""

    lists: dict[str, list[str]]

    def names(self, key: UUID) -> bool:
        return any(digest(salt, key) in those for salt, those in self.sets)

    @property
    def sets(self) -> list[tuple[str, frozenset[str]]]:
        return [(salt, frozenset(those)) for salt, those in self.lists.items()]


def digest(salt: str, key: UUID) -> str:
    """
    >>> one, other = UUID(int=1), UUID(int=2)
    >>> digest("aa", one) == digest("aa", one), digest("aa", one) == digest("bb", one), digest("aa", one) == digest("aa", other)
    (True, False, False)
    """
    return hmac.new(bytes.fromhex(salt), key.bytes, sha256).hexdigest()


def file() -> Path:
    return Path(settings.ERASURES)


def listed() -> Listed | None:
    """None when the file is there and cannot be read: nobody then knows what it said."""
    try:
        found = read_as(Listed, json.loads(file().read_bytes()), dotted)
        for salt in found.lists:
            bytes.fromhex(salt)
    except FileNotFoundError:
        return Listed({})
    except (OSError, ValueError, Misread):
        return None
    return found


def unlisted(known: Listed) -> list[UUID]:
    """Those who are erased here, and whom the list does not hold yet. One query."""
    sets = known.sets
    keys = Erasure.objects.order_by("pk").values_list("person", flat=True)
    return [key for key in keys if not any(digest(salt, key) in those for salt, those in sets)]


def come_back(known: Listed) -> list[Person]:
    """Those whom the list holds, and who are not erased here: a backup brought them back. Two queries at most."""
    sets = [(salt, those) for salt, those in known.sets if those]
    if not sets:
        return []
    keys = Person.everything.filter(erasure=None).order_by("pk").values_list("pk", flat=True)
    back = [key for key in keys if any(digest(salt, key) in those for salt, those in sets)]
    return list(Person.everything.filter(pk__in=back).order_by("pk")) if back else []
