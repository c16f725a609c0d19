"""The pathway of somebody new on a board: who accompanies them, what is done. Their mandate opens it: nobody has to."""

from datetime import date, datetime
from uuid import UUID

from kevread.careers.loader import careers
from kevread.careers.models import PathwayStep
from kevread.careers.permissions import may_tell_step, may_welcome
from kevread.careers.queries.pathways import companions, newcomers
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.seats.models import Mandate

from .checks import today_of, why


def accompany(*, actor: Actor, mandate: Mandate, step: str, companion: Person, now: datetime) -> PathwayStep:
    """Somebody of the organisation or near it accompanies a step; another takes their place as long as it is not done. Raises
    Denied; Invalid on `step` or `companion`; Refused once it is done, or when nobody is new any more."""
    may_welcome(actor, mandate).or_raise()
    today = today_of(now)
    known(step)
    arguments = {"mandate": mandate.pk, "step": step, "companion": companion.pk}
    with act("careers.accompany", actor=actor, about=mandate.seat.body.organisation, now=now, arguments=arguments):
        row = locked(mandate, step, today)
        if row is not None and row.done_on:
            raise Refused("Cette étape est faite.")
        if not companions(mandate, today).filter(pk=companion.pk).exists():
            raise Invalid(
                "companion", f"Choisissez quelqu’un d’un conseil ou d’une équipe proche, et non {mandate.person}."
            )
        if row is None:
            return PathwayStep.objects.create(mandate=mandate, step=step, companion=companion)
        if row.companion_id == companion.pk:
            raise Refused(f"{companion} accompagne déjà cette étape.")
        row.companion = companion
        row.save(update_fields=["companion"])
        return row


def tell_step(*, actor: Actor, mandate: Mandate, step: str, done_on: date, now: datetime) -> PathwayStep:
    """A step is done, on a day of the mandate. Raises Denied; Invalid on `step` or `done_on`; Refused when it was
    said already."""
    today = today_of(now)
    known(step)
    asked = PathwayStep.objects.standing().filter(mandate=mandate, step=step).first()
    may_tell_step(actor, mandate, asked.companion_id if asked else None).or_raise()
    if not mandate.period.lower <= done_on <= today:
        raise Invalid("done_on", "Choisissez un jour depuis le début du mandat, aujourd’hui au plus tard.")
    arguments = {"mandate": mandate.pk, "step": step, "done_on": done_on}
    with act("careers.tell_step", actor=actor, about=mandate.seat.body.organisation, now=now, arguments=arguments):
        row = locked(mandate, step, today)
        if row is None:
            return PathwayStep.objects.create(mandate=mandate, step=step, done_on=done_on)
        if row.done_on:
            raise Refused("Cette étape est déjà dite faite.")
        row.done_on = done_on
        row.save(update_fields=["done_on"])
        return row


def undo_step(*, actor: Actor, row: PathwayStep, reason: str, now: datetime) -> PathwayStep:
    """It was not so: what was written stays, annulled, and the step is to be done. Raises Denied; Invalid on `reason`; Refused
    when it is annulled already."""
    place = row.mandate.seat.body.organisation
    may_welcome(actor, row.mandate).or_raise()
    reason = why(reason)
    with act("careers.undo_step", actor=actor, about=place, now=now, arguments={"step": row.pk}, reason=reason):
        found: PathwayStep = PathwayStep.objects.lock(row.pk)
        if found.undone_on:
            raise Refused("Cette étape est déjà annulée.")
        found.undone_on, found.undone_because = today_of(now), reason
        found.save(update_fields=["undone_on", "undone_because"])
        return found


def known(step: str) -> None:
    if careers().pathway.step(step) is None:
        raise Invalid("step", "Choisissez une des étapes du parcours.")


def locked(mandate: Mandate, step: str, today: date) -> PathwayStep | None:
    """What is written of this step, once those who write of the same mandate had their turn. Raises Refused when nobody new
    holds it: the mandate is over, or its board keeps no pathway."""
    Mandate.objects.lock(mandate.pk)
    keys: list[UUID] = [one.pk for one in newcomers(today, [mandate.seat.body.organisation_id])]
    if mandate.pk not in keys:
        raise Refused(f"{mandate.person} n’a pas, ou n’a plus, de parcours à suivre ici : rien ne lui est demandé.")
    found: PathwayStep | None = PathwayStep.objects.standing().filter(mandate=mandate, step=step).first()
    return found
