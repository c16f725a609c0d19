"""A plan as somebody may read it: what it holds, who handed in, what is still to be gathered."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum

from kevread.careers.models import HandIn, Need, SkillsPlan, Training
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING
from kevread.directory.models import Affiliation, Organisation
from kevread.staff.permissions import employers


@dataclass(frozen=True, slots=True)
class PlanShown:
    """`own`: what the organisation of the page asks; `to_gather`: kept and handed in, in no training yet; `awaited`: who has
    not handed in, and `is_late` once the day is over."""

    plan: SkillsPlan
    on: date
    trainings: list[Training]
    handed: list[HandIn]
    awaited: list[Organisation]
    own: list[Need] = field(default_factory=list)
    to_gather: list[Need] = field(default_factory=list)

    @property
    def is_late(self) -> bool:
        return bool(self.awaited) and self.plan.told_by < self.on

    @property
    def state(self) -> str:
        if self.plan.undone_on:
            return "Annulé"
        if self.plan.consolidated_on is None:
            return "Besoins à recueillir" if self.awaited else "À réunir et à consolider"
        if not self.left:
            return "Suivi"
        return "À suivre" if self.plan.year <= self.on.year else "Consolidé"

    @property
    def left(self) -> list[Training]:
        """Those of which nobody said whether they were done."""
        return [one for one in self.trainings if not one.outcome]

    @property
    def done(self) -> list[Training]:
        return [one for one in self.trainings if one.outcome == Training.Outcome.DONE]

    @property
    def cost(self) -> int:
        return sum(one.cost for one in self.trainings)

    @property
    def spent(self) -> int:
        return sum(one.spent or 0 for one in self.done)

    @property
    def people(self) -> int:
        return sum(one.people for one in self.trainings)

    @property
    def hours(self) -> int:
        return sum(one.people * one.hours for one in self.trainings)

    def has_handed(self, employer: UUID) -> HandIn | None:
        return next((one for one in self.handed if one.employer_id == employer), None)


def gathered_by(head: Organisation, on: date) -> list[Organisation]:
    """The employers of whom a plan asks: the groupings that are members of the head."""
    rows = Affiliation.objects.on(on).filter(of=head, member__scale=GROUPING).select_related("member")
    return [one.member for one in rows.order_by("member__search", "pk")]


def plans(actor: Actor, on: date) -> list[SkillsPlan]:
    """Those that this person reads, the last year first. One query."""
    rows = SkillsPlan.objects.visible_to(actor).filter(opened_on__lte=on)
    rows = rows.select_related("organisation", "adviser__person", "adviser__seat", "decision__body__organisation")
    return list(rows.order_by("-year", "-opened_on", "pk"))


def shown(plan: SkillsPlan, actor: Actor, on: date, place: Organisation) -> PlanShown:
    """A plan, with what this person may read of it. Six queries."""
    asked = Need.objects.visible_to(actor, employers(actor, on)).standing().filter(plan=plan)
    needs = list(asked.select_related("employer").order_by("employer__search", "subject", "pk"))
    handed = list(HandIn.objects.standing().filter(plan=plan).select_related("employer").order_by("employer__search"))
    done = {one.employer_id for one in handed}
    trainings = (
        Training.objects.standing()
        .filter(plan=plan)
        .annotate(
            gathers=Count("needs", filter=Q(needs__undone_on=None)),
            asked=Sum("needs__people", filter=Q(needs__undone_on=None)),
        )
    )
    return PlanShown(
        plan=plan,
        on=on,
        trainings=list(trainings.order_by("title", "pk")),
        handed=handed,
        awaited=[one for one in gathered_by(plan.organisation, on) if one.pk not in done],
        own=[one for one in needs if one.employer_id == place.pk],
        to_gather=[
            one
            for one in needs
            if one.outcome == Need.Outcome.KEPT and one.training_id is None and one.employer_id in done
        ],
    )


def employs_for(plan: SkillsPlan, place: Organisation, on: date) -> bool:
    """Whether a plan asks something of this organisation: the head’s own team is trained too."""
    return place.pk == plan.organisation_id or place in gathered_by(plan.organisation, on)


def awaiting(place: Organisation, on: date) -> list[SkillsPlan]:
    """The open plans to which this organisation has not handed in."""
    heads = Affiliation.objects.on(on).filter(member=place).values("of")
    done: Collection[UUID] = HandIn.objects.standing().filter(employer=place).values_list("plan_id", flat=True)
    rows = SkillsPlan.objects.standing().filter(organisation__in=heads, consolidated_on=None, opened_on__lte=on)
    return list(rows.exclude(pk__in=done).select_related("organisation").order_by("year"))
