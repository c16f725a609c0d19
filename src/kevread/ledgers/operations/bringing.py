"""A file comes in: read whole or not at all, shown, kept as one act; annulled, the file before counts again."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from django.utils import timezone

from kevread.base.copied import copy_rows, text_of
from kevread.base.models import as_range, new_key
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.common.words import one_line
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.ledgers.models import REASON, Balance, Book, Line
from kevread.ledgers.operations.splitting import keep_splits
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.ledgers.queries.books import same_year
from kevread.ledgers.rules.balance import balance_lines, balance_shape
from kevread.ledgers.rules.naming import LONGEST, said_by, year_until
from kevread.ledgers.rules.reading import Line as Read
from kevread.ledgers.rules.reading import Reading, Year, lines_of
from kevread.ledgers.rules.shape import HEAD, Unreadable, shape_of

LARGEST_BALANCE = 5_000_000  # bytes
FIRST_YEAR = 2000


class Faulty(Refused):
    """Lines of the file are wrong: nothing of it was kept. `reading` says which."""

    def __init__(self, reading: Reading) -> None:
        super().__init__("Des lignes de ce fichier sont à corriger : rien n’en a été gardé.")
        self.reading = reading


def read(
    *, actor: Actor, organisation: Organisation, file: BinaryIO, name: str, now: datetime,
    kind: str = Book.Kind.FEC, first: date | None = None, last: date | None = None,
) -> Book:  # fmt: skip
    """Read a file, line after line, and hold its lines until somebody keeps it or gives it up: it counts for nothing meanwhile.
    `first` and `last`: the year, where the name of the file does not say it. Raises Denied; Invalid on `file`, `first` or
    `last`; Faulty when a line is wrong, with all that are."""
    may_keep_ledgers(actor, organisation).or_raise()
    name = one_line(name)[:200]
    year = year_of(organisation, name, first, last, now)
    sha256 = digest_of(file)
    head = file.read(HEAD)
    file.seek(0)
    try:
        shape = balance_shape(head) if kind == Book.Kind.BALANCE else shape_of(head)
    except Unreadable as wrong:
        raise Invalid("file", str(wrong)) from None
    found, key = Reading(shape, year), new_key()
    with act("ledgers.read", actor=actor, about=organisation, now=now, arguments={"file": name, "sha256": sha256}):
        totals: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
        lines = balance_lines(whole(file), found) if kind == Book.Kind.BALANCE else lines_of(file, found)
        # The key of a line leads to its book: it is held until the end of the act, when the book is there.
        digest = copy_rows(Line, rows_of(key, lines, totals), goes_on=lambda: found.is_right)
        if not found.is_right:
            raise Faulty(found)
        book = Book.objects.create(
            pk=key, organisation=organisation, period=as_range(Period.through(year.first, year.last)), kind=kind, name=name,
            sha256=sha256, digest=digest, lines=found.count, debit=found.debit, credit=found.credit, read_at=now,
            remarks=remarks_of(found, organisation, name),
        )  # fmt: skip
        Balance.objects.bulk_create(
            Balance(
                book=book, account=account, section=section, label=found.accounts.get(account, "")[:120], debit=debit,
                credit=credit, lines=many,
            )
            for (account, section), (debit, credit, many) in sorted(totals.items())
        )  # fmt: skip
    return book


def rows_of(key: UUID, lines: Iterator[Read], totals: dict[tuple[str, str], list[int]]) -> Iterator[str]:
    """The lines as they are copied; what each account makes is added on the way."""
    book = str(key)
    for line in lines:
        total = totals[line.account, line.section]
        total[0 if line.cents >= 0 else 1] += abs(line.cents)
        total[2] += 1
        yield text_of(
            (
                book, str(line.number), line.day.isoformat(), line.account, line.section, line.journal, line.entry,
                line.auxiliary, line.piece, line.label, str(line.cents),
            )
        )  # fmt: skip


def year_of(organisation: Organisation, name: str, first: date | None, last: date | None, now: datetime) -> Year:
    """What was typed, else what the name of the file says. Raises Invalid."""
    siren, closing = said_by(name)
    if siren and organisation.siren and siren != organisation.siren:
        raise Invalid(
            "file",
            f"Ce fichier porte le SIREN {siren}, et {organisation.name} a le {organisation.siren} : c’est celui d’une autre.",
        )
    last = last or closing
    if last is None:
        raise Invalid("last", "Dites le dernier jour de l’exercice : le nom du fichier ne le dit pas.")
    year = Year(first, last) if first else year_until(last)
    if not year.first.year >= FIRST_YEAR or year.last.year > now.year + 1:
        raise Invalid("last", "Cet exercice est trop loin d’aujourd’hui : relisez son dernier jour.")
    if not 0 <= (year.last - year.first).days < LONGEST:
        raise Invalid("first", "Un exercice commence avant de finir, et dure vingt-quatre mois au plus.")
    return year


def remarks_of(found: Reading, organisation: Organisation, name: str) -> dict[str, object]:
    """What is unusual, and stops nothing."""
    siren, _ = said_by(name)
    remarks: dict[str, object] = dict(found.remarks)
    if found.shape.habit:
        remarks["habit"] = found.shape.habit
    if siren and not organisation.siren:
        remarks["siren"] = siren
    return remarks


def keep(*, actor: Actor, book: Book, seen: UUID | None, now: datetime) -> Book:
    """What was read counts from now on, instead of the file of the same year that did: `seen`, that which the page compared it
    with. Raises Denied; Refused when it waits no more, when another file counts by now, or for a year that overlaps another."""
    may_keep_ledgers(actor, book.organisation).or_raise()
    with act("ledgers.keep", actor=actor, about=book.organisation, now=now, arguments={"book": book.pk}):
        Organisation.objects.lock(book.organisation_id)
        row = waiting(book)
        before = same_year(row)
        if (before.pk if before else None) != seen:
            raise Refused(
                "Le fichier de cet exercice a changé depuis que cette page est ouverte : relisez la différence."
            )
        rows = Book.objects.kept().filter(organisation=row.organisation_id).touching(row.dates)
        if other := rows.exclude(period=row.period).first():
            raise Refused(
                f"« {other.name} » compte déjà pour l’exercice {other.year}, qui a des jours de celui-ci. Annulez-le d’abord, "
                "ou relisez les jours de l’exercice."
            )
        if before:
            before.state = Book.State.REPLACED
            before.save(update_fields=["state"])
        row.state, row.kept_at, row.replaces = Book.State.KEPT, now, before
        row.save(update_fields=["state", "kept_at", "replaces"])
        keep_splits(row.organisation)
    return row


def waiting(book: Book) -> Book:
    """Locked. Raises Refused when it was kept, or given up."""
    row: Book = Book.objects.select_related("organisation").lock(book.pk)
    if row.state != Book.State.READ:
        raise Refused(f"« {row.name} » n’attend plus : {row.get_state_display().lower()}.")
    return row


def drop(*, actor: Actor, book: Book, now: datetime) -> Book:
    """Give up what was read: its lines go. Raises Denied; Refused when it waits no more."""
    may_keep_ledgers(actor, book.organisation).or_raise()
    with act("ledgers.drop", actor=actor, about=book.organisation, now=now, arguments={"book": book.pk}):
        row = waiting(book)
        row.state = Book.State.DROPPED
        row.save(update_fields=["state"])
        Line.objects.filter(book=row).delete()
        Balance.objects.filter(book=row).delete()
    return row


def undo(*, actor: Actor, book: Book, reason: str, now: datetime) -> Book:
    """It was a mistake: it counts no more, and the file that it replaced counts again. Raises Denied; Invalid on `reason`;
    Refused when it does not count."""
    may_keep_ledgers(actor, book.organisation).or_raise()
    reason = one_line(reason)
    if not reason:
        raise Invalid("reason", "Dites ce qui était faux : qui lira le journal le saura.")
    with act("ledgers.undo", actor=actor, about=book.organisation, now=now, arguments={"book": book.pk}, reason=reason):
        Organisation.objects.lock(book.organisation_id)
        row: Book = Book.objects.select_related("organisation").lock(book.pk)
        if row.state != Book.State.KEPT:
            raise Refused(f"« {row.name} » ne compte pas : {row.get_state_display().lower()}.")
        row.state, row.undone_on, row.undone_because = (
            Book.State.UNDONE,
            timezone.localtime(now).date(),
            reason[:REASON],
        )
        row.save(update_fields=["state", "undone_on", "undone_because"])
        if row.replaces_id:
            before: Book = Book.objects.lock(row.replaces_id)
            before.state = Book.State.KEPT
            before.save(update_fields=["state"])
            keep_splits(row.organisation)
    return row


def digest_of(file: BinaryIO) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 20):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def whole(file: BinaryIO) -> bytes:
    """Raises Invalid on `file`: a balance is short."""
    data = file.read(LARGEST_BALANCE + 1)
    if len(data) > LARGEST_BALANCE:
        raise Invalid("file", "Cette balance dépasse cinq millions d’octets : est-ce bien une balance ?")
    return data
