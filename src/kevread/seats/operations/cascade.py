"""What the end of a mandate entails: proposals, never done silently.

A seat's lasting conditions may rest on another mandate of the same person (the board of their pôle, a post). When that
one ends, they no longer hold, and the mandate that rested on it is proposed to end the same day; and so on, until nothing
more falls. What remains may call for a second look: a condition that bound several people no longer holds (the link
between the boards), or a usage (the bureau comes from the board). It is shown apart, with what would follow if it ended too.
Whoever may do so then confirms, with the mandates they choose.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kevread.charter.operations import Shift, rehearse
from kevread.common.actor import SYSTEM, Actor, Grounds
from kevread.common.errors import Invalid
from kevread.directory.models import Person
from kevread.journal.operations import act
from kevread.seats import permissions
from kevread.seats.conditions import Place, broken_by, lasting, loss_of
from kevread.seats.loader import article_of
from kevread.seats.models import Body, Delegation, Mandate, Seat, ZoneLead

from .ending import write_to_whom_it_ends
from .mandates import close_mandate, end_mandate

LOST = Mandate.EndReason.LOST_QUALITY


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mandate that no longer rests on anything, or that one should look at again: why, by which article, and whether the
    actor may end it. `given`: those, looked at again too, without whose end this one is not concerned."""

    mandate: Mandate
    why: str
    rule: str
    grounds: Grounds
    given: tuple[Mandate, ...] = ()


@dataclass(slots=True)
class Cascade:
    """What ending a mandate entails: `proposals` fall, `reviews` call for a second look. `shifts` are the verdicts that
    would change once every proposal is confirmed, and no review."""

    mandate: Mandate
    last: date
    proposals: list[Proposal] = field(default_factory=list)
    reviews: list[Proposal] = field(default_factory=list)
    leads: list[ZoneLead] = field(default_factory=list)
    delegations: list[Delegation] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.proposals or self.reviews or self.leads or self.delegations or self.shifts)


def cascade_of(*, actor: Actor, mandate: Mandate, last: date, reason: str, now: datetime) -> Cascade:
    """Rehearse the end of a mandate, and of those that fall with it, to a fixpoint. Nothing is written.

    Runs the real verbs in a transaction that is rolled back: not from a GET. Raises what `end_mandate` raises.
    """
    permissions.may_end(actor, mandate).or_raise()
    after = last + timedelta(days=1)
    cascade = Cascade(mandate, last)
    cascade.leads = list(ZoneLead.objects.on(after).filter(mandate=mandate).select_related("zone").order_by("pk"))
    resting = [
        (other, frozenset(unmet(other, after)))
        for other in on_day(mandate.person, after).exclude(pk=mandate.pk)
        if other.dates.start and other.dates.start <= last
    ]

    def end_all() -> None:
        end_mandate(actor=SYSTEM, mandate=mandate, last=last, reason=reason, now=now)
        resting_well = [one for one in resting if not one[1].intersection(lasting(one[0].seat))]
        while found := lost_by(resting_well, after, lasting):
            other, lost = found[0]
            resting_well = [one for one in resting_well if one[0] != other]
            cascade.proposals.append(proposal(actor, other, lost, after))
            end_mandate(actor=SYSTEM, mandate=other, last=last, reason=LOST, now=now)
        cascade.delegations = delegations_without_post(mandate.person, after)
        gone = {one.mandate.pk for one in cascade.proposals}
        cascade.reviews = reviews([one for one in resting if one[0].pk not in gone], actor, last, now)

    cascade.shifts, _ = rehearse([end_all], on=after)
    return cascade


type Resting = tuple[
    Mandate, frozenset[str]
]  # a mandate of the same person, and the conditions that it did not meet before


def lost_by(waiting: list[Resting], after: date, names: Callable[[Seat], list[str]]) -> list[tuple[Mandate, str]]:
    """Those of these mandates that no longer meet one of the conditions named, which they met before; and the first such."""
    found = []
    for mandate, before in waiting:
        lost = [name for name in unmet(mandate, after, names(mandate.seat)) if name not in before]
        found += [(mandate, lost[0])] if lost else []
    return found


def reviews(waiting: list[Resting], actor: Actor, last: date, now: datetime) -> list[Proposal]:
    """The mandates that call for a second look, once the others have ended; and those that would follow if these ended too,
    to a fixpoint. Nothing is left of it in the database."""
    after = last + timedelta(days=1)
    found: list[Proposal] = []
    with transaction.atomic():
        given: tuple[Mandate, ...] = ()
        while lost := lost_by(waiting, after, lambda seat: seat.conditions):
            found += [proposal(actor, mandate, name, after, given) for mandate, name in lost]
            given = tuple(mandate for mandate, _ in lost)
            waiting = [one for one in waiting if one[0] not in given]
            for mandate in given:
                end_mandate(actor=SYSTEM, mandate=mandate, last=last, reason=LOST, now=now)
        transaction.set_rollback(True)
    return found


def on_day(person: Person, day: date) -> QuerySet[Mandate]:
    return (
        Mandate.objects.on(day)
        .filter(person=person)
        .select_related("seat__body__organisation", "represents", "person")
        .order_by("seat__body__rank", "pk")
    )


def resting_on(mandate: Mandate, day: date) -> list[Mandate]:
    """The mandates of the same person that would not hold, that day, if this one had never been: to a fixpoint. Reads only."""
    waiting = [
        (other, frozenset(unmet(other, day, lasting(other.seat))))
        for other in on_day(mandate.person, day).exclude(pk=mandate.pk)
    ]
    found: list[Mandate] = []
    fallen = frozenset([mandate.pk])
    while lost := [one for one, before in waiting if set(unmet(one, day, lasting(one.seat), fallen)) - before]:
        found += lost
        fallen |= {one.pk for one in lost}
        waiting = [one for one in waiting if one[0] not in lost]
    return found


def unmet(
    mandate: Mandate, day: date, names: Iterable[str] | None = None, fallen: frozenset[UUID] = frozenset()
) -> list[str]:
    """The conditions of its seat, usages too, that the holder of a mandate does not meet that day; among some, if named;
    leaving aside the mandates that would have fallen."""
    place = Place(mandate.seat, mandate.represents, day, fallen=fallen)
    return broken_by(mandate.person, place, mandate.seat.conditions if names is None else names)


def proposal(actor: Actor, mandate: Mandate, lost: str, day: date, given: tuple[Mandate, ...] = ()) -> Proposal:
    place = Place(mandate.seat, mandate.represents, day)
    why = loss_of(lost, mandate.person, place)
    return Proposal(mandate, why, article_of(lost), permissions.may_end(actor, mandate), given)


def delegations_without_post(person: Person, day: date) -> list[Delegation]:
    """The secretariats entrusted to somebody who is délégué·e no more."""
    is_delegate = Mandate.objects.on(day).filter(person=person, seat__body__kind=Body.Kind.TEAM, seat__title="delegate")
    if is_delegate.exists():
        return []
    return list(Delegation.objects.on(day).filter(holder=person).select_related("granter").order_by("pk"))


def end_consequences(
    *, actor: Actor, cause: Mandate, mandates: Sequence[Mandate], last: date, now: datetime
) -> list[Mandate]:
    """Confirm what a mandate's end entailed: these mandates, that fell or that one looked at again, end the same day, for
    loss of quality, as one act.

    Raises Denied unless the actor may end each of them; Invalid when one of them still rests on something.
    """
    for mandate in mandates:
        permissions.may_end(actor, mandate).or_raise()
        if mandate.person_id != cause.person_id:
            raise Invalid("mandates", "Ce mandat n’est pas celui de la même personne.")
    after = last + timedelta(days=1)
    arguments = {"cause": cause.pk, "mandates": [mandate.pk for mandate in mandates], "last": last}
    with act("seats.end_consequences", actor=actor, about=cause.seat.body.organisation, now=now, arguments=arguments):
        ended = []
        waiting = list(mandates)
        while found := next((mandate for mandate in waiting if unmet(mandate, after)), None):
            waiting.remove(found)
            ended.append(close_mandate(found, last, LOST))
            write_to_whom_it_ends(
                actor, ended[-1], f"Il reposait sur un autre : {cause.seat.name}, {cause.seat.body.name}.", now
            )
        if waiting:
            raise Invalid(
                "mandates",
                f"Le mandat « {waiting[0].seat.name} » ne dépend pas de ce qui prend fin : il reste en place, à moins d’y "
                "mettre fin pour lui-même.",
            )
    return ended
