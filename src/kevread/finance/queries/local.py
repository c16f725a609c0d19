"""The accounts of local life, each from a balance that was read to the next."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.money import euros
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.dues.models import Payment
from kevread.dues.queries.owed import net
from kevread.finance.models import LocalBalance, LocalLine
from kevread.finance.papers import LifeLine, LifePart, LocalLifeAccount
from kevread.finance.rules import LocalLife

Kind = LocalLine.Kind
SPENT = (Kind.LIFE, Kind.HOUSE, Kind.HANDED, Kind.ELSE)
LONGEST = 60  # characters of what a line says there
MOST = 3  # lines of one kind on the page of the assembly: the others are counted, and read on the screen
CALLED = "Cotisations appelées ici, remboursements déduits"


@dataclass(slots=True)
class Account:
    """Between two balances, or since the last one; `called`: what was paid of the dues that are called here."""

    opening: LocalBalance
    closing: LocalBalance | None
    lines: list[LocalLine] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    def __contains__(self, day: date) -> bool:
        """The day of a balance is of the account that it closes."""
        return self.opening.day < day and (self.closing is None or day <= self.closing.day)

    @property
    def called(self) -> int:
        return net(self.payments)

    def sum_of(self, *kinds: Kind) -> int:
        return sum(one.cents for one in self.lines if one.kind in kinds)

    @property
    def life(self) -> LocalLife:
        return LocalLife(
            opening=self.opening.cents,
            dues=self.called + self.sum_of(Kind.DUES),
            income=self.sum_of(Kind.INCOME),
            spent=self.sum_of(*SPENT),
            elsewhere=self.sum_of(Kind.ELSE),
            closing=None if self.closing is None else self.closing.cents,
        )

    @property
    def handed_on(self) -> int:
        """How often dues were handed on to those above."""
        return sum(1 for one in self.lines if one.kind == Kind.HANDED)

    @property
    def received(self) -> list["Part"]:
        called = [Part(CALLED, self.called)] if self.payments else []
        return called + self.parts(Kind.DUES, Kind.INCOME)

    @property
    def spent(self) -> list["Part"]:
        return self.parts(*SPENT)

    def parts(self, *kinds: Kind) -> list["Part"]:
        """What was of each, the greatest first: those of which there is something."""
        found = [Part(kind.label, self.sum_of(kind), [one for one in self.lines if one.kind == kind]) for kind in kinds]
        return [one for one in found if one.lines]

    @property
    def apart_words(self) -> str:
        """How much what was read is away from what was written, whatever the side."""
        return euros(abs(self.life.apart or 0))

    @property
    def out(self) -> int:
        return self.life.spent

    @property
    def came(self) -> int:
        return self.life.dues + self.life.income


@dataclass(frozen=True, slots=True)
class Part:
    """What came in or was spent of one kind, and its lines."""

    label: str
    cents: int
    lines: list[LocalLine] = field(default_factory=list)


def accounts_of(organisations: Collection[UUID], on: date) -> dict[UUID, list[Account]]:
    """Of each, those of that day, the first first; the last runs still. Three queries, whatever their number."""
    found: dict[UUID, list[Account]] = defaultdict(list)
    balances = LocalBalance.objects.standing().filter(organisation__in=organisations, day__lte=on)
    for one in balances.order_by("organisation", "day"):
        there = found[one.organisation_id]
        if there:
            there[-1].closing = one
        there.append(Account(one, None))
    kept = {"organisation__in": list(found)}
    lines = LocalLine.objects.standing().filter(**kept, day__lte=on).order_by("day", "pk")
    placed(found, lines)
    payments = Payment.objects.standing().filter(**kept, paid_on__lte=on)
    for row in payments.order_by("paid_on", "pk"):
        for account in found[row.organisation_id]:
            if row.paid_on in account:
                account.payments.append(row)
    return found


def placed(found: dict[UUID, list[Account]], lines: Iterable[LocalLine]) -> None:
    for row in lines:
        for account in found[row.organisation_id]:
            if row.day in account:
                account.lines.append(row)


def closed_last(organisations: Collection[UUID], on: date) -> dict[UUID, Account]:
    """The last account of each that is closed: of those that closed one."""
    every = accounts_of(organisations, on)
    return {key: those[-2] for key, those in every.items() if len(those) > 1}


def life_paper(organisation: Organisation, account: Account, on: date) -> LocalLifeAccount:
    """One page, for the assembly: an account that is closed."""
    assert account.closing is not None
    life = account.life
    return LocalLifeAccount(
        letterhead=letterhead(organisation, on),
        first=account.opening.day,
        last=account.closing.day,
        opening=euros(life.opening, aligned=True),
        opening_source=account.opening.source,
        received=tuple(as_part(one) for one in account.received),
        came=euros(account.came, aligned=True),
        spent=tuple(as_part(one) for one in account.spent),
        out=euros(account.out, aligned=True),
        expected=euros(life.expected, aligned=True),
        closing=euros(account.closing.cents, aligned=True),
        closing_source=account.closing.source,
        apart=euros(life.apart, aligned=True) if life.apart else "",
    )


def as_part(one: Part) -> LifePart:
    """The greatest of its lines, by their days, each on one; the others are counted."""
    most = sorted(one.lines, key=lambda line: -line.cents)[:MOST]
    lines = [line for line in one.lines if line in most]
    told = [
        LifeLine(day=line.day, words=shortened(line.words), amount=euros(line.cents, aligned=True)) for line in lines
    ]
    more = len(one.lines) - len(told)
    return LifePart(label=one.label, amount=euros(one.cents, aligned=True), lines=tuple(told), more=more)


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
