"""A database of the journal's own, that several connections and processes write at once."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from kevread.journal import schema, tables, touched
from tests.databases import database, environment_of

SEALS = "journal_seal_batch("


def name_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with database("at_once", "tables") as url:
        yield environment_of(url, "config.settings")


@pytest.fixture(autouse=True)
def _sealing_of_tests(monkeypatch):
    """A test seals what its own transaction wrote (`seal_at_once`): the function that seals is then another, and no fault."""
    monkeypatch.setattr(
        tables, "differences", lambda: [one for one in schema.differences() if not one.name.startswith(SEALS)]
    )


@pytest.fixture(autouse=True)
def _one_migration_more(monkeypatch):
    """One that tests say was made."""
    ours = touched.of_ours
    monkeypatch.setattr(touched, "of_ours", lambda: ours() | {("directory", "0099_names")})
