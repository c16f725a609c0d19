"""What the groupings of the small world foresee: their budget of the year, voted; their cash. And the accounts of a year that
is over, of which each expense is said what it is."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from kevread.directory.models import Organisation
from kevread.ledgers.models import Balance, Book, Budget, Cash, Passage
from tests.arrange import NOW
from tests.factories import SINCE, since

NO_LINE = sha256().hexdigest()
PAST = 3  # years ago: an exercise that is over, whose budget was voted and whose accounts are here
CASH = 50_000_000  # enough for twelve months of their salaries: nothing lacks in the small world


def voted(organisation: Organisation, year: int, *, on: date = SINCE, version: int = 1) -> Budget:
    """A version of a budget, fixed by a decision of that day: its lines first, since none comes afterwards."""
    budget = Budget.objects.create(organisation=organisation, year=year, version=version)
    budget.lines.create(account="64", label="Salaires", cents=1_000_000)
    budget.lines.create(account="74", label="Subventions", cents=1_000_000)
    Budget.objects.filter(pk=budget.pk).update(state=Budget.State.VOTED, voted_on=on)
    budget.refresh_from_db()
    return budget


def budget_the_year(groupings: Iterable[Organisation], year: int) -> None:
    for grouping in groupings:
        voted(grouping, year)
        voted(grouping, year - PAST)
        Cash.objects.create(organisation=grouping, day=date(year, 6, 30), cents=CASH, source="Relevé de banque")


def bring_accounts(organisations: Iterable[Organisation], year: int) -> None:
    """A balance kept of that year, without its lines: what it holds first, since none comes afterwards. What its account is
    said to be holds for that year only."""
    year_of = since(date(year, 1, 1), date(year, 12, 31))
    for one in organisations:
        book = Book.objects.create(
            organisation=one, kind="balance", name="a.csv", sha256="0" * 64, digest=NO_LINE, lines=0, read_at=NOW, debit=100,
            credit=100, state="read", period=year_of,
        )  # fmt: skip
        Balance.objects.create(book=book, account="641", debit=100, credit=0, lines=0)
        Book.objects.filter(pk=book.pk).update(state="kept", kept_at=NOW)
        Passage.objects.create(organisation=one, account="641", parts=[["SUPPORT", 1]], period=year_of)
