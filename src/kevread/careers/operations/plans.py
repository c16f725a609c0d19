"""The plan of a year: opened, decided, opened again, annulled; by whoever leads it at the head of network."""

from datetime import date, datetime

from kevread.careers.models import SkillsPlan
from kevread.careers.permissions import may_lead
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.models import Body, Mandate

from .checks import standing, still_open, today_of, why


def open_plan(
    *, actor: Actor, head: Organisation, year: int, told_by: date, now: datetime, adviser: Mandate | None = None
) -> SkillsPlan:
    """Needs are asked of every employer, until a day; `adviser`: who of the team helps them. Raises Denied; Invalid on `year`,
    `told_by`, `adviser`; Refused when the plan of that year is open already."""
    may_lead(actor, head).or_raise()
    today = today_of(now)
    if not today.year <= year <= today.year + 2:
        raise Invalid("year", f"Choisissez une année de {today.year} à {today.year + 2}.")
    if not today <= told_by <= date(year, 12, 31):
        raise Invalid("told_by", f"Choisissez un jour d’ici à la fin de {year}.")
    if adviser is not None and (
        adviser.seat.body.kind != Body.Kind.TEAM
        or adviser.seat.body.organisation_id != head.pk
        or today not in adviser.dates
    ):
        raise Invalid("adviser", f"Choisissez quelqu’un de l’équipe {of(head.name)}.")
    with act("careers.open_plan", actor=actor, about=head, now=now, arguments={"year": year, "told_by": told_by}):
        Organisation.objects.lock(head.pk)
        if SkillsPlan.objects.standing().filter(organisation=head, year=year).exists():
            raise Refused(f"Le plan {year} est déjà ouvert.")
        return SkillsPlan.objects.create(
            organisation=head, year=year, opened_on=today, told_by=told_by, adviser=adviser
        )


def consolidate(*, actor: Actor, plan: SkillsPlan, decision: Decision, now: datetime) -> SkillsPlan:
    """It is decided by a line of the head’s register: each training that it holds is to be done. Raises Denied; Invalid on
    `decision`; Refused when it holds nothing, when a need that was kept is in no training, or when it is decided already."""
    may_lead(actor, plan.organisation).or_raise()
    today = today_of(now)
    with act("careers.consolidate", actor=actor, about=plan.organisation, now=now, arguments={"plan": plan.pk}):
        row = still_open(plan)
        adopted = Decision.objects.binding().filter(pk=decision.pk)
        if decision.organisation_id != row.organisation_id or not adopted.exists():
            raise Invalid("decision", f"Choisissez une décision adoptée {of(row.organisation.name)}, et non un avis.")
        if decision.decided_on > today:
            raise Invalid("decision", "Cette décision n’est pas encore prise.")
        if not row.trainings.filter(undone_on=None).exists():
            raise Refused("Ce plan ne comprend encore aucune formation : réunissez d’abord les besoins.")
        handed = row.hand_ins.filter(undone_on=None).values("employer")
        left = row.needs.filter(undone_on=None, outcome="kept", training=None, employer__in=handed).count()
        if left:
            raise Refused("Des besoins retenus par leur employeur ne sont encore dans aucune formation.")
        row.consolidated_on, row.decision = today, decision
        row.save(update_fields=["consolidated_on", "decision"])
        return row


def reopen_plan(*, actor: Actor, plan: SkillsPlan, reason: str, now: datetime) -> SkillsPlan:
    """It was decided too early, or by mistake; what was followed of its trainings stays. Raises Denied; Invalid on `reason`;
    Refused when it is open."""
    may_lead(actor, plan.organisation).or_raise()
    reason = why(reason)
    about, arguments = plan.organisation, {"plan": plan.pk}
    with act("careers.reopen_plan", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = standing(plan)
        if row.consolidated_on is None:
            raise Refused("Ce plan est ouvert.")
        row.consolidated_on = row.decision = None
        row.save(update_fields=["consolidated_on", "decision"])
        return row


def undo_plan(*, actor: Actor, plan: SkillsPlan, reason: str, now: datetime) -> SkillsPlan:
    """It was a mistake: it stays written, annulled. Raises Denied; Invalid on `reason`; Refused once it is decided, or when
    employers handed something in."""
    may_lead(actor, plan.organisation).or_raise()
    reason = why(reason)
    about, arguments = plan.organisation, {"plan": plan.pk}
    with act("careers.undo_plan", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = still_open(plan)
        if row.hand_ins.filter(undone_on=None).exists():
            raise Refused("Des employeurs ont remis leurs besoins : ce plan ne s’annule plus.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
