"""The financial reports that public subsidies ask for, year by year."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import values_at_any_time
from kevread.common.money import euros
from kevread.common.periods import add_months
from kevread.documents.queries import letterhead
from kevread.finance.models import REGISTER, Funding, Instalment, PlanLine, Report
from kevread.finance.papers import Compared, FundingReport
from kevread.finance.rules import PUBLIC_KINDS, by_year, closing_of, fiscal_year, last_closed

from .decided import limits
from .years import CLOSING

MONTHS = "L4.5.report_months"


@dataclass(frozen=True, slots=True)
class Due:
    """A report on a funding for a year that is closed: how much of it is of that year, whether it was sent."""

    funding: Funding
    closed_on: date
    share: int
    report: Report | None
    by: date

    def is_late(self, on: date) -> bool:
        return self.report is None and on > self.by


def to_report(
    on: date, ids: Collection[UUID] | None, *, ahead: bool = False, among: Iterable[Funding] | None = None
) -> list[Due]:
    """Of each public subsidy, each fiscal year that its days touch, closed by then and since fundings are kept; `ahead`: those
    that are not over too; `among`: of those that were read already. Five queries at most, whatever their number."""
    months = closing_months(on, ids)
    (delay,) = limits(on, MONTHS)
    kept = {
        one.organisation_id: one.dates.start
        for one in Keeping.objects.on(on).filter(register=REGISTER, organisation__in=months)
    }
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
        month, since = months[row.organisation_id], kept[row.organisation_id]
        assert row.dates.start is not None and row.dates.last is not None
        for year, share in by_year(row.cents, row.dates.start, row.dates.last, month).items():
            end = closing_of(year, month)
            if (ahead or end < on) and (since is None or since <= end):
                found.append(Due(row, end, share, sent.get((row.pk, end)), add_months(end, delay)))
    return found


def public_of(fundings: Iterable[Funding], organisations: Collection[UUID]) -> list[Funding]:
    return [one for one in fundings if one.funder.is_public and one.organisation_id in organisations]


def closing_months(on: date, ids: Collection[UUID] | None) -> Mapping[UUID, int]:
    """The month at whose end the year of each is closed, of those who say it. One query."""
    found = {}
    for (_, key), rows in values_at_any_time([CLOSING]).items():
        value = next((one for period, one in rows if on in period), None)
        if key is not None and isinstance(value, int) and (ids is None or key in ids):
            found[key] = value
    return found


def report_paper(due: Due, on: date, given: int | None) -> FundingReport:
    """What is known here of the report: three queries. `given`: what volunteers gave the organisation in that year, in cents;
    None where it is not known whole."""
    funding = due.funding
    first, last = funding.dates.start, funding.dates.last
    assert first is not None and last is not None
    month = due.closed_on.month
    shares = by_year(funding.base, first, last, month) if funding.base else {}
    planned = shares.get(fiscal_year(due.closed_on, month))
    spent = due.report.spent if due.report else None
    begins = last_closed(due.closed_on, month) + timedelta(days=1)
    rows = Instalment.objects.filter(funding=funding, received_on__gte=begins, received_on__lte=min(on, due.closed_on))
    received = sum(one.received or 0 for one in rows)
    missing = []
    if planned is None:
        missing.append("Les dépenses éligibles : précisez-les sur la page du financement.")
    if spent is None:
        missing.append("Ce qui fut dépensé : il s’inscrit avec l’envoi du compte rendu.")
    missing.append("Le détail des charges et des produits : la comptabilité les dit.")
    if given is None:
        missing.append("La valeur du bénévolat : elle se dit, ligne à ligne, à la page « Bénévolat ».")
    return FundingReport(
        letterhead=letterhead(funding.organisation, on),
        purpose=funding.purpose,
        funder=funding.funder.called,
        notified_on=funding.notified_on,
        first=first,
        last=last,
        closed_on=due.closed_on,
        by=due.by,
        sent_on=due.report.sent_on if due.report else None,
        granted=euros(due.share),
        lines=(
            compared("Dépenses de l’action", planned, spent),
            compared("Subvention, reçue dans l’exercice", due.share, received),
            *gifts(funding, given),
        ),
        missing=tuple(missing),
    )


def gifts(funding: Funding, given: int | None) -> Iterator[Compared]:
    """What volunteers give: what the budget of its request foresaw, and what the whole organisation was given in the year."""
    foreseen = PlanLine.objects.filter(request=funding.request_id, account__startswith="86").aggregate(all=Sum("cents"))
    if foreseen["all"] is not None or given is not None:
        told = [foreseen["all"], given]
        planned, actual = ("—" if one is None else euros(one) for one in told)
        label = (
            "Contributions volontaires (comptes 86 et 87) : prévues pour l’action ; bénévolat de toute l’association"
        )
        yield Compared(label=label, planned=planned, actual=actual, difference="—")


def compared(label: str, planned: int | None, actual: int | None) -> Compared:
    """A line, and the difference of what is known of both."""
    apart = None if planned is None or actual is None else actual - planned
    told = ["—" if one is None else euros(one) for one in (planned, actual, apart)]
    return Compared(label=label, planned=told[0], actual=told[1], difference=told[2])
