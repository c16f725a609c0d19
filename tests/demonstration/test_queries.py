"""No screen asks many questions of the database, once this process knows what its state decides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kevread.base import picture
from tests.journeys.screens import SCREENS

from .conftest import demonstrating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
AT_MOST = 25
# Before somebody is erased, every text that the house keeps is read, and before two records are merged, every table that leads
# to them: once, and never by the way.
READS_EVERYTHING = {"privacy:erase", "imports:double"}
PERSONAE = sorted({screen.persona for screen in SCREENS})


def questions(visitor: Client, where: str) -> int:
    """What a page asks, the second time: but for the marks of transactions, and with the name of the state, as what is read
    once in a picture, asked once: as when a request is not inside of the transaction of a test."""
    visitor.get(where)
    token = picture._seen.set({})
    try:
        with CaptureQueriesContext(connection) as captured:
            assert visitor.get(where).status_code < 400, where
    finally:
        picture._seen.reset(token)
    asked = [query["sql"].strip() for query in captured.captured_queries]
    states = [sql for sql in asked if "journal_chain" in sql]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE", "SET ")) for sql in asked) - max(0, len(states) - 1)


@pytest.mark.parametrize("persona", PERSONAE, ids=lambda slug: slug or "public")
def test_no_screen_asks_many_questions(persona: str):
    with demonstrating():
        visitor = Client()
        if persona:
            visitor.post(f"/demonstration/entrer/{persona}/")
        found = {
            str(screen): questions(visitor, screen.address_for(visitor))
            for screen in SCREENS
            if screen.persona == persona and screen.name not in READS_EVERYTHING
        }
    assert {screen: number for screen, number in found.items() if number > AT_MOST} == {}
