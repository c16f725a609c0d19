"""A common framework that counts members of the small federation, and files that they brought of 2025."""

from datetime import date
from typing import Any

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation
from kevread.ledgers import loader, operations
from kevread.ledgers.loader import Between, Framework
from kevread.ledgers.models import Book
from tests.conftest import NOW

from .files import fec, opened, row


def framed(those: list[Organisation], monkeypatch) -> list[Organisation]:
    """The common framework counts these."""
    known = loader.framework()
    prefixes = {one.slug: f"M{rank}" for rank, one in enumerate(those)}
    between = (Between("657", "755"), Between("451", "451"))
    made = Framework(known.axes, known.codes, prefixes, known.suggestions, between)
    readers = ("loader", "queries.codes", "queries.costs", "queries.combined", "views.together", "views.books", "todo")
    for module in readers:
        monkeypatch.setattr(f"kevread.ledgers.{module}.framework", lambda: made)
    return those


def entry(number: int, debit: str, credit: str, euros: str, label: str, day: str = "20250915") -> list[dict[str, str]]:
    said = {"EcritureNum": str(number), "EcritureLib": label, "EcritureDate": day}
    return [row(debit, debit=euros, **said), row(credit, credit=euros, **said)]


def kept(of: Organisation, *entries: list[dict[str, str]], first: date | None = None, last: date | None = None) -> Book:
    asked: dict[str, Any] = {"file": opened(fec([one for each in entries for one in each])), "name": "a.txt"}
    asked |= {"first": first, "last": last or date(2025, 12, 31)}
    book = operations.read(actor=SYSTEM, organisation=of, now=NOW, **asked)
    return operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)
