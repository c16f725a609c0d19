"""What left, and what did not."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from kevread.common.actor import Actor
from kevread.directory.models import Organisation

from .models import Dispatch, DispatchQuerySet, State, Unsubscription

SHOWN = 30
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sending:
    """The letters that one act asked for: those that are shown, how many there are, and how many left."""

    letters: list[Dispatch]
    many: int
    left: int

    @property
    def first(self) -> Dispatch:
        return self.letters[0]


@dataclass(frozen=True, slots=True)
class Letters:
    """`stuck` did not leave; `last` are the most recent of all the others, and `sendings` the same by what asked for them;
    `sent` counts thirty days."""

    stuck: list[Dispatch]
    last: list[Dispatch]
    sendings: list[Sending]
    sent: int


def letters_of(organisation: UUID, actor: Actor, now: datetime) -> Letters:
    """The letters of an organisation, newest first. Four queries."""
    rows, shown = sent_from(organisation, actor), every_letter(organisation, actor)
    stuck = list(shown.not_left(now)[:SHOWN])
    last = list(shown.exclude(pk__in=[row.pk for row in stuck])[:SHOWN])
    acts = rows.filter(act__in={row.act for row in last}).order_by().values_list("act")
    told = acts.annotate(many=Count("pk"), left=Count("pk", filter=Q(state=State.SENT)))
    counts = {act: (many, left) for act, many, left in told}
    by_act: dict[UUID, list[Dispatch]] = defaultdict(list)
    for row in last:
        by_act[row.act].append(row)
    sendings = [Sending(some, *counts[act]) for act, some in by_act.items()]
    return Letters(stuck, last, sendings, rows.filter(state=State.SENT, sent_at__gte=now - RECENT).count())


def sent_from(organisation: UUID, actor: Actor) -> DispatchQuerySet:
    rows: DispatchQuerySet = Dispatch.objects.visible_to(actor).filter(organisation=organisation)
    return rows


def every_letter(organisation: UUID, actor: Actor) -> DispatchQuerySet:
    """The letters of an organisation that this person reads, newest first, with what is left of what they say."""
    return sent_from(organisation, actor).select_related("content", "person").order_by("-queued_at", "-id")


def given_up(organisations: Collection[UUID], actor: Actor, on: date) -> list[tuple[Organisation, int]]:
    """Organisations whose letters this person can send again, and how many were refused for good, written by that day."""
    rows = Dispatch.objects.visible_to(actor).filter(
        organisation__in=organisations, state=State.FAILED, queued_at__date__lte=on
    )
    counts = dict(rows.order_by().values_list("organisation").annotate(Count("pk")))
    return [(there, counts[there.pk]) for there in Organisation.objects.filter(pk__in=counts).order_by("search")]


def has_stopped(address: str) -> bool:
    return Unsubscription.objects.filter(address=address).exists()
