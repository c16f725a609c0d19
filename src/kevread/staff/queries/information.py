"""What was handed over to whoever was hired: of each contract, what is due, by which day, and on which it was handed over; of
employers, what is late."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from kevread.charter.queries.registers import kept_since
from kevread.common.facts import Number, Organisations, span
from kevread.staff.models import INFORMED, Contract, Information
from kevread.staff.rules.calendar import INFORMED_SINCE, information_due

from .register import Hired


@dataclass(frozen=True, slots=True)
class Owed:
    """A part of it, due by a day; handed over on another, as somebody said, or nobody said so."""

    part: str
    by: date
    handed_on: date | None = None

    @property
    def label(self) -> str:
        return Information.Part(self.part).label

    @property
    def is_handed_late(self) -> bool:
        return self.handed_on is not None and self.handed_on > self.by


def owed_by(contracts: Collection[Hired | Contract], on: date) -> dict[UUID, list[Owed]]:
    """What is due of each, and what was said to be handed over by that day. Nothing of a contract that was taken over from
    another employer: it was due by whoever hired. One query."""
    due = {
        one.pk: information_due(one.dates.start) for one in contracts if one.dates.start and one.continues_id is None
    }
    handed = handed_over(set(due), on)
    return {key: [Owed(part, by, handed.get((key, part))) for part, by in parts.items()] for key, parts in due.items()}


def handed_over(contracts: Collection[UUID], on: date) -> dict[tuple[UUID, str], date]:
    rows = Information.objects.standing().filter(contract__in=contracts, handed_on__lte=on)
    return {(key, part): day for key, part, day in rows.values_list("contract", "part", "handed_on")}


def said_of(contract: Contract) -> QuerySet[Information]:
    """What was said of this contract, and stands."""
    return Information.objects.standing().filter(contract=contract).order_by("part")


def late(part: str, on: date, among: Organisations) -> dict[UUID, dict[UUID, date]]:
    """By employer, the contracts that run that day of which nobody said that this part was handed over, though its day is past;
    each with its first day. An employer of whom each has proof is there, with none. Two queries."""
    rows = Contract.objects.on(on).standing().filter(continues=None, period__startswith__gte=INFORMED_SINCE)
    found = rows.filter(**among.where("employer")).values_list("pk", "employer_id", "period__startswith")
    due = [one for one in found if information_due(one[2])[part] < on]
    handed = {key for key, of in handed_over({key for key, _, _ in due}, on) if of == part}
    lacking: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for key, employer, first in due:
        lacking[employer] |= {} if key in handed else {key: first}
    return dict(lacking)


def number_late(part: str, on: date, among: Organisations) -> dict[UUID, Number]:
    """How many are late, of those hired since this register is kept; of the others, that nobody said so proves nothing."""
    lacking = late(part, on, among)
    kept, sure, unknown = kept_since(INFORMED, lacking, on), Counter[UUID](), Counter[UUID]()
    for employer, contracts in lacking.items():
        for first in contracts.values():
            (sure if first >= kept.get(employer, date.min) else unknown)[employer] += 1
    return {employer: span(sure[employer], unknown[employer]) for employer in lacking}
