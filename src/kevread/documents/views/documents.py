"""What an organisation keeps: the list, a document with its versions and signatures, its file; one keeps another."""

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common import rooms
from kevread.documents import operations, permissions
from kevread.documents.contracts import BadDataError, as_data
from kevread.documents.exports import DOCUMENTS
from kevread.documents.files import receive
from kevread.documents.forms import KeepForm, SignForm, VersionForm, content_of
from kevread.documents.models import Circle, Document, Removal, Version
from kevread.documents.papers import Evidence
from kevread.documents.queries import (
    Reading,
    kept_by,
    signature_sheet,
    signed_copy,
    versions_of,
    with_versions,
)
from kevread.documents.queries.evidence import gathered
from kevread.documents.queries.keeping import term_of
from kevread.documents.queries.on_paper import on_paper
from kevread.documents.queries.sealed import Known, sealed_bytes
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.documents.scene import handed, note_opened, signing
from kevread.documents.terms import sorts_on
from kevread.ui.access import may, public
from kevread.ui.files import attached
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@public
def documents(request: Request, scale: str) -> HttpResponse:
    """What the organisation keeps that the reader may read."""
    kind, text = filters_of(request)
    found = kept_by(request.scale, request.actor, request.on, kind=kind, text=text)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": with_versions(list(page), request.on),
        "kinds": rooms.kinds_of_paper(),
        "kind": kind,
        "text": text,
        "filtered": bool(kind or text),
        "grounds": permissions.may_keep(request.actor, request.scale),
        "erases": permissions.may_erase(request.actor, request.scale),
    }
    return render(request, "documents/documents.html", context)


def filters_of(request: Request) -> tuple[str, str]:
    """What kind is asked for, and by what words of its title."""
    kind = request.GET.get("genre", "")
    return kind if kind in dict(rooms.kinds_of_paper()) else "", request.GET.get("titre", "")[:120]


@public
def documents_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same documents, all of them, for a spreadsheet."""
    kind, text = filters_of(request)
    found = kept_by(request.scale, request.actor, request.on, kind=kind, text=text)
    return table_file(request, DOCUMENTS, with_versions(list(found), request.on), form)


@public
def document(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A document: its last version, who signed it, who is to, and why one reads it."""
    return page_of(request, document_of(request, key))


def page_of(request: Request, found: Document, form: SignForm | None = None) -> HttpResponse:
    readings = versions_of(found, request.on)
    if not readings:
        raise Http404("Ce document n’existait pas encore à cette date.")
    pens = on_paper([one.version.pk for one in readings], request.on, request.actor)
    removal = Removal.objects.filter(document=found).select_related("erased_by").first()
    replaces = found.kind == "file" and bool(permissions.may_replace(request.actor, found))
    context = {
        "document": found,
        "on_paper": [one for reading in readings for one in pens.get(reading.version.pk, [])],
        "has_pen": readings[0].version.pk in pens,
        "tells": replaces and not request.is_past,
        "removal": removal if removal and removal.erased_on <= request.on else None,
        "term": None if removal else term_of(found, request.on),
        "last": readings[0],
        "before": readings[1:],
        "circle": Circle.objects.visible_to(request.actor).filter(version=readings[0].version).first(),
        "why": permissions.may_read(request.actor, found),
        "may_replace": replaces,
        "names": permissions.may_name(request.actor, found),
        **signing(request, readings[0].version, form),
    }
    return render(request, "documents/document.html", context, status=422 if form and form.errors else 200)


def document_of(request: Request, key: UUID) -> Document:
    """A document that one may not read answers as one that does not exist."""
    visible = Document.objects.visible_to(request.actor).select_related("organisation")
    found: Document | None = visible.filter(organisation=request.scale, pk=key).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas de document à cette adresse, ou il ne vous est pas ouvert.")
    return found


def reading_of(request: Request, key: UUID, number: int) -> tuple[Document, Reading]:
    found = document_of(request, key)
    reading = next((one for one in versions_of(found, request.on) if one.version.number == number), None)
    if reading is None:
        raise Http404(f"Ce document n’a pas de version {number}.")
    return found, reading


@public
def file(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """The bytes of a version, to the byte; to save, never shown in the page."""
    _, reading = reading_of(request, key, number)
    version = Version.objects.select_related("content", "document__removal").get(pk=reading.version.pk)
    answer = handed(version)
    note_opened(request, version)
    return answer


@public
def sealed(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """A version with the signatures that its file carries: the one that proves itself."""
    found, reading = reading_of(request, key, number)
    found.require_there()
    if not permissions.may_name(request.actor, found) or not reading.is_sealed:
        raise Http404("Cette version n’a pas de fichier signé à remettre : personne ne l’a encore signée.")
    version = Version.objects.select_related("content").get(pk=reading.version.pk)
    return attached(sealed_bytes(version), MEDIA_TYPE, f"signe-{version.name}")


@public
def signatures(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """Who signed this version, on a paper."""
    found, reading = reading_of(request, key, number)
    if not permissions.may_name(request.actor, found) or not reading.lines:
        raise Http404("Cette version n’a pas de feuille de signatures à montrer.")
    paper = signature_sheet(found, reading, request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return attached(content, MEDIA_TYPE, f"signatures-{reading.version.name.rsplit('.', 1)[0]}.pdf")


@public
def evidence(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """All that shows who signed this version, by what right, on a paper."""
    paper, _, name = evidence_of(request, key, number)
    return attached(set_paper(paper.template, as_data(paper), made_at=request.now), MEDIA_TYPE, f"{name}.pdf")


@public
def evidence_data(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """The same for another software, with what the signed file proves, as `verify-document` says it."""
    paper, proven, name = evidence_of(request, key, number)
    said = as_data(paper) | {"file": proven.as_json() if proven else None}
    return attached(json.dumps(said, ensure_ascii=False, indent=2).encode(), "application/json", f"{name}.json")


def evidence_of(request: Request, key: UUID, number: int) -> tuple[Evidence, Known | None, str]:
    found, reading = reading_of(request, key, number)
    paper, proven = None, None
    if permissions.may_name(request.actor, found):
        paper, proven = gathered(found, reading, request.on)
    if paper is None or not (paper.signatures or paper.on_paper):
        raise Http404("Cette version n’a pas de dossier de preuve : personne ne l’a encore signée.")
    return paper, proven, f"preuve-{reading.version.name.rsplit('.', 1)[0]}"


@public
def signed(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """A version with its signatures on its own pages: the same data, set again, which says which bytes were signed."""
    found, reading = reading_of(request, key, number)
    found.require_there()
    if not permissions.may_name(request.actor, found) or not reading.has_copy:
        raise Http404("Cette version n’a pas d’exemplaire signé à montrer : elle attend des signatures.")
    if not reading.says_what_was_signed:
        raise Http404(
            "Les signatures ne tiennent pas les données dont cet exemplaire se compose : lisez la version signée."
        )
    version = Version.objects.get(pk=reading.version.pk)
    last = max(line.signature.signed_at for line in reading.lines if line.signature)
    try:
        content = set_paper(
            version.template, version.data or {}, made_at=last, number=number, signed=signed_copy(reading)
        )
    except BadDataError:
        raise Http404(
            "Ce papier se compose autrement depuis : lisez la version signée, et sa feuille de signatures."
        ) from None
    return attached(content, MEDIA_TYPE, f"a-imprimer-{version.name}")


@may("keep_document")
def keep(request: Request, scale: str) -> HttpResponse:
    """Give a file to keep."""
    form = KeepForm(
        request.POST or None,
        request.FILES or None,
        sorts=sorts_on(request.today),
        initial={"audience": Document.Audience.ORGANISATION},
    )

    def give() -> Done:
        asked = form.cleaned_data
        version = operations.keep_document(
            actor=request.actor,
            organisation=request.scale,
            kind="file",
            title=asked["title"],
            audience=asked["audience"],
            source=receive(asked["file"].name, content_of(asked["file"])),
            sort=asked["sort"],
            dated_on=asked["dated_on"],
            now=request.now,
        )
        said = "Ce document est conservé, tel que vous l’avez donné."
        return Done(said, "documents:document", scale=scale, key=version.document_id)

    gesture = perform(request, form, give)
    return gesture.done or gesture.page("documents/keep.html")


@may("keep_document")
def replace(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Give another version of a file; the one before remains."""
    found = document_of(request, key)
    if found.kind != "file":
        raise Http404("Ce document est composé par Kevread : il se corrige là d’où il vient.")
    form = VersionForm(request.POST or None, request.FILES or None)

    def give() -> Done:
        asked = form.cleaned_data
        version = operations.keep_version(
            actor=request.actor,
            document=found,
            source=receive(asked["file"].name, content_of(asked["file"])),
            corrects=asked["corrects"],
            now=request.now,
        )
        said = f"La version {version.number} est conservée. Les précédentes restent."
        return Done(said, "documents:document", scale=scale, key=key)

    gesture = perform(request, form, give)
    return gesture.done or gesture.page("documents/replace.html", {"document": found})
