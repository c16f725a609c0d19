"""What an employer asks of a plan: said, kept or set aside, handed in; by its line, and by nobody for it."""

from datetime import date, datetime

from kevread.careers.models import HandIn, Need, SkillsPlan
from kevread.careers.queries.plans import employs_for
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.staff.permissions import may_employ

from .checks import measured, said, still_open, today_of, why


def handed(plan: SkillsPlan, employer: Organisation) -> HandIn | None:
    found: HandIn | None = HandIn.objects.standing().filter(plan=plan, employer=employer).first()
    return found


def require_in_hand(plan: SkillsPlan, employer: Organisation, today: date) -> SkillsPlan:
    """The plan, locked, as long as it asks something of this employer, that has not handed in. Raises Refused."""
    row = still_open(plan)
    if not employs_for(row, employer, today):
        raise Refused(
            f"Ce plan réunit les besoins des groupements et de la tête de réseau, pas ceux {of(employer.name)}."
        )
    if handed(row, employer):
        raise Refused("Les besoins sont remis : reprenez-les d’abord pour y changer quelque chose.")
    return row


def tell_need(
    *,
    actor: Actor,
    plan: SkillsPlan,
    employer: Organisation,
    subject: str,
    people: int,
    hours: int,
    cost: int,
    now: datetime,
) -> Need:
    """An employer asks a training for some of its people, without naming them. Raises Denied; Invalid on the field; Refused
    when the same is asked already, when it has handed in, or when the plan is decided."""
    today = today_of(now)
    may_employ(actor, employer, today).or_raise()
    subject = said("subject", subject, "Dites à quoi former, en 160 caractères au plus.", 160)
    told = measured(people, hours, cost)
    with act("careers.tell_need", actor=actor, about=employer, now=now, arguments={"plan": plan.pk}):
        row = require_in_hand(plan, employer, today)
        if Need.objects.standing().filter(plan=row, employer=employer, subject=subject).exists():
            raise Refused("Ce besoin est déjà inscrit.")
        return Need.objects.create(plan=row, employer=employer, subject=subject, told_on=today, **told)


def in_hand(need: Need, today: date) -> Need:
    """The need, once its plan is locked. Raises Refused when it was withdrawn, or handed in."""
    require_in_hand(need.plan, need.employer, today)
    row: Need = Need.objects.select_related("plan", "employer").lock(need.pk)
    if row.undone_on:
        raise Refused("Ce besoin est retiré.")
    return row


def settle_need(*, actor: Actor, need: Need, outcome: str, now: datetime, reason: str = "") -> Need:
    """Kept, or set aside with a reason; the last word before handing in is the one that counts. Raises Denied; Invalid on
    `outcome`, `reason`; Refused when it says so already."""
    may_employ(actor, need.employer, today_of(now)).or_raise()
    if outcome not in Need.Outcome.values:
        raise Invalid("outcome", "Choisissez : retenu, ou écarté.")
    reason = why(reason) if outcome == Need.Outcome.ASIDE else ""
    with act("careers.settle_need", actor=actor, about=need.employer, now=now, arguments={"need": need.pk}):
        row = in_hand(need, today_of(now))
        if row.outcome == outcome:
            raise Refused(f"Ce besoin est déjà {row.get_outcome_display().lower()}.")
        row.outcome, row.settled_because = outcome, reason
        row.save(update_fields=["outcome", "settled_because"])
        return row


def withdraw_need(*, actor: Actor, need: Need, reason: str, now: datetime) -> Need:
    """It was a mistake. Raises Denied; Invalid on `reason`; Refused once it is handed in, or withdrawn."""
    may_employ(actor, need.employer, today_of(now)).or_raise()
    reason = why(reason)
    with act("careers.withdraw_need", actor=actor, about=need.employer, now=now, arguments={"need": need.pk}):
        row = in_hand(need, today_of(now))
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def hand_in(*, actor: Actor, plan: SkillsPlan, employer: Organisation, now: datetime) -> HandIn:
    """An employer has settled all that it asks, were it nothing. Raises Denied; Refused while a need waits to be settled, or
    when it has handed in already."""
    today = today_of(now)
    may_employ(actor, employer, today).or_raise()
    with act("careers.hand_in", actor=actor, about=employer, now=now, arguments={"plan": plan.pk}):
        row = require_in_hand(plan, employer, today)
        if Need.objects.standing().filter(plan=row, employer=employer, outcome="").exists():
            raise Refused("Un besoin au moins n’est ni retenu ni écarté : arbitrez-le d’abord.")
        return HandIn.objects.create(plan=row, employer=employer, handed_on=today)


def take_back_needs(*, actor: Actor, plan: SkillsPlan, employer: Organisation, reason: str, now: datetime) -> HandIn:
    """Something was forgotten: the employer takes back what it handed in, until the plan is decided. Raises Denied; Invalid on
    `reason`; Refused when nothing was handed in, or when a training holds one of its needs already."""
    may_employ(actor, employer, today_of(now)).or_raise()
    reason = why(reason)
    arguments = {"plan": plan.pk}
    with act("careers.take_back_needs", actor=actor, about=employer, now=now, arguments=arguments, reason=reason):
        row = still_open(plan)
        found = handed(row, employer)
        if found is None:
            raise Refused("Rien n’est remis.")
        if (
            Need.objects.standing()
            .filter(plan=row, employer=employer, training__undone_on=None)
            .exclude(training=None)
            .exists()
        ):
            raise Refused(
                "Une formation du plan réunit déjà un de ces besoins : demandez à la tête de réseau de la retirer."
            )
        found.undone_on, found.undone_because = today_of(now), reason
        found.save(update_fields=["undone_on", "undone_because"])
        return found
