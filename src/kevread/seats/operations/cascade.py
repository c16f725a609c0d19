"""What the end of a mandate entails: proposals, never done silently.

A seat's lasting conditions may rest on another mandate of the same person (the board of their pôle, a post). When that
one ends, they no longer hold, and the mandate that rested on it is proposed to end the same day; and so on, until nothing
more falls. Whoever may do so then confirms, with the mandates they choose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kevread.charter.operations import Shift, rehearse
from kevread.common.actor import SYSTEM, Actor, Grounds
from kevread.common.errors import Invalid
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.conditions import Place, broken_by, refusal_of
from kevread.seats.loader import article_of
from kevread.seats.models import Body, Delegation, Mandate, ZoneLead

from .mandates import close_mandate, end_mandate

LOST = Mandate.EndReason.LOST_QUALITY


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mandate that no longer rests on anything: why, by which article, and whether the actor may end it."""

    mandate: Mandate
    why: str
    rule: str
    grounds: Grounds


@dataclass(slots=True)
class Cascade:
    """What ending a mandate entails. `shifts` are the verdicts that would change once every proposal is confirmed."""

    mandate: Mandate
    last: date
    proposals: list[Proposal] = field(default_factory=list)
    leads: list[ZoneLead] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.proposals or self.leads or self.delegations or self.shifts)


def cascade_of(*, actor: Actor, mandate: Mandate, last: date, reason: str, now: datetime) -> Cascade:
    """Rehearse the end of a mandate, and of those that fall with it, to a fixpoint. Nothing is written.

    Runs the real verbs in a transaction that is rolled back: not from a GET. Raises what `end_mandate` raises.
    """
    permissions.may_end(actor, mandate).or_raise()
    after = last + timedelta(days=1)
    cascade = Cascade(mandate, last)
    cascade.leads = list(ZoneLead.objects.on(after).filter(mandate=mandate).select_related("zone").order_by("pk"))
    resting = list(on_day(mandate.person, after).exclude(pk=mandate.pk))
    held = {other.pk for other in resting if not lost_conditions(other, after)}

    def end_all() -> None:
        end_mandate(actor=SYSTEM, mandate=mandate, last=last, reason=reason, now=now)
        waiting = [other for other in resting if other.pk in held and other.dates.start and other.dates.start <= last]
        while found := next(((other, lost) for other in waiting if (lost := lost_conditions(other, after))), None):
            other, lost = found
            waiting.remove(other)
            cascade.proposals.append(proposal(actor, other, lost[0], after))
            end_mandate(actor=SYSTEM, mandate=other, last=last, reason=LOST, now=now)
        cascade.delegations = delegations_without_post(mandate.person, after)

    cascade.shifts, _ = rehearse([end_all], on=after)
    return cascade


def on_day(person: Person, day: date) -> QuerySet[Mandate]:
    return (
        Mandate.objects.on(day)
        .filter(person=person)
        .select_related("seat__body__organisation", "represents", "person")
        .order_by("seat__body__rank", "pk")
    )


def lost_conditions(mandate: Mandate, day: date) -> list[str]:
    """The lasting conditions of its seat that the holder of a mandate does not meet that day."""
    place = Place(mandate.seat, mandate.represents, day)
    return broken_by(mandate.person, place, lasting_only=True)


def proposal(actor: Actor, mandate: Mandate, lost: str, day: date) -> Proposal:
    place = Place(mandate.seat, mandate.represents, day)
    return Proposal(
        mandate, refusal_of(lost, mandate.person, place), article_of(lost), permissions.may_end(actor, mandate)
    )


def delegations_without_post(person: Person, day: date) -> list[Delegation]:
    """The secretariats entrusted to somebody who is délégué·e no more."""
    is_delegate = Mandate.objects.on(day).filter(person=person, seat__body__kind=Body.Kind.TEAM, seat__title="delegate")
    if is_delegate.exists():
        return []
    return list(Delegation.objects.on(day).filter(holder=person).select_related("granter").order_by("pk"))


def end_consequences(
    *, actor: Actor, cause: Mandate, mandates: Sequence[Mandate], last: date, now: datetime
) -> list[Mandate]:
    """Confirm what a mandate's end entailed: these mandates end the same day, for loss of quality, as one act.

    Raises Denied unless the actor may end each of them; Invalid when one of them still rests on something.
    """
    for mandate in mandates:
        permissions.may_end(actor, mandate).or_raise()
        if mandate.person_id != cause.person_id:
            raise Invalid("mandates", "Ce mandat n’est pas celui de la même personne.")
    after = last + timedelta(days=1)
    arguments = {"cause": cause.pk, "mandates": [mandate.pk for mandate in mandates], "last": last}
    with act("end_consequences", actor=actor, about=cause.seat.body.organisation, now=now, arguments=arguments):
        ended = []
        waiting = list(mandates)
        while found := next((mandate for mandate in waiting if lost_conditions(mandate, after)), None):
            waiting.remove(found)
            ended.append(close_mandate(found, last, LOST))
        if waiting:
            raise Invalid(
                "mandates",
                f"Le mandat « {waiting[0].seat.name} » ne dépend pas de celui qui a pris fin : il reste en place.",
            )
    return ended
