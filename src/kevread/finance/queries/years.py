"""What a fiscal year was granted and received, beside what its accounts say: the thresholds of law are read from it. What is
not known is said to be, and makes nothing conform."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import values_at_any_time
from kevread.finance.models import REGISTER, Accounts, Funding, Instalment
from kevread.finance.rules import PUBLIC_KINDS, by_year, fiscal_year, last_closed

CLOSING, AUDITOR = "L1.21.closing_month", "L1.21.auditor"


@dataclass(frozen=True, slots=True)
class Year:
    """A fiscal year of an organisation: the public subsidies that are granted for it by their days, and those that came in it;
    whether fundings were kept here from its first day to its last; its accounts; who certifies them (nothing: nobody said)."""

    organisation: UUID
    closed_on: date
    granted: int
    received: int
    is_whole: bool
    accounts: Accounts | None
    auditor: str

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


def years(on: date, ids: Collection[UUID] | None, *, back: int = 1) -> Mapping[UUID, Year]:
    """The last fiscal year that is closed (`back` 1), or the one under way (0), of those who say when theirs closes. Five
    queries, whatever their number."""
    said = values_at_any_time([CLOSING, AUDITOR])

    def value(name: str, key: UUID) -> object:
        return next((one for period, one in said.get((name, key), ()) if on in period), None)

    months = {
        key: month
        for name, key in said
        if name == CLOSING and key is not None and (ids is None or key in ids)
        if isinstance(month := value(CLOSING, key), int)
    }
    ends = {key: last_closed(on, month, back) for key, month in months.items()}
    firsts = {key: last_closed(end, months[key]) + timedelta(days=1) for key, end in ends.items()}
    granted, received = sums(on, months, ends, firsts)
    kept = {
        one.organisation_id: one.dates.start or date.min
        for one in Keeping.objects.on(on).filter(register=REGISTER, organisation__in=ends)
    }
    rows = Accounts.objects.standing().filter(organisation__in=ends, closed_on__in=set(ends.values()))
    accounts = {(one.organisation_id, one.closed_on): one for one in rows}
    return {
        key: Year(
            key,
            end,
            granted[key],
            received[key],
            key in kept and kept[key] <= firsts[key],
            accounts.get((key, end)),
            str(value(AUDITOR, key) or ""),
        )
        for key, end in ends.items()
    }


def sums(
    on: date, months: Mapping[UUID, int], ends: Mapping[UUID, date], firsts: Mapping[UUID, date]
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """For each: what public subsidies are granted for its year, what of them came within it, by that day."""
    granted: dict[UUID, int] = defaultdict(int)
    received: dict[UUID, int] = defaultdict(int)
    rows = Funding.objects.standing().filter(organisation__in=ends, funder__kind__in=PUBLIC_KINDS, notified_on__lte=on)
    for one in rows:
        key = one.organisation_id
        assert one.dates.start is not None and one.dates.last is not None
        shares = by_year(one.cents, one.dates.start, one.dates.last, months[key])
        granted[key] += shares.get(fiscal_year(ends[key], months[key]), 0)
    came = Instalment.objects.filter(
        funding__undone_on=None,
        funding__organisation__in=ends,
        funding__funder__kind__in=PUBLIC_KINDS,
        received_on__lte=on,
    )
    for key, day, cents in came.values_list("funding__organisation_id", "received_on", "received"):
        if day and firsts[key] <= day <= ends[key]:
            received[key] += cents or 0
    return granted, received
