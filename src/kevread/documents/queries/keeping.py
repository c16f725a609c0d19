"""Until when each document is kept, and why; what its term leaves to be erased, and what holds it still. Writes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate

from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.documents import permissions
from kevread.documents.asks import HOLDS, HOLDS_QUIETLY
from kevread.documents.models import Document, PaperSignature, Signature, SignatureAsked, Version
from kevread.documents.terms import NO_SORT, Keeping, keeping_on, sorts_of_papers

from .on_paper import contested

AWAITED = "une signature y est encore attendue"
CONTESTED = "une signature y est contestée, et rien n’y fut répondu"


class After(Func):
    """A day, so many months later: PostgreSQL counts them as `common.periods.add_months` does."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    arity = 2
    output_field = DateField()


@dataclass(frozen=True, slots=True)
class Term:
    """How long a document is kept. `since`: the day from which it counts; `until`: the last day of it; None: for good."""

    document: Document
    keeping: Keeping | None
    since: date
    until: date | None

    @property
    def rule(self) -> str:
        """« Comptes et pièces comptables, 11 ans »."""
        return f"{self.keeping.label}, {self.keeping.long}" if self.keeping else NO_SORT

    @property
    def said(self) -> str:
        """Until when, in a sentence."""
        if self.keeping is None:
            return NO_SORT
        if self.until is None:
            return f"Gardé sans limite : {self.keeping.label}."
        return (
            f"Gardé jusqu’au {day_in_words(self.until)} au moins : {self.rule}, depuis le {day_in_words(self.since)}."
        )

    def is_past(self, day: date) -> bool:
        return self.until is not None and self.until < day


@dataclass(frozen=True, slots=True)
class Past:
    """A document of which the term is past. `why`: what holds it still; nothing: it may be erased."""

    term: Term
    why: str = ""


def with_terms(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Each with its sort (`kept_as`), the day from which it counts and that until which it is kept. It counts from the day that
    it bears, else from that on which it was kept; or from that of its last correction or signature, where that is later."""
    known = keeping_on(day)
    by_kind = [When(kind=kind, then=Value(sort)) for kind, sort in sorts_of_papers().items()]
    months = [When(kept_as=sort, then=Value(one.months)) for sort, one in known.items() if one.months]
    signed = Signature.objects.filter(version__document=OuterRef("pk")).order_by()
    pens = PaperSignature.objects.standing().filter(version__document=OuterRef("pk")).order_by()
    versions = Version.objects.filter(document=OuterRef("pk")).order_by()
    made, last = TruncDate("made_at"), {"output_field": DateField()}
    return rows.annotate(
        kept_as=Case(When(~Q(sort=""), then=F("sort")), *by_kind, default=Value("")),
        counted_from=Greatest(
            Coalesce("dated_on", Subquery(versions.values("document").annotate(at=Min(made)).values("at"), **last)),
            Subquery(versions.filter(number__gt=1).values("document").annotate(at=Max(made)).values("at"), **last),
            Subquery(signed.values("version__document").annotate(at=Max(TruncDate("signed_at"))).values("at"), **last),
            Subquery(pens.values("version__document").annotate(at=Max("signed_on")).values("at"), **last),
        ),
        until=After(
            F("counted_from"),
            Case(*months, default=Value(None, output_field=IntegerField()), output_field=IntegerField()),
        ),
    )


def term_of(document: Document, day: date) -> Term:
    """One query."""
    (found,) = terms_of(Document.objects.filter(pk=document.pk), day)
    return found


def terms_of(rows: QuerySet[Any], day: date) -> list[Term]:
    known = keeping_on(day)
    found = []
    for one in with_terms(rows, day):
        said = vars(one)  # what the query annotated
        found.append(Term(one, known.get(said["kept_as"]), said["counted_from"], said["until"]))
    return found


def past(
    organisation: Organisation, actor: Actor, day: date, *, sort: str = "", among: Collection[UUID] | None = None
) -> list[Past]:
    """Of what an organisation keeps and this actor reads, that of which the term is past, the longest ago first; of a sort, or
    among some. The number of queries does not grow."""
    rows: QuerySet[Any] = Document.objects.visible_to(actor).filter(organisation=organisation, removal=None)
    if among is not None:
        rows = rows.filter(pk__in=among)
    rows = with_terms(rows, day).filter(until__lt=day).order_by("until", "pk")
    if sort:
        rows = rows.filter(kept_as=sort)
    found = terms_of(rows, day)
    erases = bool(permissions.may_erase(actor, organisation))
    held = holds([one.document.pk for one in found], day, in_full=erases)
    return [Past(one, held.get(one.document.pk, "")) for one in found]


def holds(documents: Collection[UUID], day: date, *, in_full: bool = True) -> dict[UUID, str]:
    """Of these documents, those that something holds, whatever their term, and what. `in_full`: for whoever may erase there;
    nobody else learns that something of a person’s own holds one, not even that something does."""
    found: dict[UUID, list[str]] = {}
    newer = Version.objects.filter(document=OuterRef("version__document"), number__gt=OuterRef("version__number"))
    asked = SignatureAsked.objects.filter(~Exists(newer), version__document__in=documents)
    for key in SignatureAsked.in_use(asked).order_by("version__document").values_list("version__document", flat=True):
        found[key] = [AWAITED]
    for key in contested(documents, day):
        found.setdefault(key, []).append(CONTESTED)
    for held in HOLDS:
        for key, why in sorted(held(documents, day).items()):
            found.setdefault(key, []).append(why)
    for held in HOLDS_QUIETLY:
        for key, why in sorted(held(documents, day).items()):
            if in_full:
                found.setdefault(key, []).append(why)
    return {key: listed(why) for key, why in found.items()}
