"""The files of an organisation, what each makes, what a later one changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.ledgers.models import WAITS, Balance, Book


def expired(now: datetime) -> QuerySet[Book]:
    """What was read and that nobody kept in time."""
    return Book.objects.filter(state=Book.State.READ, read_at__lt=now - WAITS).select_related("organisation")


def books_of(organisation: Organisation, actor: Actor) -> list[Book]:
    """Those that count, the last year first, then the others, the last read first."""
    rows = Book.objects.visible_to(actor).filter(organisation=organisation).select_related("replaces")
    order: dict[str, int] = {Book.State.READ: 0, Book.State.KEPT: 1}
    return sorted(rows.order_by("-period", "-read_at"), key=lambda one: order.get(one.state, 2))


@dataclass(frozen=True, slots=True)
class Result:
    """What a year makes: its products and its expenses, in cents; without voluntary contributions (accounts 8)."""

    products: int
    expenses: int

    @property
    def result(self) -> int:
        return self.products - self.expenses


def results_of(books: Iterable[Book]) -> dict[Book, Result]:
    """In one question."""
    books = list(books)
    rows = Balance.objects.filter(book__in=books, account__regex="^[67]")
    made: dict[object, list[int]] = {}
    for book, account, debit, credit in rows.values_list("book_id", "account", "debit", "credit"):
        side = made.setdefault(book, [0, 0])
        if account[0] == "7":
            side[0] += credit - debit
        else:
            side[1] += debit - credit
    return {one: Result(*made.get(one.pk, (0, 0))) for one in books}


def same_year(book: Book) -> Book | None:
    """The file that counts for this very year."""
    rows = Book.objects.kept().filter(organisation=book.organisation_id, period=book.period)
    found: Book | None = rows.exclude(pk=book.pk).first()
    return found


def balances_of(book: Book) -> list[Balance]:
    return list(Balance.objects.filter(book=book).order_by("account", "section"))


@dataclass(frozen=True, slots=True)
class Changed:
    """What an account makes in a file, and made in the one before; in cents."""

    account: str
    section: str
    label: str
    before: int
    after: int

    @property
    def apart(self) -> int:
        return self.after - self.before


def changed(before: Sequence[Balance], after: Sequence[Balance]) -> list[Changed]:
    """The accounts that do not make the same, in their order; one that is not there makes nothing."""
    was = {(one.account, one.section): one for one in before}
    now = {(one.account, one.section): one for one in after}
    found = []
    for key in sorted(was.keys() | now.keys()):
        old, new = (rows[key].cents if key in rows else 0 for rows in (was, now))
        if old != new:
            found.append(Changed(*key, (now.get(key) or was[key]).label, old, new))
    return found
