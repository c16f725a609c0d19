"""What this database is: a real federation, or a demonstration. It says so itself; who serves it agrees, or does not start."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

DEMONSTRATION, FEDERATION = "demonstration", "federation"


@dataclass(frozen=True, slots=True)
class Kind:
    kind: str
    federation: str


def written() -> Kind | None:
    """What was written; None in a database of which nothing was said, as those of tests are, or that has no table yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.base_kind') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT kind, federation FROM base_kind")
        found = cursor.fetchone()
    return Kind(*found) if found else None


def served() -> Kind:
    """What the settings say that we serve."""
    return Kind(DEMONSTRATION if settings.KEVREAD_DEMONSTRATION else FEDERATION, settings.KEVREAD_FEDERATION.name)


def write() -> None:
    """Once, when the tables are made, by their owner."""
    mine = served()
    with connections["owner" if "owner" in connections.settings else "default"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_kind (kind, federation) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [mine.kind, mine.federation],
        )
    require_served()


def require_served() -> None:
    """Raises ImproperlyConfigured when what we would serve is not what this database is."""
    found, mine = written(), served()
    if found and found != mine:
        raise ImproperlyConfigured(
            f"Cette base est celle d’une {named(found)} ; elle ne s’ouvre pas comme une {named(mine)}."
        )


def named(kind: Kind) -> str:
    """
    >>> named(Kind("federation", "bretagne"))
    'vraie fédération (« bretagne »)'
    """
    what = "démonstration" if kind.kind == DEMONSTRATION else "vraie fédération"
    return f"{what} (« {kind.federation} »)"
