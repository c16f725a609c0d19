"""The financial reports that public subsidies ask for, year by year."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from kevread.charter.models import Keeping
from kevread.common.money import euros
from kevread.common.periods import add_months
from kevread.documents.queries import letterhead
from kevread.finance.models import REGISTER, Funding, Instalment, PlanLine, Report
from kevread.finance.papers import Compared, FundingReport, Measured
from kevread.finance.rules import PUBLIC_KINDS

from .closings import closings
from .decided import limits
from .indicators import Followed, indicators_of

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
    """Of each public subsidy, each fiscal year that its days touch, closed by then and since fundings are kept, on the day that
    was its closing: a month that changes since makes nothing late that was sent. `ahead`: those that are not over too; `among`:
    of those that were read already. Five queries at most, whatever their number."""
    told = closings(on, ids)
    (delay,) = limits(on, MONTHS)
    kept = {
        one.organisation_id: one.dates.start
        for one in Keeping.objects.on(on).filter(register=REGISTER, organisation__in=told)
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
        since = kept[row.organisation_id]
        assert row.dates.start is not None and row.dates.last is not None
        for end, share in told[row.organisation_id].shares(row.cents, row.dates.start, row.dates.last).items():
            if (ahead or end < on) and (since is None or since <= end):
                found.append(Due(row, end, share, sent.get((row.pk, end)), add_months(end, delay)))
    return found


def public_of(fundings: Iterable[Funding], organisations: Collection[UUID]) -> list[Funding]:
    return [one for one in fundings if one.funder.is_public and one.organisation_id in organisations]


def report_paper(due: Due, on: date, given: int | None) -> FundingReport:
    """What is known here of the report: six queries. `given`: what volunteers gave the organisation in that year, in cents;
    None where it is not known whole."""
    funding = due.funding
    first, last = funding.dates.start, funding.dates.last
    assert first is not None and last is not None
    told = closings(on, [funding.organisation_id])[funding.organisation_id]
    planned = told.shares(funding.base, first, last).get(due.closed_on) if funding.base else None
    spent = due.report.spent if due.report else None
    begins, ends = told.first_day(due.closed_on), min(on, due.closed_on)
    rows = Instalment.objects.filter(funding=funding, received_on__gte=begins, received_on__lte=ends)
    received = sum(one.received or 0 for one in rows)
    missing = []
    if planned is None:
        missing.append("Les dépenses éligibles : précisez-les sur la page du financement.")
    if spent is None:
        missing.append("Ce qui fut dépensé : il s’inscrit avec l’envoi du compte rendu.")
    missing.append("Le détail des charges et des produits : la comptabilité les dit.")
    if given is None:
        missing.append("La valeur du bénévolat : elle se dit, ligne à ligne, à la page « Bénévolat ».")
    measured = indicators_of(funding, on, due.by)
    missing += unmeasured(measured)
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
        indicators=tuple(measured_of(one) for one in measured),
        missing=tuple(missing),
    )


def measured_of(one: Followed) -> Measured:
    day = one.last.day if one.last else None
    return Measured(label=one.indicator.label, aimed=one.aimed or "—", attained=one.attained or "—", measured_on=day)


def unmeasured(found: list[Followed]) -> Iterator[str]:
    """What a report lacks of what the funder asks to measure."""
    if not found:
        yield "Les indicateurs que demande le financeur : ils s’inscrivent à la page du financement."
    for one in found:
        if one.last is None:
            yield f"Ce qui est atteint de « {one.indicator.label} » : cela se dit à la page du financement."


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
