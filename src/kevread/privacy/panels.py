"""What privacy shows on the page of a person."""

from django.template.loader import render_to_string

from kevread.directory.models import Person
from kevread.ui.request import Request

from .models import Erasure
from .permissions import may_erase, may_restrict


def erasing(request: Request, *, person: Person) -> str:
    """The ways to limit what is done with their data, and to erase them, for whoever may; what is so, once it is done."""
    done = Erasure.objects.filter(person=person).first()
    acts = request.scale is not None and not request.is_past and done is None
    context = {
        "person": person,
        "erasure": done,
        "may": acts and bool(may_erase(request.actor, request.scale)),
        "may_restrict": acts and bool(may_restrict(request.actor, request.scale)),
        "scale": request.scale,
    }
    if not (done or person.limited_since or context["may"] or context["may_restrict"]):
        return ""
    return render_to_string("privacy/of_person.html", context, request)
