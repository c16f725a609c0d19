"""The invented life, a copy of it for each module."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings

from tests import databases
from tests.conftest import TODAY


@contextmanager
def demonstrating(**more: object) -> Iterator[None]:
    """The settings that the launcher gives to the demonstration."""
    with override_settings(KEVREAD_DEMONSTRATION=True, KEVREAD_ON=TODAY.isoformat(), **more):
        yield


def run(*commands: str) -> str:
    out = StringIO()
    for command in commands:
        call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _nothing_known():
    """What this process worked out of the invented life is kept from one test to the next: nobody changes it but by acts, which
    give what they leave another name."""


@pytest.fixture(scope="module")
def built(_never_the_real_database, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), databases.moved("lived", "life"):
        yield
