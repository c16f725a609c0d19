"""Documents, as their list and « Chercher » find them: by their title, else by what one reads in them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Lower

from kevread.base.french import Answers, Wanted, answering, extract, wanted
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.directory.models import Organisation
from kevread.documents.models import Chunk, Document, FileWords, Version
from kevread.ui.places import screen_address


def kept_on(on: date) -> Exists:
    return Exists(Version.objects.filter(document=OuterRef("pk"), number=1, made_at__date__lte=on))


def kept_by(
    organisation: Organisation, actor: Actor, on: date, *, kind: str = "", text: str = ""
) -> QuerySet[Document]:
    """What an organisation kept that day that the actor may read, the newest first; of a kind, with words in its title or in
    what it says."""
    documents = Document.objects.visible_to(actor).filter(kept_on(on), organisation=organisation)
    if kind:
        documents = documents.filter(kind=kind)
    if words := terms(text):
        held = Q(*(("plain__contains", word) for word in words))
        documents = documents.alias(plain=Lower(Func("title", function="f_unaccent", output_field=TextField())))
        if looked_for := wanted(text):
            held |= Q(Answers(looked_for, "title")) | Q(pk__in=saying(looked_for, on).values("document"))
        documents = documents.filter(held)
    return documents.order_by("-pk")


FEW = 1_000  # files: beyond, one that is read comes soon, from the latest


def saying(looked_for: Wanted, on: date) -> QuerySet[Version]:
    """The version that each document had that day, where it says all that is looked for, be it on several pages, and was not
    erased. Where few files do, they are named to PostgreSQL, which might otherwise walk through every document to find none:
    one query."""
    files = FileWords.objects.filter(Answers(looked_for, kept="words")).values_list("pk", flat=True)
    few = list(files[: FEW + 1])
    after = Version.objects.filter(document=OuterRef("document"), number__gt=OuterRef("number"), made_at__date__lte=on)
    there = Version.objects.filter(document__removal=None)  # else the bytes of another document would find it
    return there.filter(~Exists(after), made_at__date__lte=on, content__in=few if len(few) <= FEW else files)


def find_documents(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """What this person may read of what was kept that day: those whose title answers to these words, then those that say
    them. Six queries at most."""
    looked_for = wanted(text)
    if not looked_for:
        return []
    rows = Document.objects.visible_to(actor).filter(kept_on(on)).select_related("organisation").order_by("-pk")
    named = answering(rows, text, limit, "title", name=lambda one: one.title)
    found = [hit(one) for one in named]
    if len(found) == limit:
        return found
    said = saying(looked_for, on)
    others = rows.filter(pk__in=said.values("document")).exclude(pk__in=[one.pk for one in named])
    there = list(others[: limit - len(found)])
    where = extracts(looked_for, said.filter(document__in=[one.pk for one in there])) if there else {}
    return [*found, *(hit(one, where.get(one.pk, "")) for one in there)]


def extracts(looked_for: Wanted, versions: Iterable[Version]) -> dict[UUID, str]:
    """Where each document says it: « page 3 », and the words around. Of the chunks that answer, that which does whole, else
    the first. Two queries."""
    read: dict[str, list[Version]] = defaultdict(list)
    for version in versions:
        read[version.content_id].append(version)
    some = Q(*(Q(Answers(one, kept="words")) for one in looked_for.each), _connector=Q.OR)
    rows = Chunk.objects.filter(some, file__in=read).annotate(whole=Answers(looked_for, kept="words"))
    return {
        version.document_id: where(version, one, looked_for)
        for one in rows.order_by("file", "-whole", "rank").distinct("file")
        for version in read[one.file_id]
    }


def where(version: Version, chunk: Chunk, looked_for: Wanted) -> str:
    said = extract(chunk.text, looked_for)
    return f"Page {chunk.rank} : {said}" if version.media_type == "application/pdf" else said


def hit(document: Document, said: str = "") -> Hit:
    kinds = dict(rooms.kinds_of_paper())
    return Hit(
        document.title,
        f"{kinds.get(document.kind, document.kind)}, {document.organisation.name}",
        screen_address("documents:document", scale=document.organisation.slug, key=document.pk),
        said,
    )
