"""To check a document that one holds: by the file, or by its digest. Nothing that is given is kept."""

import re
from dataclasses import dataclass

from allauth.core import ratelimit
from django.http import HttpResponse

from kevread.common.errors import Invalid
from kevread.documents.forms import VerifyForm
from kevread.documents.models import LARGEST, Document, Removal, Step
from kevread.documents.queries.sealed import Known, authority, known, known_by_digest
from kevread.documents.verifying import Report
from kevread.ui.access import public
from kevread.ui.files import under_name
from kevread.ui.gestures import perform
from kevread.ui.request import Request

TOO_MANY = "Trop de fichiers d’affilée : attendez quelques minutes, puis recommencez."
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of a file: one of three answers, or why there is none."""

    mark: str
    word: str
    sentence: str


INTACT = Answer("conforms", "Intact", "Pas un octet n’a changé depuis la dernière signature.")
FOLLOWED = Answer(
    "conforms", "Complété depuis, comme les signatures le permettent",
    "Ce qui a été signé est intact. Quelque chose a été ajouté depuis la dernière signature, que les signatures permettent.",
)  # fmt: skip
BROKEN = Answer(
    "breaches", "Modifié après la signature", "Ce fichier n’est plus celui qui a été signé : ne vous y fiez pas."
)
STRANGE = Answer(
    "unknown", "Signé, par une autorité que ce site ne connaît pas",
    "Rien n’a changé depuis les signatures. Ce site ne peut pas dire si elles sont de qui elles se disent.",
)  # fmt: skip
BARE = Answer(
    "unknown", "Sans signature", "Ce fichier ne porte pas de signature électronique : rien ne dit s’il a changé."
)
KEPT = Answer("conforms", "Intact", "C’est, à l’octet près, un fichier conservé ici. Il ne porte pas de signature.")
WAS_KEPT = Answer(
    "conforms", "Intact", "C’est, à l’octet près, un fichier qui fut conservé ici. Il ne porte pas de signature."
)
UNREAD = Answer("unknown", "Illisible", "Ce fichier ne se lit pas comme un PDF : il n’en est pas un, ou il est coupé.")
NOWHERE = Answer(
    "unknown",
    "Inconnue ici",
    "Aucun fichier conservé ici n’a cette empreinte. Donnez le fichier : ses signatures parlent seules.",
)


def answer_to(found: Known) -> Answer:
    report: Report = found.report
    match report.verdict:
        case "valid":
            return INTACT if any(one.covers_file for one in report.signatures) else FOLLOWED
        case "altered":
            return BROKEN
        case "untrusted":
            return STRANGE
        case "unsigned":
            return KEPT if found.version else BARE
        case _:
            return UNREAD


@public
def verify(request: Request) -> HttpResponse:
    """A file or a digest is given by a POST, and answered on the page."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {}

    def check() -> None:
        if not ratelimit.consume(request, action="verify_document"):
            raise Invalid("file", TOO_MANY)
        file, digest = form.cleaned_data["file"], form.cleaned_data["digest"]
        if file is None and not digest:
            raise Invalid("file", "Choisissez un fichier, ou collez son empreinte.")
        if file is not None:
            content = file.read(2 * LARGEST + 1)
            if len(content) > 2 * LARGEST:
                raise Invalid("file", f"Ce fichier est trop lourd : {2 * LARGEST // 1_000_000} Mo au plus.")
            found = known(content)
            context.update(found=found, answer=answer_to(found), name=file.name)
        else:
            said = "".join(digest.split()).lower()
            if not DIGEST.fullmatch(said):
                raise Invalid("digest", "Une empreinte SHA-256 a 64 chiffres et lettres, de 0 à 9 et de a à f.")
            version, signed = known_by_digest(said)
            context.update(answer=(INTACT if signed else KEPT) if version else NOWHERE, digest=said, version=version)

    gesture = perform(request, form, check)
    found = context.get("found")
    version = context.get("version") or (found.version if isinstance(found, Known) else None)
    if version is not None:
        visible = Document.objects.visible_to(request.actor).filter(pk=version.document_id)  # type: ignore[attr-defined]
        removal = Removal.objects.filter(document=version.document_id).first()  # type: ignore[attr-defined]
        over = Step.objects.filter(kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN))
        ended = over.filter(circle__version=version.pk).exists()  # type: ignore[attr-defined]
        context.update(version=version, reads=visible.exists(), removal=removal, ended=ended)
        if removal and context["answer"] is KEPT:
            context["answer"] = WAS_KEPT
    return gesture.page("documents/verify.html", context)


@public
def certificate(request: Request) -> HttpResponse:
    """Of the authority of this installation, to check elsewhere what was sealed here."""
    answer = HttpResponse(authority().pem, content_type="application/x-pem-file")
    return under_name(answer, "autorite-kevread.pem")
