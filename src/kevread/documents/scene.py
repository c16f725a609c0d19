"""What a page where one signs needs: here, or in a room above that shows what is signed."""

from uuid import UUID

from kevread.documents import operations, permissions
from kevread.documents.forms import SignForm
from kevread.documents.models import Version
from kevread.documents.queries import signing_code_sent
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
