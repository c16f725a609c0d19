"""A database of the journal's own, that several connections and processes write at once."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.databases import database, environment_of


def name_of(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with database("at_once", "tables") as url:
        yield environment_of(url, "config.settings")
