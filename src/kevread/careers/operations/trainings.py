"""What the plan holds: needs gathered into a training, and what became of it; by whoever leads the plan."""

from collections.abc import Collection
from datetime import date, datetime

from kevread.careers.models import HandIn, Need, SkillsPlan, Training
from kevread.careers.permissions import may_lead
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line
from kevread.journal.operations import act

from .checks import MOST_CENTS, MOST_PEOPLE, measured, said, standing, still_open, today_of, why


def gather(
    *,
    actor: Actor,
    plan: SkillsPlan,
    title: str,
    needs: Collection[Need],
    people: int,
    hours: int,
    cost: int,
    now: datetime,
) -> Training:
    """Needs that employers kept and handed in, of one or of several, become one training. Raises Denied; Invalid on the field;
    Refused when the plan is decided."""
    may_lead(actor, plan.organisation).or_raise()
    title = said("title", title, "Dites comment s’appelle cette formation, en 160 caractères au plus.", 160)
    told = measured(people, hours, cost)
    if not needs:
        raise Invalid("needs", "Choisissez au moins un besoin.")
    with act("careers.gather", actor=actor, about=plan.organisation, now=now, arguments={"plan": plan.pk}):
        row = still_open(plan)
        employers = HandIn.objects.standing().filter(plan=row).values("employer")
        free = Need.objects.standing().filter(plan=row, outcome="kept", training=None, employer__in=employers)
        chosen = list(free.filter(pk__in=[one.pk for one in needs]))
        if len(chosen) != len({one.pk for one in needs}):
            raise Invalid("needs", "Choisissez des besoins retenus et remis, qui ne sont encore dans aucune formation.")
        made = Training.objects.create(plan=row, title=title, **told)
        for one in chosen:
            one.training = made
            one.save(update_fields=["training"])
        return made


def remove_training(*, actor: Actor, training: Training, reason: str, now: datetime) -> Training:
    """It goes out of a plan that is not decided; its needs are to be gathered again. Raises Denied; Invalid on `reason`;
    Refused when it is out already, or followed."""
    may_lead(actor, training.plan.organisation).or_raise()
    reason = why(reason)
    about, arguments = training.plan.organisation, {"training": training.pk}
    with act("careers.remove_training", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        still_open(training.plan)
        row: Training = Training.objects.select_related("plan").lock(training.pk)
        if row.undone_on or row.outcome:
            raise Refused("Cette formation est déjà retirée, ou suivie.")
        for one in row.needs.all():
            one.training = None
            one.save(update_fields=["training"])
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def follow(
    *,
    actor: Actor,
    training: Training,
    outcome: str,
    closed_on: date,
    now: datetime,
    trained: int | None = None,
    spent: int | None = None,
    note: str = "",
) -> Training:
    """It was done, for so many people, at such a cost; or it was not, and why. Said again, the last word counts, and the
    journal keeps the one before. Raises Denied; Invalid on the field; Refused as long as the plan is not decided."""
    may_lead(actor, training.plan.organisation).or_raise()
    today, note = today_of(now), one_line(note)
    if outcome not in Training.Outcome.values:
        raise Invalid("outcome", "Dites si elle fut réalisée.")
    if closed_on > today:
        raise Invalid("closed_on", f"Ce jour n’est pas encore venu : dites un jour jusqu’au {day_in_words(today)}.")
    if len(note) > 300:
        raise Invalid("note", "La précision tient en 300 caractères.")
    if outcome == Training.Outcome.DONE:
        if trained is None or not 1 <= trained <= MOST_PEOPLE:
            raise Invalid("trained", "Dites combien de personnes l’ont suivie.")
        if spent is None or not 0 <= spent <= MOST_CENTS:
            raise Invalid("spent", "Dites ce qu’elle a coûté ; 0 quand elle fut gratuite.")
    elif len(note) < 5:
        raise Invalid("note", "Dites pourquoi elle ne fut pas réalisée.")
    else:
        trained = spent = None
    about, arguments = training.plan.organisation, {"training": training.pk, "outcome": outcome}
    with act("careers.follow", actor=actor, about=about, now=now, arguments=arguments):
        plan = standing(training.plan)
        if plan.consolidated_on is None:
            raise Refused("Ce plan n’est pas encore consolidé : rien ne s’y suit.")
        row: Training = Training.objects.select_related("plan").lock(training.pk)
        if row.undone_on:
            raise Refused("Cette formation est retirée du plan.")
        row.outcome, row.closed_on, row.trained, row.spent, row.note = outcome, closed_on, trained, spent, note
        row.save(update_fields=["outcome", "closed_on", "trained", "spent", "note"])
        return row
