"""What is known of what the report of a subsidy asks (form 15059), and what is not: on paper, for whoever fills the form in."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum

from kevread.common.money import euros
from kevread.documents.queries import letterhead
from kevread.finance.models import Funding, GrantRequest, Instalment, PlanLine
from kevread.finance.papers import Compared, FundingReport, Measured, Said
from kevread.finance.rules import part_said

from .asked_paper import planned_sides
from .asking import Item, Plan, answers_of, plan_of
from .closings import closings
from .indicators import Followed, indicators_of
from .reports import Due

PROMISED = (Item.OBJECTIVES, Item.AUDIENCE, Item.GROUND, Item.MEANS, Item.INDICATORS)


def report_paper(due: Due, on: date, given: int | None) -> FundingReport:
    """What is known here of the report: nine queries at most. `given`: what volunteers gave the organisation in that year, in
    cents; None where it is not known whole."""
    funding = due.funding
    first, last = funding.dates.start, funding.dates.last
    assert first is not None and last is not None
    told = closings(on, [funding.organisation_id])[funding.organisation_id]
    planned = told.shares(funding.base, first, last).get(due.closed_on) if funding.base else None
    spent = due.report.spent if due.report else None
    begins, ends = told.first_day(due.closed_on), min(on, due.closed_on)
    rows = Instalment.objects.filter(funding=funding, received_on__gte=begins, received_on__lte=ends)
    received = sum(one.received or 0 for one in rows)
    measured = indicators_of(funding, on, due.by)
    plan = plan_of(funding.request) if funding.request else None
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
        missing=tuple(lacking(planned, spent, given, plan, measured)),
        foreseen=planned_sides(plan) if plan else (),
        recalled=recalled_of(funding.request) if funding.request else (),
        weight=part_said(funding.cents, plan.sum("7")) if plan else "",
    )


def lacking(
    planned: int | None, spent: int | None, given: int | None, plan: Plan | None, measured: list[Followed]
) -> Iterator[str]:
    """What the form asks and is not known here, with where it is said."""
    if planned is None:
        yield "Les dépenses éligibles : précisez-les sur la page du financement."
    if spent is None:
        yield "Ce qui fut dépensé : il s’inscrit avec l’envoi du compte rendu."
    if plan is None or not plan.lines:
        yield "Le budget prévu, famille par famille : aucune demande d’ici ne le dit."
    yield "Le détail des charges et des produits : la comptabilité les dit."
    if given is None:
        yield "La valeur du bénévolat : elle se dit, ligne à ligne, à la page « Bénévolat »."
    yield from unmeasured(measured)


def recalled_of(request: GrantRequest) -> tuple[Said, ...]:
    """What was promised, which the report is held against. One query."""
    answers = answers_of(request)
    return tuple(
        Said(label=item.label, lines=tuple(filter(str.strip, answers[item].splitlines())))
        for item in PROMISED
        if answers.get(item)
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
    rate = "—" if planned is None or actual is None else part_said(actual, planned) or "—"
    return Compared(label=label, planned=told[0], actual=told[1], difference=told[2], rate=rate)
