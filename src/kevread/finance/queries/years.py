"""What a fiscal year was granted and received, beside what its accounts say: the thresholds of law are read from it. What is
not known is said to be, and makes nothing conform."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import values_at_any_time
from kevread.filings.models import Declaration
from kevread.filings.queries import published
from kevread.finance.models import REGISTER, Accounts, Funding, Instalment
from kevread.finance.rules import PUBLIC_KINDS

from .closings import CLOSING, said_in

AUDITOR = "L1.21.auditor"


class Part(NamedTuple):
    """What of a funding counts in a sum."""

    funding: Funding
    cents: int


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year of an organisation: of each public subsidy, what is granted for it by its days, and what came in it;
    whether fundings were kept here from its first day to its last; its accounts; who certifies them (nothing: nobody said)."""

    organisation: UUID
    first: date
    closed_on: date
    granted_by: tuple[Part, ...]
    received_by: tuple[Part, ...]
    is_whole: bool
    accounts: Accounts | None
    auditor: str
    filed: Declaration | None = None  # that its accounts were published, as filings say it

    @property
    def published_on(self) -> date | None:
        """As filings say it; else as it was said with the figures, before filings told it."""
        if self.filed:
            return self.filed.filed_on
        return self.accounts.published_on if self.accounts else None

    @property
    def granted(self) -> int:
        return sum(one.cents for one in self.granted_by)

    @property
    def received(self) -> int:
        return sum(one.cents for one in self.received_by)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those that make `subsidies`."""
        return self.granted_by if self.granted >= self.received else self.received_by

    @property
    def subsidies(self) -> int:
        """The greater of what is granted for it and of what came: law says « received », and is read both ways."""
        return max(self.granted, self.received)

    def exceeds(self, euros: int) -> bool | None:
        """Whether public subsidies are more than so much; None where what is not kept here could make them so."""
        if self.subsidies > euros * 100:
            return True
        return False if self.is_whole else None

    def tells(self, name: str, limit: int) -> bool | None:
        """Whether a figure of its accounts is more than so much; None where nobody typed it."""
        value = getattr(self.accounts, name, None)
        return None if value is None else value > limit


def years(on: date, ids: Collection[UUID] | None) -> Mapping[UUID, Year]:
    """The last fiscal year that is closed, of those who say when theirs closes. Six queries, whatever their number."""
    (found,) = years_back(on, ids, 1)
    return found


def years_back(
    on: date, ids: Collection[UUID] | None, *backs: int, kinds: Collection[str] = PUBLIC_KINDS
) -> list[Mapping[UUID, Year]]:
    """The last fiscal year that is closed (1), the one under way (0), as they are asked for; `kinds`: whose money counts as
    public. Six queries, however many."""
    said = values_at_any_time([CLOSING, AUDITOR])

    def value(name: str, key: UUID) -> object:
        return next((one for period, one in said.get((name, key), ()) if on in period), None)

    told = said_in(said, on, ids)
    every = [{key: one.before(on, back) for key, one in told.items()} for back in backs]
    fundings, came = of_public_money(on, told, kinds)
    kept = {
        one.organisation_id: one.dates.start or date.min
        for one in Keeping.objects.on(on).filter(register=REGISTER, organisation__in=told)
    }
    days = {end for ends in every for end in ends.values()}
    rows = Accounts.objects.standing().filter(organisation__in=told, closed_on__in=days)
    accounts = {(one.organisation_id, one.closed_on): one for one in rows}
    filed = published(told, on)

    def year(key: UUID, end: date) -> Year:
        first = told[key].first_day(end)
        granted = [
            Part(one, told[key].shares(one.cents, start, last).get(end, 0)) for one, start, last in fundings[key]
        ]
        received = [Part(one, cents) for one, day, cents in came[key] if first <= day <= end]
        is_whole = key in kept and kept[key] <= first
        parts = tuple(one for one in granted if one.cents), tuple(received)
        return Year(
            key,
            first,
            end,
            *parts,
            is_whole,
            accounts.get((key, end)),
            str(value(AUDITOR, key) or ""),
            filed.get((key, end)),
        )

    return [{key: year(key, end) for key, end in ends.items()} for ends in every]


def of_public_money(
    on: date, organisations: Collection[UUID], kinds: Collection[str]
) -> tuple[Mapping[UUID, list[tuple[Funding, date, date]]], Mapping[UUID, list[tuple[Funding, date, int]]]]:
    """Of each: the public subsidies granted by that day, with their days; what came of them by then. Two queries."""
    granted: dict[UUID, list[tuple[Funding, date, date]]] = defaultdict(list)
    received: dict[UUID, list[tuple[Funding, date, int]]] = defaultdict(list)
    rows = Funding.objects.standing().filter(
        organisation__in=organisations, funder__kind__in=kinds, notified_on__lte=on
    )
    for one in rows.select_related("funder__organisation").order_by("notified_on", "pk"):
        assert one.dates.start is not None and one.dates.last is not None
        granted[one.organisation_id].append((one, one.dates.start, one.dates.last))
    came = Instalment.objects.filter(
        funding__undone_on=None,
        funding__organisation__in=organisations,
        funding__funder__kind__in=kinds,
        received_on__lte=on,
    )
    for paid in came.select_related("funding__funder__organisation").order_by("received_on", "pk"):
        if paid.received_on:
            received[paid.funding.organisation_id].append((paid.funding, paid.received_on, paid.received or 0))
    return granted, received
