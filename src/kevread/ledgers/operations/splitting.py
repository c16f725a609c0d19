"""What lines make for several actions is written where a year comes to be read so."""

from collections import defaultdict
from uuid import UUID

from kevread.base.copied import digest_of_rows
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.ledgers.models import Book, Line, Split
from kevread.ledgers.queries.costs import Several, several_of, split_kept
from kevread.ledgers.rules.sharing import plain, split_all

ACCOUNT, SECTION, CENTS = (Line.COPIED.index(name) for name in ("account", "section", "cents"))


def keep_splits(organisation: Organisation) -> None:
    """In the act that is under way, once it has written all else: what the files that count now need, and that is not there.
    Nothing is rewritten: of a file that counts, neither lines nor what is written here change. The organisation is locked.
    Raises Refused where the lines are not those of their file: what is written here is never read in them again."""
    books = list(Book.objects.kept().filter(organisation=organisation).order_by("period"))
    several = several_of(books)
    known = split_kept(several)
    asked = {key: one for key, one in several.items() if key not in known}
    made = {key: cents for book in books for key, cents in split_proved(book, asked).items()}
    Split.objects.bulk_create(
        Split(balance=row, weights=plain(meaning.parts), cents=made[key]) for key, (row, meaning) in asked.items()
    )


def split_proved(book: Book, asked: Several) -> dict[tuple[UUID, str, str], list[int]]:
    """What `split_again` makes, of the very lines that have the digest of their file and make the balance of their account:
    lines are in no journal, and whoever owns the tables puts others there for the time of a reading. One query."""
    here = {(account, section): one for (key, account, section), one in asked.items() if key == book.pk}
    totals = {key: sum(plain(meaning.parts)) for key, (_, meaning) in here.items()}
    rests: dict[tuple[str, str], dict[int, list[int]]] = {key: defaultdict(lambda: [0, 0]) for key in here}

    def walk(cells: list[str]) -> None:
        if (key := (cells[ACCOUNT], cells[SECTION])) in here:
            cents = int(cells[CENTS])
            rest = abs(cents) % totals[key] * (1 if cents >= 0 else -1)
            found = rests[key][rest]
            found[0] += 1
            found[1] += cents

    if here and digest_of_rows(Line, book.pk, walk) != book.digest:
        raise not_its_own(book)
    made = {}
    for key, (row, meaning) in here.items():
        parts = split_all(((rest, many, cents) for rest, (many, cents) in rests[key].items()), meaning.parts)
        made[book.pk, *key] = [cents for _, cents in parts]
        if sum(made[book.pk, *key]) != row.cents:
            raise not_its_own(book)
    return made


def not_its_own(book: Book) -> Refused:
    return Refused(
        f"Les lignes de « {book.name} » ne sont pas celles du fichier qui a été lu : quelqu’un les a changées dans la base. "
        "Rien n’a été enregistré. Dites-le à qui tient cette installation, qui fera vérifier les tables, puis recommencez."
    )
