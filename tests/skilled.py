"""What careers read in the small world: dates of social dialogue, risk documents and what goes to welfare; and a plan of the
year that was decided, for those who ask for its decision. Call these inside `arranging()`."""

from collections.abc import Iterable
from datetime import date

from kevread.careers.models import HandIn, Need, Occasion, SkillsPlan, Training, Welfare
from kevread.decisions.operations import enter_decision
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate
from tests.arrange import TODAY

SPRING = date(2026, 3, 2)


def skilled(head: Organisation, groupings: list[Organisation]) -> SkillsPlan:
    adviser = Mandate.objects.filter(seat__body__organisation=head, seat__body__kind="team").first()
    decision = enter_decision(
        type="plan-competences", body=Body.objects.get(slug=f"{head.slug}-board"), decided_on=date(2026, 6, 15),
        title="Le plan de l’année", text="Il est adopté.", outcome="adopted",
    )  # fmt: skip
    plan = SkillsPlan.objects.create(
        organisation=head,
        year=TODAY.year,
        opened_on=SPRING,
        told_by=date(2026, 5, 29),
        adviser=adviser,
        consolidated_on=TODAY,
        decision=decision,
    )
    training = Training.objects.create(plan=plan, title="Animer une réunion", people=4, hours=14, cost=240_000)
    for grouping in groupings:
        Need.objects.create(
            plan=plan, employer=grouping, subject="Animer une réunion", people=2, hours=14, cost=120_000, told_on=SPRING,
            outcome="kept", training=training,
        )  # fmt: skip
        HandIn.objects.create(plan=plan, employer=grouping, handed_on=SPRING)
    return plan


def skilled_before(plan: SkillsPlan) -> SkillsPlan:
    """The plan of the year before, of which one knows what became."""
    before = SkillsPlan.objects.create(
        organisation=plan.organisation, year=plan.year - 1, opened_on=plan.opened_on, told_by=plan.told_by,
        consolidated_on=plan.consolidated_on, decision=plan.decision,
    )  # fmt: skip
    Training.objects.create(
        plan=before, title="Lire un bilan", people=2, hours=7, cost=0, outcome="done", closed_on=plan.consolidated_on
    )
    return before


def in_dialogue(employers: Iterable[Organisation]) -> None:
    for organisation in employers:
        Occasion.objects.create(
            organisation=organisation, kind="risks", planned_on=SPRING, held_on=SPRING, result="À jour."
        )
        Occasion.objects.create(organisation=organisation, kind="talk", planned_on=date(2027, 1, 19))
        Welfare.objects.create(employer=organisation, year=TODAY.year, payroll=20_000_000, budget=100_000)
