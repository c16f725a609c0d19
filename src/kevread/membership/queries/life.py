"""Who is a member on a day, on whose behalf who votes, what happened to each, and what is to be declared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from kevread.charter.engine import values_on
from kevread.charter.queries.registers import first_kept
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, HEAD
from kevread.common.periods import Period, add_months
from kevread.directory.models import Affiliation, LegalForm, Organisation
from kevread.membership.models import Filing, Headcount, Step
from kevread.membership.rules import STANDINGS, Happened, standing
from kevread.seats.models import Body, Mandate

REGISTER = "admissions"
MONTHS = ("L1.5.declaration_months", None)  # within how many months a union declares that a member came or left


@dataclass(slots=True)
class Member:
    """A membership on a day: how it stands, who speaks for it at the assembly, and who stands in for them."""

    affiliation: Affiliation
    state: str
    steps: list[Step] = field(default_factory=list)
    full: list[Mandate] = field(default_factory=list)
    alternates: list[Mandate] = field(default_factory=list)

    @property
    def organisation(self) -> Organisation:
        return self.affiliation.member

    @property
    def word(self) -> str:
        return STANDINGS[self.state]

    @property
    def voters(self) -> str:
        return ", ".join(str(one.person) for one in self.full)

    @property
    def stand_ins(self) -> str:
        return ", ".join(str(one.person) for one in self.alternates)


def members_on(organisation: Organisation, on: date, actor: Actor) -> list[Member]:
    """Every member that day, by name: three queries, whatever their number. Owing removes nobody."""
    rows = Affiliation.objects.on(on).filter(of=organisation, member__in=Organisation.objects.visible_to(actor))
    found = {
        row.member_id: Member(row, "member")
        for row in rows.select_related("member", "of").order_by("member__search", "pk")
    }
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.standing().filter(affiliation__in=[one.affiliation.pk for one in found.values()]):
        steps[step.affiliation_id].append(step)
    for one in found.values():
        one.steps = sorted(steps[one.affiliation.pk], key=lambda step: step.told_on)
        one.state = state_of(one.affiliation, one.steps, on)
    mandates = (
        Mandate.objects.visible_to(actor)
        .on(on)
        .filter(seat__body__organisation=organisation, seat__body__kind=Body.Kind.ASSEMBLY, represents__in=found)
    )
    for mandate in mandates.select_related("person", "seat").order_by("seat__rank", "person__search", "pk"):
        assert mandate.represents_id
        member = found[mandate.represents_id]
        (member.alternates if mandate.seat.is_alternate else member.full).append(mandate)
    return list(found.values())


def state_of(affiliation: Affiliation, steps: Iterable[Step], on: date) -> str:
    told = [Happened(step.kind, step.told_on, step.notified_on, step.last) for step in steps]  # type: ignore[arg-type]
    return standing(told, affiliation.dates.last, on)


def gone_since(organisation: Organisation, since: date, on: date, actor: Actor) -> list[Affiliation]:
    """Those who left between two days, the last first."""
    rows = Affiliation.objects.filter(
        of=organisation,
        period__endswith__gt=since,
        period__endswith__lte=on,
        member__in=Organisation.objects.visible_to(actor),
    )
    return list(rows.select_related("member", "of").order_by("-period__endswith", "member__search")[:100])


def headcount_on(organisation: Organisation, on: date) -> Headcount | None:
    """How many members it last said that it had, by that day."""
    return organisation.headcounts.filter(counted_on__lte=on).order_by("-counted_on").first()


# What a union declares.


@dataclass(frozen=True, slots=True)
class Due:
    """A change of member association that is to be declared: on what day it happened, by when, and when it was."""

    affiliation: Affiliation
    change: str
    happened_on: date
    by: date
    filing: Filing | None = None

    @property
    def filed_on(self) -> date | None:
        return self.filing.filed_on if self.filing else None

    @property
    def label(self) -> str:
        return Filing.Change(self.change).label

    @property
    def is_sure(self) -> bool:
        """It is to be declared: the member is an association, and not of a form that nobody said."""
        return self.affiliation.member.legal_form == LegalForm.ASSOCIATION

    def late(self, on: date) -> bool:
        return self.filed_on is None and self.by < on


def kept_since(organisations: Iterable[UUID] | None, on: date) -> dict[UUID, date]:
    """Since when, first, each keeps the register of applications and departures, of those that keep it that day. One query."""
    return first_kept(REGISTER, None if organisations is None else list(organisations), on)


def changes(organisations: Iterable[UUID] | None, on: date, *, doubtful: bool = False) -> list[Due]:
    """What unions have to declare, or declared: entries and departures of member associations since their register is kept. A
    union is a grouping or the head of network. `doubtful`: of members whose form nobody said as well. Three queries."""
    months = values_on(on).get(MONTHS)
    kept = kept_since(organisations, on)
    if months is None or not kept:
        return []
    first = min(kept.values())
    rows = Affiliation.objects.filter(
        Q(period__startswith__gt=first) | Q(period__endswith__gt=first),
        of__in=kept,
        of__scale__in=(GROUPING, HEAD),
        member__legal_form__in=(LegalForm.ASSOCIATION, *([""] if doubtful else [])),
    ).select_related("member", "of")
    filed = {(one.affiliation_id, one.change): one for one in Filing.objects.filter(affiliation__of__in=kept)}
    found = []
    for row in rows.order_by("period", "pk"):
        days = {Filing.Change.ENTRY: row.dates.start, Filing.Change.DEPARTURE: row.dates.end}
        for change, day in days.items():
            if day is not None and kept[row.of_id] < day <= on:
                by = add_months(day, int(months))
                found.append(Due(row, change.value, day, by, filed.get((row.pk, change.value))))
    return found


def explained(affiliation: Affiliation, steps: Iterable[Step]) -> bool:
    """Whether what ended a membership is known: it was given up, a removal was notified by then, or the member is no more."""
    last = affiliation.dates.last
    if last is None:
        return True
    end = Period.of(affiliation.member.period).end
    if end is not None and end <= last + timedelta(days=1):
        return True
    return any(
        step.kind == Step.Kind.RESIGNATION or (step.notified_on is not None and step.notified_on <= last)
        for step in steps
        if step.kind != Step.Kind.NOTICE
    )
