"""How a membership ends, or is called to order: a resignation, a formal notice, a removal that is decided, then notified."""

from datetime import date, datetime

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, one_line, seen
from kevread.decisions.models import Application
from kevread.directory.models import Affiliation, Organisation
from kevread.directory.operations.attachments import close_affiliation
from kevread.journal.operations import act
from kevread.membership.models import Step
from kevread.membership.permissions import may_keep

from .deciding import why


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def in_time(field: str, day: date, affiliation: Affiliation, now: datetime, what: str) -> None:
    """Raises Invalid when the day is to come, or before the membership."""
    if day > today_of(now):
        raise Invalid(field, f"{what} s’inscrit le jour même, ou après.")
    start = affiliation.dates.start
    if start and day < start:
        raise Invalid(field, f"L’adhésion commence le {day_in_words(start)} : écrivez un jour après.")


def still_member(affiliation: Affiliation, day: date) -> Affiliation:
    """The row, locked. Raises Refused when the membership was over by that day."""
    row: Affiliation = Affiliation.objects.select_related("member", "of").lock(affiliation.pk)
    last = row.dates.last
    if last is not None and last < day:
        raise Refused(f"L’adhésion {of(row.member.name)} a pris fin le {day_in_words(last)}.")
    return row


def resign(*, actor: Actor, affiliation: Affiliation, told_on: date, last: date, now: datetime, note: str = "") -> Step:
    """The member gives up its membership: nobody accepts it, it is noted. Raises Denied; Invalid on `told_on` or `last`;
    Refused when it left before, or gave it up already."""
    may_keep(actor, affiliation.of).or_raise()
    in_time("told_on", told_on, affiliation, now, "Une démission")
    if last < told_on:
        raise Invalid("last", f"La démission est reçue le {day_in_words(told_on)} : elle ne prend pas effet avant.")
    arguments = {"affiliation": affiliation.pk, "last": last}
    with act("membership.resign", actor=actor, about=affiliation.of, now=now, arguments=arguments):
        row = still_member(affiliation, told_on)
        if row.steps.standing().filter(kind=Step.Kind.RESIGNATION).exists():
            raise Refused(f"La démission {of(row.member.name)} est déjà inscrite.")
        before = row.dates.last
        close_affiliation(row, last)
        return Step.objects.create(
            affiliation=row,
            kind=Step.Kind.RESIGNATION,
            told_on=told_on,
            last=last,
            last_before=before,
            note=short(note),
        )


def give_notice(*, actor: Actor, affiliation: Affiliation, told_on: date, note: str, now: datetime) -> Step:
    """The member was called to order, by a letter whose day and manner are noted: it stays a member. Raises Denied; Invalid;
    Refused when it left before."""
    may_keep(actor, affiliation.of).or_raise()
    in_time("told_on", told_on, affiliation, now, "Une mise en demeure")
    note = one_line(note)
    if not 5 <= len(seen(note)) <= len(note) <= 300:
        raise Invalid("note", "Dites pourquoi, et comment elle est partie : par exemple une lettre recommandée.")
    arguments = {"affiliation": affiliation.pk}
    with act("membership.give_notice", actor=actor, about=affiliation.of, now=now, arguments=arguments):
        row = still_member(affiliation, told_on)
        return Step.objects.create(affiliation=row, kind=Step.Kind.NOTICE, told_on=told_on, note=note)


def remove(*, actor: Actor, affiliation: Affiliation, application: Application, reason: str, now: datetime) -> Step:
    """A decision of the register removes the member, and nothing changes yet: until it is notified, it is a member and is
    convened (L1.17). Raises Denied; Invalid on `reason`; Refused when it left before, or was removed already."""
    may_keep(actor, affiliation.of).or_raise()
    reason = why(reason, "Dites pourquoi le membre est radié : il le lira.")
    decided_on = application.decision.decided_on
    arguments = {"affiliation": affiliation.pk, "decision": application.decision_id}
    with act("membership.remove", actor=actor, about=affiliation.of, now=now, arguments=arguments, reason=reason):
        row = still_member(affiliation, decided_on)
        if row.steps.standing().filter(kind=Step.Kind.REMOVAL).exists():
            raise Refused(f"La radiation {of(row.member.name)} est déjà inscrite.")
        return Step.objects.create(
            affiliation=row, kind=Step.Kind.REMOVAL, told_on=decided_on, decided_by=application, note=reason
        )


def notify_removal(*, actor: Actor, step: Step, notified_on: date, last: date, now: datetime) -> Step:
    """The removal was told to the member: it is a member until `last`, that day or after. Raises Denied; Invalid on the day;
    Refused when it is no removal that waits."""
    organisation: Organisation = step.affiliation.of
    may_keep(actor, organisation).or_raise()
    if step.kind != Step.Kind.REMOVAL:
        raise Refused("Seule une radiation se notifie ainsi.")
    if notified_on < step.told_on:
        raise Invalid(
            "notified_on", f"La radiation est décidée le {day_in_words(step.told_on)} : elle se notifie ensuite."
        )
    in_time("notified_on", notified_on, step.affiliation, now, "Une notification")
    if last < notified_on:
        raise Invalid(
            "last", f"La radiation est notifiée le {day_in_words(notified_on)} : elle ne prend pas effet avant."
        )
    arguments = {"step": step.pk, "last": last}
    with act("membership.notify_removal", actor=actor, about=organisation, now=now, arguments=arguments):
        row: Step = Step.objects.select_related("affiliation__member", "affiliation__of").lock(step.pk)
        if row.notified_on or row.undone_on:
            raise Refused("Cette radiation est déjà notifiée, ou annulée.")
        affiliation = still_member(row.affiliation, notified_on)
        row.last_before = affiliation.dates.last
        close_affiliation(affiliation, last)
        row.notified_on, row.last = notified_on, last
        row.save(update_fields=["notified_on", "last", "last_before"])
    return row


def undo_step(*, actor: Actor, step: Step, reason: str, now: datetime) -> Step:
    """It was a mistake: it stays, undone, and the membership is as it was before. Raises Denied; Invalid on `reason`; Refused
    when it is undone already, when the membership ended otherwise since, or when the member came back meanwhile."""
    organisation: Organisation = step.affiliation.of
    may_keep(actor, organisation).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    with act(
        "membership.undo_step", actor=actor, about=organisation, now=now, arguments={"step": step.pk}, reason=reason
    ):
        row: Step = Step.objects.select_related("affiliation__member", "affiliation__of").lock(step.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        if row.last is not None:
            reopened(row)
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row


def reopened(step: Step) -> None:
    """The membership has again the last day that it had before this step. Called in its act."""
    row: Affiliation = Affiliation.objects.lock(step.affiliation_id)
    if row.dates.last != step.last:
        raise Refused("Cette adhésion a pris fin autrement depuis : annulez d’abord ce qui l’a fait.")
    wider = Period.through(row.dates.start, step.last_before)
    others = Affiliation.objects.filter(member=row.member_id, of=row.of_id).exclude(pk=row.pk)
    if others.touching(wider).exists():
        raise Refused("Ce membre a adhéré de nouveau depuis : les deux adhésions se recouvriraient.")
    row.period = as_range(wider)
    row.save(update_fields=["period"])


def short(note: str) -> str:
    return one_line(note)[:300]
