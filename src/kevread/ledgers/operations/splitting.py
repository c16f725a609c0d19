"""What lines make for several actions is written where a year comes to be read so."""

from kevread.directory.models import Organisation
from kevread.ledgers.models import Book, Split
from kevread.ledgers.queries.costs import several_of, split_again, split_kept
from kevread.ledgers.rules.sharing import plain


def keep_splits(organisation: Organisation) -> None:
    """In the act that is under way, once it has written all else: what the files that count now need, and that is not there.
    Nothing is rewritten: of a file that counts, neither lines nor what is written here change. The organisation is locked."""
    books = list(Book.objects.kept().filter(organisation=organisation).order_by("period"))
    several = several_of(books)
    known = split_kept(several)
    asked = {key: one for key, one in several.items() if key not in known}
    made = split_again(asked)
    Split.objects.bulk_create(
        Split(balance=row, weights=plain(meaning.parts), cents=made[key]) for key, (row, meaning) in asked.items()
    )
