"""The register of processing of an organisation: read, validated, taken away."""

from django.http import HttpResponse

from kevread.documents.contracts import as_data
from kevread.documents.models import Document
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.privacy import operations
from kevread.privacy.exports import PROCESSING
from kevread.privacy.forms import ValidateForm
from kevread.privacy.permissions import may_validate
from kevread.privacy.queries.papers import in_words, joint, processing_paper
from kevread.privacy.queries.register import declared, register_of
from kevread.privacy.rules.register import SECURITY
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
@today_only
def processing(request: Request, scale: str) -> HttpResponse:
    """What is done with people’s data, who validated it, what changed since; to whoever may, the gesture."""
    register = register_of(request.scale)
    last = register.validation
    documents = Document.objects.visible_to(request.actor).filter(organisation=request.scale, removal=None)
    documents = documents.order_by("title", "pk")
    known = {"contact": last.contact, "joint": last.joint_id} if last else {}
    form = ValidateForm(request.POST or None, documents=documents, initial=known)

    def validate() -> Done:
        operations.validate(actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data)
        return Done("Le registre est validé, tel qu’il est aujourd’hui.", "privacy:processing", scale=scale)

    validates = bool(may_validate(request.actor, request.scale))
    gesture = perform(request, form, validate)
    context = {
        "register": register,
        "joint": joint(register),
        "changed": list(map(in_words, register.changed)),
        "security": SECURITY,
        "validates": validates,
    }
    return gesture.done or gesture.page("privacy/processing.html", context)


@may("read")
def processing_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, PROCESSING, declared(), form)


@may("read")
def processing_pdf(request: Request, scale: str) -> HttpResponse:
    """On paper, for whoever controls. It is not kept."""
    paper = processing_paper(request.scale, register_of(request.scale), request.now)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), f"registre-des-traitements-{scale}.pdf")
