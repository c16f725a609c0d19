"""What was known, and when."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform

from .models import Act, Change


def acts_about(organisation: UUID, limit: int = 50) -> list[Act]:
    """The last acts concerning an organisation, newest first."""
    return list(Act.objects.filter(organisation=organisation).order_by("-at", "-id")[:limit])


def story_of(row: UUID) -> list[Change]:
    """Every change of one row, oldest first, each with its act."""
    return list(Change.objects.filter(row=row).select_related("act").order_by("id"))


def acts_since(organisations: Iterable[UUID], moment: datetime, limit: int = 20) -> list[Act]:
    """What people did in these organisations since a moment, newest first. What Kevread did by itself is left out."""
    acts = Act.objects.filter(organisation__in=set(organisations), at__gt=moment, person__isnull=False)
    return list(acts.order_by("-at", "-id")[:limit])


def others_wrote_of(person: UUID, *, but: UUID) -> bool:
    """Whether an act of another organisation wrote a row about this person."""
    told = Change.objects.filter(after__has_key="person_id").alias(named=KeyTextTransform("person_id", "after"))
    return told.filter(named=str(person)).exclude(act__organisation=but).exists()
