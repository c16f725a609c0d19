"""What privacy shows on the page of a person."""

from django.template.loader import render_to_string

from kevread.directory.models import Person
from kevread.ui.request import Request

from .models import Erasure
from .permissions import may_erase


def erasing(request: Request, *, person: Person) -> str:
    """The way to erase them, for whoever may; that they are, once it is done."""
    done = Erasure.objects.filter(person=person).first()
    may = request.scale is not None and not request.is_past and bool(may_erase(request.actor, request.scale))
    if not may and done is None:
        return ""
    context = {"person": person, "erasure": done, "may": may and done is None, "scale": request.scale}
    return render_to_string("privacy/of_person.html", context, request)
