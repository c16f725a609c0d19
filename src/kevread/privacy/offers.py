"""What privacy tells the rooms below."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kevread.documents.asks import HOLDS, HOLDS_QUIETLY
from kevread.documents.models import PaperSignature, SignatureAsked
from kevread.imports.asks import CLOSED
from kevread.privacy.models import Demand, Erasure, Restriction, Validation


@CLOSED.answer
def erased() -> Iterable[UUID]:
    """The records of those who were erased: they are nobody’s, and look all the same."""
    return Erasure.objects.values_list("person", flat=True)


@HOLDS.answer
def validated_with(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """The agreement between those who are answerable together, of the validation that counts. One query."""
    last = Validation.objects.filter(organisation=OuterRef("organisation")).order_by("-at", "-pk").values("pk")[:1]
    rows = Validation.objects.filter(joint__in=documents, pk=Subquery(last))
    return dict.fromkeys(rows.values_list("joint", flat=True), "le registre des traitements validé le cite")


@HOLDS_QUIETLY.answer
def asked_for(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those that bear, or were to bear, the signature of somebody whose data are limited, or who waits for an answer about
    them: it is not said who. Two queries."""
    whose = Restriction.objects.filter(lifted_at=None).values("person")
    waiting = Demand.objects.waiting().exclude(person=None).values("person")
    found: set[UUID] = set()
    for rows in (SignatureAsked.objects, PaperSignature.objects):
        theirs = rows.filter(Q(person__in=whose) | Q(person__in=waiting), version__document__in=documents)
        found.update(theirs.values_list("version__document", flat=True))
    return dict.fromkeys(found, "une demande sur des données personnelles le retient")
