"""To keep: a paper that we set, or a file that was given; once, then by versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions, rendering
from kevread.documents.contracts import Paper, as_data
from kevread.documents.files import File, plain_name
from kevread.documents.models import LARGEST, Document, Reader, Removal, SignatureAsked, Version, read_with_rows
from kevread.documents.queries import latest
from kevread.documents.sealing import UnsealableError, require_sealable
from kevread.documents.terms import keeping_on
from kevread.journal.operations import act

from .superseding import tell_of_newer


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to sign, as what: « Présidente de séance »."""

    person: Person
    quality: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """Bytes ready to be kept, and what they come from."""

    name: str
    content: bytes
    media_type: str
    template: str = ""
    data: dict | None = None


def keep_document(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    source: Paper | File,
    now: datetime,
    title: str = "",
    audience: str = Document.Audience.PEOPLE,
    readers: Iterable[Person] = (),
    asked: Sequence[Asked] = (),
    sort: str = "",
    dated_on: date | None = None,
) -> Version:
    """A new document and its first version. A paper is set; its title is its own. `sort`, `dated_on`: how long it is kept, and
    from which day (`documents.terms`).

    Whoever keeps it, is to sign it or is among `readers` reads it, whatever the audience. Raises Denied; Invalid on
    `title`, on the `file`, on `sort` and `dated_on`; Refused when this file is kept there already under this title.
    """
    permissions.may_keep(actor, organisation).or_raise()
    arguments = {"kind": kind, "audience": audience}
    require_sort(sort, dated_on, now)
    with act("documents.keep", actor=actor, about=organisation, now=now, arguments=arguments):
        if isinstance(source, File):
            require_new(organisation, title, source)
        return freeze(
            actor=actor,
            organisation=organisation,
            kind=kind,
            source=source,
            now=now,
            title=title,
            audience=audience,
            readers=readers,
            asked=asked,
            sort=sort,
            dated_on=dated_on,
        )


def require_sort(sort: str, dated_on: date | None, now: datetime) -> None:
    """Raises Invalid on a sort that no file names, and on a day that is not there yet."""
    today = timezone.localtime(now).date()
    if sort and sort not in keeping_on(today):
        raise Invalid("sort", "Choisissez de quelle sorte est ce document.")
    if dated_on and dated_on > today:
        raise Invalid("dated_on", "Ce jour n’est pas encore venu : donnez celui que porte le document.")


def require_new(organisation: Organisation, title: str, file: File) -> None:
    """A button pressed twice keeps one document. Must run inside an act; the organisation is locked."""
    Organisation.objects.lock(organisation.pk)
    same = Version.objects.filter(content=sha256(file.content).hexdigest(), document__organisation=organisation)
    same = same.filter(document__removal=None)
    if same.filter(document__title=" ".join(title.split())).exists():
        raise Refused(f"{organisation.name} conserve déjà ce fichier, à l’octet près, sous ce titre.")


def freeze(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    source: Paper | File,
    now: datetime,
    title: str = "",
    audience: str = Document.Audience.PEOPLE,
    readers: Iterable[Person] = (),
    asked: Sequence[Asked] = (),
    is_signed: bool = False,
    is_read_elsewhere: bool = False,
    sort: str = "",
    dated_on: date | None = None,
) -> Version:
    """As `keep_document`, inside the act of a verb of a room above, which has asked who may. `is_signed`: a circle is to sign
    it (`circles.put_to_signature`). `is_read_elsewhere`: that room shows it to those who may read it as long as they may, and
    here it is opened to nobody, not even to who deposits it."""
    title = source.title if isinstance(source, Paper) else " ".join(title.split())
    if not seen(title):
        raise Invalid("title", "Donnez un titre à ce document.")
    if len(title) > 250:
        raise Invalid("title", "Ce titre est trop long : 250 caractères au plus.")
    document = Document.objects.create(
        organisation=organisation, kind=kind, title=title, audience=audience, sort=sort, dated_on=dated_on
    )
    if not is_read_elsewhere:
        keepers = Person.objects.filter(pk=actor.person) if actor.person else ()
        let_read(document, [*readers, *keepers])
    return freeze_version(document, source, now=now, asked=asked, is_signed=is_signed)


def keep_version(
    *,
    actor: Actor,
    document: Document,
    source: Paper | File,
    corrects: str,
    now: datetime,
    asked: Sequence[Asked] = (),
) -> Version:
    """A new version, which says what it corrects; those before remain as they are, with their signatures.

    Raises Denied; Invalid on `corrects`, on the `file`; Refused when it is, to the byte, the version before, or a file in
    place of a paper that is set here.
    """
    permissions.may_replace(actor, document).or_raise()
    if document.kind != "file" and isinstance(source, File):
        raise Refused("Ce document est composé par Kevread : il se corrige là d’où il vient, pas par un fichier.")
    arguments = {"document": document.pk}
    with act("documents.keep_version", actor=actor, about=document.organisation, now=now, arguments=arguments):
        return freeze_version(document, source, now=now, corrects=corrects, asked=asked)


def freeze_version(
    document: Document,
    source: Paper | File,
    *,
    now: datetime,
    corrects: str = "",
    asked: Sequence[Asked] = (),
    is_signed: bool = False,
) -> Version:
    """The next version of a document, inside the act of a verb of a room above, which has asked who may.

    The document is locked: numbers follow each other. Raises Invalid and Refused as `keep_version`.
    """
    document = Document.objects.lock(document.pk)
    before = latest(document)
    if before:
        require_unerased(document)
    if before and not seen(corrects):
        raise Invalid("corrects", f"Dites ce que cette version corrige de la version {before.number}.")
    number = before.number + 1 if before else 1
    frozen = frozen_from(source, now=now, number=number, is_signed=is_signed or bool(asked))
    digest = sha256(frozen.content).hexdigest()
    if before and before.sha256 == digest:
        raise Refused(f"Ce fichier est, à l’octet près, la version {before.number} : rien n’est à corriger.")
    if before:
        tell_of_newer(before, corrects.strip(), now)
    put(digest, frozen.content)
    version = Version.objects.create(
        document=document,
        number=number,
        content_id=digest,
        name=frozen.name,
        media_type=frozen.media_type,
        size=len(frozen.content),
        template=frozen.template,
        template_version=rendering.template_version(frozen.template) if frozen.template else "",
        data=frozen.data,
        corrects=corrects.strip() if before else "",
        made_at=now,
    )
    SignatureAsked.objects.bulk_create(
        SignatureAsked(version=version, person=one.person, rank=rank, quality=one.quality)
        for rank, one in enumerate(asked, start=1)
    )
    let_read(document, [one.person for one in asked])
    return version


def require_unerased(document: Document) -> None:
    """Must run inside an act; the document is locked, and nobody erases it meanwhile. Raises Refused."""
    if removal := Removal.objects.filter(document=document).first():
        raise Refused(f"« {document.title} » : {removal.said}")


PUT = """
INSERT INTO documents_content AS there (sha256, file) VALUES (%s, %s)
ON CONFLICT (sha256) DO UPDATE SET file = EXCLUDED.file WHERE there.file IS NULL
"""


def put(digest: str, content: bytes) -> None:
    """These bytes are there, once: those that were erased come back. Where they are there, PostgreSQL locks them all the same,
    so that nobody erases them meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(PUT, [digest, content])


AGAIN = "Le même fichier, à l’octet près : la demande de signatures d’avant a pris fin sans signature."


def again(version: Version, now: datetime) -> Version:
    """The next version, of the same bytes, to be put to other signatures: what was asked of the one before stays with it.
    Must run inside an act; the document is locked. Raises Refused where it was erased."""
    require_unerased(version.document)
    made: Version = Version.objects.create(
        document=version.document,
        number=version.number + 1,
        content_id=version.content_id,
        name=version.name,
        media_type=version.media_type,
        size=version.size,
        corrects=AGAIN,
        made_at=now,
    )
    return made


def frozen_from(source: Paper | File, *, now: datetime, number: int, is_signed: bool = False) -> Frozen:
    """The bytes: a paper is set, with the number of its version in its foot and, if it is to be signed here, what stands
    where a hand would sign; a file is as it was received. Raises Invalid on `file` when it is to be signed and takes no
    seal."""
    if isinstance(source, File):
        if is_signed and source.media_type == rendering.MEDIA_TYPE:
            try:
                require_sealable(source.content)
            except UnsealableError as wrong:
                raise Invalid("file", str(wrong)) from wrong
        return Frozen(source.name, source.content, source.media_type)
    data = as_data(source)
    content = rendering.render(source.template, data, made_at=now, number=number, is_signed=is_signed)
    if len(content) > LARGEST:
        raise Invalid("file", f"Ce document est trop lourd : {LARGEST // 1_000_000} Mo au plus.")
    return Frozen(plain_name(f"{source.title}.pdf"), content, rendering.MEDIA_TYPE, source.template, data)


def share_document(*, actor: Actor, document: Document, readers: Iterable[Person], now: datetime) -> None:
    """More people read it. Nobody is taken away: what was read was read. Raises Denied."""
    permissions.may_replace(actor, document).or_raise()
    arguments = {"document": document.pk}
    with act("documents.share", actor=actor, about=document.organisation, now=now, arguments=arguments):
        let_read(document, readers)


def let_read(document: Document, readers: Iterable[Person], asked: Iterable[SignatureAsked] = ()) -> None:
    """Whoever is named reads it from then on; whoever is `asked` to sign it, until somebody else is put in their place. Must
    run inside an act. Of what is read with a row, nobody is a reader."""
    if document.kind in read_with_rows():
        return
    wanted = {(person.pk, None): person for person in readers} | {(one.person_id, one.pk): one.person for one in asked}
    there = set(document.readers.filter(person__in=wanted.values()).values_list("person_id", "asked_id"))
    Reader.objects.bulk_create(
        Reader(document=document, person=person, asked_id=key)
        for (_, key), person in wanted.items()
        if (person.pk, key) not in there
    )
