"""Whether receipts may be given, for which payments, and those that were."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.money import euros
from kevread.directory.models import Organisation
from kevread.dues.models import Eligibility, Payment, Receipt

from .owed import standing_of


@dataclass(frozen=True, slots=True)
class Ready:
    """A payment that a receipt may be made of; `cents`, what is left of it once what was given back is taken off."""

    payment: Payment
    cents: int
    eligibility: Eligibility

    @property
    def is_by_another(self) -> bool:
        """Whoever paid is named, and a receipt is in the name of whoever paid: somebody is to look."""
        return bool(self.payment.payer)


@dataclass(frozen=True, slots=True)
class Aside:
    payment: Payment
    why: str


@dataclass(frozen=True, slots=True)
class ToIssue:
    """What receipts of a year could be made: `ready`, and `aside`, each with its reason."""

    ready: list[Ready] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """The same while the same would be written."""
        said = sorted(f"{one.payment.pk}:{one.cents}:{one.eligibility.pk}" for one in self.ready)
        return sha256("\n".join(said).encode()).hexdigest()[:32]


def said_of(organisation: Organisation) -> list[Eligibility]:
    """What it says of itself, standing, the last first. One query."""
    rows = Eligibility.objects.standing().filter(organisation=organisation).select_related("organisation", "decision")
    return list(rows.order_by("-period__startswith"))


def identifier_of(organisation: Organisation) -> str:
    """The number that a receipt says, since 2023: nothing where neither is known, and no receipt is then made."""
    return organisation.siren or organisation.rna


def to_issue(organisation: Organisation, year: int, on: date) -> ToIssue:
    """The payments received in a civil year, by then, that have no receipt yet. Three queries, whatever their number."""
    rows = Payment.objects.standing().filter(
        organisation=organisation, refunds=None, due__isnull=False, paid_on__year=year, paid_on__lte=on
    )
    rows = rows.exclude(receipts__in=Receipt.objects.standing())
    rows = rows.select_related("due__affiliation__member", "due__call", "due__organisation", "organisation")
    payments = list(rows.order_by("paid_on", "pk"))
    said, lines = said_of(organisation), {}
    for line in standing_of({one.due_id: one.due for one in payments}.values(), on):  # type: ignore[arg-type]
        lines[line.due.pk] = line
    found = ToIssue()
    for one in payments:
        assert one.due_id
        line = lines[one.due_id]
        cents = one.cents - sum(back.cents for back in line.payments if back.refunds_id == one.pk)
        eligibility = next((each for each in said if one.paid_on in each.dates), None)
        if eligibility is None:
            found.aside.append(Aside(one, "L’organisation n’a pas dit ce qu’il en était ce jour-là."))
        elif not eligibility.opens:
            why = "elle n’était pas d’intérêt général" if not eligibility.of_interest else "elle avait une contrepartie"
            found.aside.append(Aside(one, f"L’organisation dit que ce jour-là {why}."))
        elif cents <= 0:
            found.aside.append(Aside(one, "Tout en a été rendu."))
        elif line.over:
            found.aside.append(Aside(one, f"{euros(line.over)} sont reçus en trop : rendez-les, ou ajustez."))
        else:
            found.ready.append(Ready(one, cents, eligibility))
    return found


def issued(organisation: Organisation, year: int, actor: Actor, on: date) -> list[Receipt]:
    """The receipts of payments of a year, given by that day, by number. One query."""
    rows = Receipt.objects.visible_to(actor).filter(
        organisation=organisation, payment__paid_on__year=year, issued_on__lte=on
    )
    return list(rows.select_related("payment__due__affiliation__member", "version").order_by("number"))


def of_payments(payments: Collection[UUID]) -> dict[UUID, Receipt]:
    """By payment, its receipt that stands. One query."""
    rows = Receipt.objects.standing().filter(payment__in=payments).select_related("version")
    return {row.payment_id: row for row in rows}


def unfounded(receipts: Collection[Receipt], said: Collection[Eligibility]) -> list[Receipt]:
    """Those, standing, of a payment on whose day the organisation no longer says that a receipt may be given."""
    return [
        one
        for one in receipts
        if one.undone_on is None and not any(each.opens and one.payment.paid_on in each.dates for each in said)
    ]
