"""A file that holds the entries that close its year says so, before anybody keeps it: its costs are read as nothing."""

import pytest

from kevread.ledgers.rules.told import told_of
from tests.seats.screens import words

from .files import fec, rent, row
from .test_bringing import read

pytestmark = pytest.mark.django_db


def closed(number: str) -> list[dict[str, str]]:
    said = {"EcritureNum": number, "JournalCode": "CL", "EcritureDate": "20261231"}
    return [row("12900000", debit="400,00", **said), row("61320000", credit="400,00", **said)]


def test_entries_that_close_the_year_are_told_on_the_page_of_the_file(scene, treasurer):
    book = read(scene.first, fec([*rent(cents="800,00"), *closed("8"), *closed("9")]))
    assert book.remarks["closed"] == 2
    page = treasurer.get(f"/{scene.first.slug}/comptes/{book.pk}")
    assert "2 écritures de clôture soldent des comptes 6 et 7 : ils sont lus à zéro" in words(page)


def test_a_file_before_they_are_written_says_nothing_of_it(scene):
    kept = [*rent(), row("120", debit="1", EcritureNum="2"), row("110", credit="1", EcritureNum="2")]
    assert told_of(read(scene.first, fec(kept)).remarks) == told_of(read(scene.first, fec(rent())).remarks)
