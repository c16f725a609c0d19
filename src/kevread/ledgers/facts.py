"""What the charter may ask of accounts."""

from collections import Counter
from datetime import date
from uuid import UUID

from kevread.common.facts import GROUPING, HEAD, Facts, Organisations, fact
from kevread.ledgers.models import Balance, Book
from kevread.ledgers.queries.costs import meanings
from kevread.ledgers.rules.sharing import meaning_of


@fact(about=(GROUPING, HEAD), register="ledgers", unit="accounts")
def accounts_unsaid(on: date, among: Organisations) -> Facts:
    """Accounts of expenses and products, in the last file that counts, of which nobody said what they are in the common
    framework (R5.5, R7.24). Whoever brought no file counts none."""
    rows = (
        Book.objects.kept().filter(kept_at__date__lte=on, **among.where("organisation")).select_related("organisation")
    )
    last = {one.organisation_id: one for one in rows.order_by("period")}
    rules = meanings(list(last.values()))
    found: Counter[UUID] = Counter()
    balances = Balance.objects.filter(book__in=last.values(), account__regex="^[67]").select_related("book")
    for one in balances:
        if meaning_of(one.account, one.section, rules[one.book_id]) is None:
            found[one.book.organisation_id] += 1
    return found
