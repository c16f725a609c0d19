"""A database of the journal's own, that several connections and processes write at once."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.browser import database, environment_of, manage


def name_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


@pytest.fixture(scope="session")
def migrated() -> Iterator[str]:
    with database("journal") as url:
        manage(environment_of(url, "config.settings"), "migrate", "-v0")
        yield name_of(url)


@pytest.fixture(scope="module")
def environment(migrated) -> Iterator[dict[str, str]]:
    with database("at_once", copy_of=migrated) as url:
        yield environment_of(url, "config.settings")
