"""What was signed on paper, and what each party says of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.documents import permissions
from kevread.documents.models import PaperSignature, PaperStep

Kind = PaperStep.Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A signature on paper, what happened to it by a day, and what this person may do of it."""

    signature: PaperSignature
    steps: tuple[PaperStep, ...]
    may_deny: bool = False
    may_answer: bool = False
    may_withdraw: bool = False
    may_undo: bool = False

    @property
    def undone(self) -> PaperStep | None:
        return next((one for one in self.steps if one.kind == Kind.UNDONE), None)

    @property
    def denial(self) -> PaperStep | None:
        """The contest that nobody answered yet, and that was not taken back."""
        last = self.steps[-1] if self.steps else None
        return last if last is not None and last.kind == Kind.DENIED else None

    @property
    def acts(self) -> bool:
        return self.may_deny or self.may_answer or self.may_withdraw or self.may_undo


def on_paper(
    versions: Collection[UUID] | QuerySet[Any, UUID], on: date, actor: Actor | None = None
) -> dict[UUID, list[Told]]:
    """By version, what was said by that day; `actor`: what this person may do of it, today. Two queries."""
    steps = PaperStep.objects.filter(at__date__lte=on).select_related("person").order_by("pk")
    rows = (
        PaperSignature.objects.filter(version__in=versions, told_at__date__lte=on)
        .select_related("organisation", "version__document__organisation")
        .defer("version__data")
        .prefetch_related(Prefetch("steps", steps, to_attr="known"))
        .order_by("signed_on", "pk")
    )
    found: dict[UUID, list[Told]] = defaultdict(list)
    for row in rows:
        found[row.version_id].append(told_of(row, actor))
    return dict(found)


def told_of(row: Any, actor: Actor | None) -> Told:
    told = Told(row, tuple(row.known))
    if actor is None or told.undone:
        return told
    own, denied = bool(permissions.may_deny(actor, row)), told.denial
    return Told(
        row,
        told.steps,
        may_deny=own and denied is None,
        may_withdraw=own and denied is not None,
        may_answer=denied is not None
        and denied.person_id != actor.person
        and bool(permissions.may_answer_denial(actor, row)),
        may_undo=not row.with_text and bool(permissions.may_tell_on_paper(actor, row.version.document)),
    )


def contested(documents: Collection[UUID], on: date) -> dict[UUID, list[PaperStep]]:
    """Of these documents, those that a party said it did not sign, unanswered that day: the contests. One query."""
    steps = (
        PaperStep.objects.filter(signature__version__document__in=documents, at__date__lte=on)
        .select_related("signature__organisation", "signature__version")
        .defer("signature__version__data")
        .order_by("pk")
    )
    last = {one.signature_id: one for one in steps}
    found: dict[UUID, list[PaperStep]] = defaultdict(list)
    for one in last.values():
        if one.kind == Kind.DENIED:
            found[one.signature.version.document_id].append(one)
    return dict(found)


def to_answer(organisation: UUID, on: date) -> list[PaperStep]:
    """The contests that wait for an answer of whoever keeps the document, the oldest first. One query."""
    rows = PaperSignature.objects.denied().filter(version__document__organisation=organisation)
    steps = PaperStep.objects.filter(signature__in=rows, kind=Kind.DENIED, at__date__lte=on)
    steps = steps.select_related("signature__organisation", "signature__version__document__organisation")
    last = {one.signature_id: one for one in steps.order_by("pk")}
    return sorted(last.values(), key=lambda one: (timezone.localtime(one.at), one.pk))
