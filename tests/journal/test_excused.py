"""What is excused of what was written again: the numbers of this very server and database, none of them still to come."""

from dataclasses import asdict

import pytest
from django.db import connection

from kevread.directory.models import Person
from kevread.journal import touched
from kevread.journal.files import write_stamped
from kevread.journal.models import Change
from kevread.journal.operations import accept_head, seal_journal
from kevread.journal.tables import verify_all
from tests.conftest import NOW

from .noting import WHY, behind, lived
from .sealing import seal_at_once


@pytest.fixture(autouse=True)
def _sealed_at_once(apart):
    seal_at_once()


@pytest.fixture
def person() -> Person:
    """Changed for a minute, put back, and taken for good."""
    person = Person.objects.get(pk=Change.objects.get(act=lived()).row)
    seal_journal(now=NOW)
    for name in ("Une autre", person.given_name):
        behind("UPDATE directory_person SET given_name = %s WHERE id = %s", [name, person.pk])
    accept_head(reason=WHY, now=NOW)
    assert faults() == []
    return person


def faults() -> list[tuple[str, object, str]]:
    return [(one["table"], one["row"], one["kind"]) for one in verify_all(None)["tables"]["faults"]]


def rewritten_file(**said) -> None:
    """As another server, another moment or an older version wrote it, stamped."""
    those = [asdict(one) | said for one in touched.excused()[0]]
    write_stamped("rows", "excused", [{k: v for k, v in one.items() if v is not None} for one in those], touched.SALT)


@pytest.mark.parametrize("said", [{"whose": "7712 5"}, {"whose": None}], ids=["another server", "a version before"])
def test_numbers_of_another_server_or_of_nobody_excuse_nothing(person, said):
    """After a restoration on a new server, what was excused on the old one would be for months to come."""
    rewritten_file(**said)
    assert ("directory_person", person.pk, "touched") in faults()
    accept_head(reason=WHY, now=NOW)
    assert (faults(), len(touched.excused()[0])) == ([], 2)


def test_numbers_that_are_still_to_come_excuse_nothing_and_are_forgotten(person):
    """The files of the server were put back as they were: its numbers are given again."""
    rewritten_file(last=touched.here()[0] + 1000)
    assert ("directory_person", person.pk, "touched") in faults()
    accept_head(reason=WHY, now=NOW)
    assert (faults(), len(touched.excused()[0])) == ([], 1)


def test_the_application_may_ask_of_which_server_and_database_it_is():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, oid FROM pg_database WHERE datname = current_database()")
        role, number = cursor.fetchone()
    server, _, database = touched.whose().partition(" ")
    assert (role, server.isdigit(), database) == ("kevread_application", True, str(number))
