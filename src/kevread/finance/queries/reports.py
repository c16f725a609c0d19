"""The financial reports that public subsidies ask for, year by year: those that are given for a project (L4.5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.charter.queries.registers import first_kept
from kevread.common.periods import add_months
from kevread.finance.models import REGISTER, Funding, Report
from kevread.finance.rules import PUBLIC_KINDS

from .closings import closings
from .decided import limits

MONTHS = "L4.5.report_months"
Earmarked = Funding.Earmarked
IF_ASKED = ", s’il est donné pour un projet défini"


@dataclass(frozen=True, slots=True)
class Due:
    """A report on a funding for a year that is closed: how much of it is of that year, whether it was sent. The law asks for it
    where what is given is for a project; not for what pays an association for all that it does."""

    funding: Funding
    closed_on: date
    share: int
    report: Report | None
    by: date

    @property
    def is_unsaid(self) -> bool:
        """Whether nobody read what it is given for, in its agreement: then, nobody knows whether a report is asked."""
        return self.funding.earmarked == Earmarked.UNSAID

    def is_late(self, on: date) -> bool:
        return self.is_over(on) and self.funding.earmarked == Earmarked.YES

    def may_be_late(self, on: date) -> bool:
        return self.is_over(on) and self.is_unsaid

    def is_over(self, on: date) -> bool:
        return self.report is None and on > self.by


def to_report(
    on: date, ids: Collection[UUID] | None, *, ahead: bool = False, among: Iterable[Funding] | None = None
) -> list[Due]:
    """What is asked, or may be, and what was sent though nothing asked for it."""
    rows = of_subsidies(on, ids, ahead=ahead, among=among)
    return [one for one in rows if one.report is not None or one.funding.earmarked != Earmarked.NO]


def of_subsidies(
    on: date, ids: Collection[UUID] | None, *, ahead: bool = False, among: Iterable[Funding] | None = None
) -> list[Due]:
    """Of each public subsidy, whatever it is given for, each fiscal year that its days touch, closed by then and since fundings
    are kept, on the day that was its closing: a month that changes since makes nothing late that was sent. `ahead`: those that
    are not over too; `among`: of those that were read already. Five queries at most, whatever their number."""
    told = closings(on, ids)
    (delay,) = limits(on, MONTHS)
    kept = first_kept(REGISTER, told.keys(), on)
    rows = public_of(among, kept) if among is not None else list(
        Funding.objects.standing()
        .filter(organisation__in=kept, funder__kind__in=PUBLIC_KINDS, notified_on__lte=on)
        .select_related("funder__organisation", "organisation")
        .order_by("notified_on", "pk")
    )  # fmt: skip
    sent = {
        (one.funding_id, one.closed_on): one
        for one in Report.objects.standing().filter(funding__in=[row.pk for row in rows], sent_on__lte=on)
    }
    found = []
    for row in rows:
        since = kept[row.organisation_id]
        assert row.dates.start is not None and row.dates.last is not None
        for end, share in told[row.organisation_id].shares(row.cents, row.dates.start, row.dates.last).items():
            if (ahead or end < on) and since <= end:
                found.append(Due(row, end, share, sent.get((row.pk, end)), add_months(end, delay)))
    return found


def public_of(fundings: Iterable[Funding], organisations: Collection[UUID]) -> list[Funding]:
    return [one for one in fundings if one.funder.is_public and one.organisation_id in organisations]
