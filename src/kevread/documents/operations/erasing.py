"""What was kept long enough is erased: decided by somebody, document by document, in one act; as what a document is kept."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import seen
from kevread.directory.models import Organisation
from kevread.documents import permissions
from kevread.documents.models import WHY, Content, Document, FileWords, Removal, Seal, Version
from kevread.documents.queries.keeping import Term, holds, terms_of
from kevread.documents.terms import keeping_on
from kevread.journal.operations import act, erase_change

from .keeping import require_sort

COMPOSED = "Kevread compose ce document : sa sorte ne se choisit pas."

# What the changes of these rows still say, without what the paper said.
CHANGES = """
SELECT id, {before}::text, {after}::text FROM journal_change WHERE "table" = 'documents_version' AND "row" = ANY (%s)
AND (jsonb_typeof(before -> 'data') = 'object' OR jsonb_typeof(after -> 'data') = 'object') ORDER BY id
"""
EMPTY = "CASE WHEN jsonb_typeof({0} -> 'data') = 'object' THEN jsonb_set({0}, '{{data}}', '{{}}') ELSE {0} END"


def erase_documents(
    *, actor: Actor, organisation: Organisation, documents: Collection[UUID], why: str, now: datetime
) -> list[Removal]:
    """Erase the file of these documents, what is found of it, and what the journal says of it: all of them, or none. Their
    titles, digests and signatures stay. Raises Denied; Invalid without a document, or without the decision it rests on; Refused
    for one that is erased already, that is kept still, or that something holds."""
    permissions.may_erase(actor, organisation).or_raise()
    if actor.person is None:
        raise Denied("Une personne en répond, par son nom.")
    if not seen(why):
        raise Invalid("why", "Dites d’après quelle décision : sa date, son numéro au registre.")
    if len(why) > WHY:
        raise Invalid("why", f"{WHY} caractères au plus : la date et le numéro suffisent.")
    if not documents:
        raise Invalid("documents", "Choisissez ce qui s’efface.")
    wanted = sorted(set(documents))
    today = timezone.localtime(now).date()
    with act("documents.erase", actor=actor, about=organisation, now=now, arguments={"documents": wanted}):
        locked = Document.objects.filter(pk__in=wanted, organisation=organisation).lock_all()
        rows = Document.objects.visible_to(actor).filter(pk__in=[one.pk for one in locked]).order_by("pk")
        found = terms_of(rows, today)
        if len(found) != len(wanted):
            raise Refused(f"Un de ces documents n’est pas de {organisation.name}, ou ne vous est pas ouvert.")
        require_erasable(found, today)
        removals = [
            removed(one.document.pk, by=actor.person, why=why, until=one.until, rule=one.rule, today=today)
            for one in found
            if one.until is not None
        ]
        empty(wanted)
    return removals


def removed(document: UUID, *, by: UUID, why: str, until: date, rule: str, today: date) -> Removal:
    """Inside an act that erases: what says so of a document, whose bytes go next (`empty`)."""
    return Removal.objects.create(
        document_id=document,
        erased_on=today,
        erased_by_id=by,
        why=" ".join(why.split())[:WHY],
        until=until,
        rule=rule[:400],
    )


def require_erasable(found: Collection[Term], today: date) -> None:
    """Raises Refused for the first that is not."""
    keys = [one.document.pk for one in found]
    gone = {one.document_id: one for one in Removal.objects.filter(document__in=keys)}
    held = holds(keys, today)
    for one in found:
        title, key = one.document.title, one.document.pk
        if key in gone:
            raise Refused(f"« {title} » : {gone[key].said}")
        if not one.is_past(today):
            source = f" {one.keeping.source}." if one.keeping else ""
            raise Refused(f"« {title} » ne s’efface pas encore. {one.said}{source}", rule="L1.16")
        if key in held:
            raise Refused(f"« {title} » ne s’efface pas : {held[key]}.")


def empty(documents: Collection[UUID]) -> None:
    """Inside an act that says that these are erased. Bytes of which another document is made too stay, for that one."""
    versions = Version.objects.filter(document__in=documents)
    keys = list(versions.order_by("pk").values_list("pk", flat=True))
    seals = Seal.objects.filter(version__in=keys)
    digests = {*versions.values_list("content", flat=True), *seals.values_list("added", flat=True)}
    Content.objects.defer("file").filter(pk__in=digests).lock_all()
    others = Q(content__in=digests) & ~Q(document__in=Removal.objects.values("document"))
    gone = digests - set(Version.objects.filter(others).values_list("content", flat=True))
    versions.exclude(template="").update(data={})
    Content.objects.filter(pk__in=gone).update(file=None)
    FileWords.objects.filter(pk__in=gone).delete()
    with connection.cursor() as cursor:
        cursor.execute(CHANGES.format(before=EMPTY.format("before"), after=EMPTY.format("after")), [keys])
        changes = cursor.fetchall()
    for number, before, after in changes:
        erase_change(number, before, after)


def say_sort(*, actor: Actor, document: Document, sort: str, dated_on: date | None, now: datetime) -> Document:
    """Say of which sort a file is, so that it has a term, and the day that it bears; or say it better, where it is then kept
    as long at least. Raises Denied; Invalid on `sort`, on `dated_on`; Refused of a paper that we compose, and where it
    would be kept for less."""
    permissions.may_replace(actor, document).or_raise()
    if not sort:
        raise Invalid("sort", "Choisissez de quelle sorte est ce document.")
    require_sort(sort, dated_on, now)
    if document.kind != "file":
        raise Refused(COMPOSED)
    today = timezone.localtime(now).date()
    arguments = {"document": document.pk, "sort": sort, "dated_on": dated_on}
    with act("documents.say_sort", actor=actor, about=document.organisation, now=now, arguments=arguments):
        row: Document = Document.objects.lock(document.pk)
        (before,) = terms_of(Document.objects.filter(pk=row.pk), today)
        if (row.sort, row.dated_on) == (sort, dated_on):
            raise Refused("C’est ce qui est déjà inscrit.")
        row.sort, row.dated_on = sort, dated_on
        row.save(update_fields=["sort", "dated_on"])
        (after,) = terms_of(Document.objects.filter(pk=row.pk), today)
        if before.keeping and after.until is not None and (before.until is None or after.until < before.until):
            until = f"jusqu’au {day_in_words(before.until)}" if before.until else "sans limite"
            raise Refused(
                f"Ce document est déjà dit « {before.keeping.label} », gardé {until} au moins : ce qui est gardé ne "
                f"l’est jamais moins. {keeping_on(today)[before.keeping.kind].source}.",
                rule="L1.16",
            )
    return row
