"""What a form of accounts proposes: the sums of the file of the accountant that is kept here. A person says them."""

from datetime import date

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.finance.models import Accounts
from kevread.ledgers.models import Book
from kevread.ledgers.queries.books import Result, results_of


def last_book(organisation: Organisation, actor: Actor, on: date) -> tuple[Book, Result] | None:
    """The last file of a year that is over, of which nobody typed the figures, for who reads it; with what it makes. Three
    queries at most."""
    typed = Accounts.objects.standing().filter(organisation=organisation).values_list("closed_on", flat=True)
    rows = Book.objects.visible_to(actor).kept().filter(organisation=organisation).order_by("-period")
    found = next((one for one in rows if one.last < on and one.last not in set(typed)), None)
    return (found, results_of([found])[found]) if found else None
