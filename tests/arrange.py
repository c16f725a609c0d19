"""The day of the tests, and rows written directly: what builders of worlds share, with benches as well."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from kevread.common.rooms import Room, Verb, declare

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# By what decision somebody sits, taken on a day when no world of the tests kept a register of decisions.
UNREGISTERED: dict[str, Any] = {"note": "Assemblée d’avant le registre", "decided_on": date(2020, 1, 1)}

# What tests do that nobody else does.
declare(
    Room(
        "tests",
        verbs=tuple(
            Verb(f"tests.{name}", "a essayé", None, because="no room does it")
            for name in ("arrange", "try", "forget", "fail")
        ),
    )
)


@contextmanager
def arranging(now: datetime = NOW) -> Iterator[None]:
    """Build a small world: rows written directly, in one act of the system, at that moment."""
    from kevread.common.actor import SYSTEM
    from kevread.journal.operations import act

    with act("tests.arrange", actor=SYSTEM, about=None, now=now):
        yield


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is taken back at its end: several things are tried on what was built once."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def analyse() -> None:
    """Tell PostgreSQL how many rows there are: nothing does in a transaction, and its plans would be those of no row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT base_analyse()")


def acts_done() -> int:
    """How many acts stand, but those that note that a page was refused: nothing was done then (decision 177)."""
    from kevread.journal.models import Act

    return Act.objects.exclude(verb="privacy.refuse_reading").count()


def unkept(scene: Any) -> None:
    """Neither the grouping of a scene nor its pôles keep their register of decisions: who sits there may be recorded without
    one."""
    from kevread.charter.models import Keeping

    with arranging():
        those = (scene.grouping, scene.first, scene.second)
        Keeping.objects.filter(organisation__in=those, register="decisions").delete()


def nobody_keeps_decisions() -> None:
    """As where a register was never opened: what exists in fact is then recorded."""
    from kevread.charter.models import Keeping

    with arranging():
        Keeping.objects.filter(register="decisions").delete()
