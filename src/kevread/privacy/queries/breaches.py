"""Breaches of people’s data: which are open, and until when the authority is to be told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.privacy.models import BREACHES, Breach
from kevread.privacy.rules.delays import is_late, notify_by

from .delays import hours_to_notify


@dataclass(frozen=True, slots=True)
class Sheet:
    """A breach, with the last moment to tell the authority, where it is to be told; and whether that moment is over."""

    breach: Breach
    by: datetime | None
    is_late: bool

    @property
    def to_notify(self) -> bool:
        return self.by is not None and self.breach.notified_at is None

    @property
    def last_day(self) -> date | None:
        return timezone.localtime(self.by).date() if self.by else None


def sheets(breaches: Collection[Breach], now: datetime) -> list[Sheet]:
    """Each by the delay in force on the day it was known."""
    days = {one: timezone.localtime(one.known_at).date() for one in breaches}
    hours = {day: hours_to_notify(day) for day in set(days.values())}
    found = []
    for one in breaches:
        by = None if one.risk == Breach.Risk.NONE else notify_by(one.known_at, hours[days[one]])
        found.append(Sheet(one, by, by is not None and is_late(by, one.notified_at, now)))
    return found


def register(actor: Actor, organisation: UUID, now: datetime) -> list[Sheet]:
    """Those of an organisation, the open ones first, the oldest first among them."""
    rows = Breach.objects.visible_to(actor).filter(organisation=organisation).select_related("opened_by")
    told = sheets(list(rows.order_by("known_at", "pk")), now)
    return sorted(told, key=lambda one: one.breach.closed_at is not None)


def open_for(actor: Actor, circle: Collection[UUID], now: datetime) -> list[Sheet]:
    """What this person keeps, and nobody closed."""
    where = actor.where(BREACHES)
    rows = Breach.objects.open().filter(organisation__in=circle)
    if where is not None:
        rows = rows.filter(organisation__in=where)
    return sheets(list(rows.select_related("organisation").order_by("known_at", "pk")), now)
