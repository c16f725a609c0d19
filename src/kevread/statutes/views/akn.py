"""A text leaves in Akoma Ntoso; a draft takes its articles from such a file."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from kevread.charter.operations import rehearsed
from kevread.statutes import operations
from kevread.statutes.forms import TakeForm
from kevread.statutes.models import ADOPTS
from kevread.statutes.queries.akn import Fitted, whole_of
from kevread.statutes.queries.articles import mark_of_draft, statutes_paper
from kevread.statutes.rules.akn import MEDIA_TYPE, Part, written
from kevread.statutes.rules.articles import STANDS, Stands
from kevread.statutes.scene import statutes_of
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request


@may("read")
def text_akn(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = statutes_of(request, key)
    content = written(whole_of(found), request.today)
    name = f"{statutes_paper(found, request.on).title}.xml"
    return under_name(HttpResponse(content, content_type=f"{MEDIA_TYPE}; charset=utf-8"), name)


@may(ADOPTS)
@today_only
def take(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the file says, and what of it is left, is shown; then confirmed."""
    found = statutes_of(request, key)
    form = TakeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"found": found}

    def write() -> Done | None:
        def verb() -> Fitted:
            seen = request.POST.get("vu", "") if is_confirmed(request) else None
            return operations.take_file(
                actor=request.actor, statutes=found, content=form.read, now=request.now, seen=seen
            )[1]

        if not is_confirmed(request):
            told = rehearsed(verb)
            context["told"], context["lines"] = told, [(one, said(one)) for one in told.parts if told_of(one)]
            context["untold"] = len(told.parts) - len(context["lines"])
            context["content"], context["mark"] = b64encode(form.read).decode(), mark_of_draft(found)
            return None
        verb()
        return Done("Le brouillon est repris du fichier.", "statutes:statutes", scale=scale, key=key)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("statutes/take.html", context)


def told_of(part: Part) -> bool:
    """Whether the file says something of it: the articles of the model that it does not are counted together."""
    return part.stands != Stands.UNTOLD or bool(part.line)


def said(part: Part) -> str:
    """What the draft would have of an article."""
    if part.form == "free" or part.stands not in Stands:
        return STANDS[Stands.ABSENT] if part.stands == Stands.ABSENT else "Article libre"
    return "Une autre rédaction que celle du modèle" if part.stands == Stands.OTHER else STANDS[Stands(part.stands)]
