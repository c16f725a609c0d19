"""What a page needs where one signs, or is handed what is kept: here, or in a room above that shows it."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.documents import operations, permissions
from kevread.documents.forms import SignForm
from kevread.documents.models import Version
from kevread.documents.queries import signing_code_sent
from kevread.documents.queries.sealed import sealed_bytes
from kevread.ui.files import attached
from kevread.ui.request import Request

OPENED, KEPT = "documents_opened", 200  # of each session, the last files that somebody opened


def opened_by(request: Request) -> set[UUID]:
    """The versions that whoever asks opened since they entered: of nobody else who used the same session."""
    return {UUID(key) for person, key in request.session.get(OPENED, []) if person == str(request.actor.person)}


def note_opened(request: Request, version: Version) -> None:
    """The file of a version leaves for whoever asked to read it."""
    if request.actor.person is not None and request.method == "GET" and version.pk not in opened_by(request):
        pair = [str(request.actor.person), str(version.pk)]
        request.session[OPENED] = [*request.session.get(OPENED, []), pair][-KEPT:]


def signing(request: Request, version: Version, form: SignForm | None = None) -> dict[str, object]:
    """What the reader may sign, and what they have to type: nothing, until a code was sent to them."""
    grounds = permissions.may_sign(request.actor, version, request.on)
    if not grounds or request.person is None or request.is_past:
        return {"why_not": grounds, "sign": None, "form": None, "by_mail": False, "sent": False}
    by_mail = operations.method_of(request.person) == "mail"
    sent = by_mail and signing_code_sent(version, request.person.pk, request.now)
    form = form or SignForm()
    form.fields["code"].help_text = "Les six chiffres reçus par courriel." if by_mail else "Ceux de votre application."
    return {"why_not": grounds, "sign": grounds, "form": form, "by_mail": by_mail, "sent": sent}


def handed(version: Version, name: str = "") -> HttpResponse:
    """The bytes of a version, to save; under its own name, or another. Raises Gone where its document was erased."""
    return attached(version.intact, version.media_type, name or version.name)


def as_signed(document: UUID | None, missing: str) -> HttpResponse:
    """As `as_given`; a paper that was signed here, with the signatures that its file carries."""
    rows = Version.objects.select_related("content", "document__removal").filter(document=document, seals__isnull=False)
    version = rows.order_by("-number").first() if document else None
    if version is None:
        return as_given(document, missing)
    version.document.require_there()
    return attached(sealed_bytes(version), version.media_type, f"signe-{version.name}")


def as_given(document: UUID | None, missing: str) -> HttpResponse:
    """The file that was given with what cites it: a version that was kept since proves nothing of it. Raises Gone; Http404
    where none is kept."""
    rows = Version.objects.select_related("content", "document__removal")
    version = rows.filter(document=document, number=1).first() if document else None
    if version is None:
        raise Http404(missing)
    return handed(version)
