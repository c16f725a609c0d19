"""What left, and what did not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count

from kevread.common.actor import Actor
from kevread.directory.models import Organisation

from .models import Dispatch, State, Unsubscription

SHOWN = 30
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Letters:
    """`stuck` did not leave; `last` are the most recent of all the others; `sent` counts thirty days."""

    stuck: list[Dispatch]
    last: list[Dispatch]
    sent: int


def letters_of(organisation: UUID, actor: Actor, now: datetime) -> Letters:
    """The letters of an organisation, newest first. Three queries."""
    rows = Dispatch.objects.visible_to(actor).filter(organisation=organisation)
    shown = rows.select_related("content", "person").order_by("-queued_at", "-id")
    stuck = list(shown.not_left(now)[:SHOWN])
    last = list(shown.exclude(pk__in=[row.pk for row in stuck])[:SHOWN])
    return Letters(stuck, last, rows.filter(state=State.SENT, sent_at__gte=now - RECENT).count())


def given_up(organisations: Collection[UUID], actor: Actor, on: date) -> list[tuple[Organisation, int]]:
    """Organisations whose letters this person can send again, and how many were refused for good, written by that day."""
    rows = Dispatch.objects.visible_to(actor).filter(
        organisation__in=organisations, state=State.FAILED, queued_at__date__lte=on
    )
    counts = dict(rows.order_by().values_list("organisation").annotate(Count("pk")))
    return [(there, counts[there.pk]) for there in Organisation.objects.filter(pk__in=counts).order_by("search")]


def has_stopped(address: str) -> bool:
    return Unsubscription.objects.filter(address=address).exists()
