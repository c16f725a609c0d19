"""What was known, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models.fields.json import KeyTextTransform

from .models import Act, Change, Seal
from .seals import as_text


@dataclass(frozen=True, slots=True)
class Head:
    """What to write down elsewhere, so that a later rewriting shows: `./kevread manage verify-journal --anchor`."""

    number: int
    head: str
    sealed_at: datetime

    def as_anchor(self) -> dict[str, object]:
        return {"number": self.number, "head": self.head, "sealed_at": self.sealed_at.astimezone(UTC).isoformat()}


def head() -> Head | None:
    """The head of the chain of seals; None before the first. For signed minutes and backups."""
    last = Seal.objects.order_by("-number").first()
    return Head(last.number, as_text(bytes(last.head)), last.sealed_at) if last else None


def unsealed(organisation: UUID) -> int:
    """How many acts about this organisation no seal holds yet."""
    return Act.objects.filter(organisation=organisation, seal=None).count()


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
