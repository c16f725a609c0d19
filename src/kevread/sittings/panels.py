"""What sittings show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.documents.models import Document
from kevread.documents.queries import Reading
from kevread.sittings.models import Minutes
from kevread.sittings.queries.signed import frozen_text
from kevread.ui.request import Request


def text_of_document(request: Request, *, document: Document, reading: Reading) -> str:
    """What minutes say, on the page of their document, to whoever reads it: the words of this version."""
    kept = Minutes.objects.filter(document=document).select_related("meeting__body__organisation").first()
    text = frozen_text(reading) if kept else None
    if kept is None or text is None:
        return ""
    context = {"text": text, "meeting": kept.meeting, "scale": request.scale}
    return render_to_string("sittings/minutes_of_document.html", context, request)
