"""Until which day accounts go, beside a budget and in the cash: that of the last entry; of a balance, which bears none, nobody
says one, and its amounts count all the same."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.ledgers import operations
from kevread.ledgers.models import Book, Budget
from kevread.ledgers.queries.budgets import followed
from kevread.ledgers.queries.cash import treasury
from tests.conftest import NOW, TODAY
from tests.seats.screens import words

from .files import fec, opened, rent
from .test_cash import OPENED, stated
from .test_counted_once import voted

pytestmark = pytest.mark.django_db
WHOLE = date(2026, 1, 1), date(2026, 12, 31)
SHORT, NEXT = (date(2025, 9, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31))  # both close in 2026
FURTHER, PERHAPS = "vont plus loin que le solde de départ", "finissent par une balance, qui ne dit pas son jour"


def entries(of, days: tuple[date, date], on: date, cents: int = 800) -> Book:
    """The rent of a day, in a file of entries."""
    told = rent(cents=f"{cents / 100:.2f}".replace(".", ","), EcritureDate=f"{on:%Y%m%d}")
    return kept(of, fec(told), "ecritures.txt", days)


def balance(of, days: tuple[date, date], cents: int = 500) -> Book:
    """The same account, in a balance."""
    amount = f"{cents / 100:.2f}".replace(".", ",")
    table = f"compte;libellé;débit;crédit\n61320000;Loyer;{amount};0\n51200000;Banque;0;{amount}\n"
    return kept(of, table.encode(), "balance.csv", days, kind=Book.Kind.BALANCE)


def kept(of, data: bytes, name: str, days: tuple[date, date], **more) -> Book:
    asked = {"first": days[0], "last": days[1], "name": name, "now": NOW, **more}
    book = operations.read(actor=SYSTEM, organisation=of, file=opened(data), **asked)
    return operations.keep(actor=SYSTEM, book=book, seen=None, now=NOW)


@pytest.fixture
def budget(scene) -> Budget:
    return voted(scene.first, ("613", "", 2_000))


def page_of(budget: Budget, client) -> str:
    return words(client.get(f"/{budget.organisation.slug}/comptes/budgets/{budget.pk}"))


def test_without_accounts_no_day_is_said_and_nothing_is_made(scene, budget, treasurer):
    found = followed(budget, SYSTEM)
    assert (found.book, found.until, found.rows[0].held.actual) == (None, None, None)
    said = page_of(budget, treasurer)
    assert "Les comptes de 2026 ne sont pas encore lus" in said and "son jour" not in said


def test_entries_go_until_the_last_of_them(scene, budget, treasurer):
    entries(scene.first, WHOLE, date(2026, 3, 17))
    found = followed(budget, SYSTEM)
    assert (found.days, found.until, found.rows[0].held.actual) == (WHOLE, date(2026, 3, 17), 800)
    said = page_of(budget, treasurer)
    assert "jusqu’au 17 mars 2026" in said and "Au 17 mars 2026" in said and "son jour" not in said


def test_a_balance_counts_and_says_no_day(scene, budget, treasurer):
    """Its lines are kept under the last day of its year, which is not over: nobody read accounts of that day."""
    balance(scene.first, WHOLE)
    found = followed(budget, SYSTEM)
    assert (found.days, found.until, found.rows[0].held.actual) == (WHOLE, None, 500)
    said = page_of(budget, treasurer)
    assert "Selon « balance.csv »" in said and "« balance.csv » ; une balance ne dit pas son jour" in said
    assert "31 décembre 2026" not in said


def test_entries_then_a_balance_are_summed_until_no_day(scene, budget, treasurer):
    """Not the last of the entries: the balance goes further. Nor the last day of its year."""
    entries(scene.first, SHORT, date(2026, 3, 17))
    balance(scene.first, NEXT)
    found = followed(budget, SYSTEM)
    assert (found.days, found.until, found.rows[0].held.actual) == ((SHORT[0], NEXT[1]), None, 1_300)
    said = page_of(budget, treasurer)
    assert "Selon « ecritures.txt » et « balance.csv »" in said and "une balance ne dit pas son jour" in said
    assert "2 exercices closent en 2026, et s’additionnent" in said and "17 mars 2026" not in said


def test_a_balance_then_entries_are_summed_until_the_last_entry(scene, budget, treasurer):
    balance(scene.first, SHORT)
    entries(scene.first, NEXT, date(2026, 9, 10))
    found = followed(budget, SYSTEM)
    assert (found.days, found.until, found.rows[0].held.actual) == ((SHORT[0], NEXT[1]), date(2026, 9, 10), 1_300)
    said = page_of(budget, treasurer)
    assert "jusqu’au 10 septembre 2026" in said and "son jour" not in said


@pytest.mark.parametrize(
    ("bring", "days", "on", "told"),
    [
        (entries, WHOLE, date(2026, 11, 1), FURTHER),
        (entries, WHOLE, OPENED, ""),
        (balance, WHOLE, None, PERHAPS),
        (balance, (date(2026, 1, 1), date(2026, 11, 1)), None, PERHAPS),
        (balance, (date(2026, 1, 1), OPENED), None, ""),
    ],
)
def test_the_cash_says_where_accounts_go_or_may_go_further_than_where_it_starts(scene, budget, bring, days, on, told):
    stated(scene.first)
    bring(scene.first, days, *([on] if on else []))
    said = [one for one in treasury(scene.first, SYSTEM, TODAY).unknown if "solde de départ" in one]
    assert len(said) == bool(told) and all(told in one for one in said)
