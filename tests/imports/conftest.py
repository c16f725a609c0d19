"""The workbook of the demonstration, and federations that nobody entered anything in yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace

import pytest

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.imports import workbook
from kevread.imports.mapping import Matching
from kevread.imports.models import Import
from kevread.imports.operations import File, Outcome, commit, rehearse
from kevread.imports.reading.book import Grid
from tests import databases
from tests.arrange import NOW, TODAY


@pytest.fixture(scope="session")
def life(_never_the_real_database, django_db_blocker) -> tuple[tuple[Grid, ...], bytes]:
    """What leaves of the demonstration: its grids, and its workbook."""
    with django_db_blocker.unblock(), databases.moved("left", "life"):
        return workbook.grids(TODAY), workbook.workbook(TODAY)


@contextmanager
def founded(blocker: pytest.FixtureRequest) -> Iterator[None]:
    with blocker.unblock(), databases.moved("moving_in", "founded"):
        yield


@pytest.fixture
def empty(_never_the_real_database, django_db_blocker) -> Iterator[None]:
    """A federation as it is prepared: its head, and nothing else; committed, for this test alone."""
    with django_db_blocker.unblock(), databases.moved("moving_in", "founded"):
        yield


def file_of(*grids: Grid, matching: Matching | None = None, name: str = "essai.xlsx", sha256: str = "") -> File:
    return File(name, sha256 or f"{abs(hash(grids)):064x}"[:64], grids, matching or Matching())


def grid(name: str, header: str, *rows: tuple[object, ...]) -> Grid:
    return Grid(name, (tuple(header.split("|")), *rows))  # type: ignore[arg-type]


def head() -> Organisation:
    return Organisation.objects.get(scale="head")


def tried(*grids: Grid, now: datetime = NOW, **more: object) -> Outcome:
    return rehearse(file_of(*grids, **more), actor=SYSTEM, within=head(), now=now)  # type: ignore[arg-type]


def brought(
    *grids: Grid, now: datetime = NOW, valid_rows: bool = False, deposit: Import | None = None, **more: object
) -> Outcome:
    return commit(
        file_of(*grids, **more),  # type: ignore[arg-type]
        actor=SYSTEM,
        within=head(),
        now=now,
        valid_rows=valid_rows,
        deposit=deposit,
    )


def told(outcome: Outcome) -> SimpleNamespace:
    """What is wrong, in short."""
    return SimpleNamespace(
        errors=[(one.sheet, one.row, one.column, one.message) for one in outcome.errors],
        refused=[(one.sheet, one.row, one.rule, one.message) for one in outcome.refused],
    )
