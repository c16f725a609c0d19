"""« À classer »: the decisions of the register that have no type yet, and the gesture that gives them one."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from kevread.common.facts import HEAD
from kevread.decisions.forms import ClassForm
from kevread.decisions.models import Decision
from kevread.decisions.operations.classing import classify_decision
from kevread.decisions.page import decision_of, page_of
from kevread.decisions.queries.classing import count_to_class, silent, to_class
from kevread.decisions.queries.register import lines_of
from kevread.decisions.queries.suggesting import suggestions_for
from kevread.decisions.rules import first_watched
from kevread.directory.models import Organisation
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request

A_SCREEN = 10
LIST = "liste"  # the gesture was asked from the list: one goes back to it


@may("read")
def to_classify(request: Request, scale: str) -> HttpResponse:
    """Those of the organisation, one under the other, to be classed by those who write in the register; and at the head,
    what is not known of the others."""
    return list_of(Gesture(request))


def list_of(gesture: Gesture, answered: Decision | None = None) -> HttpResponse:
    """The list, with the form that was answered in the place of an empty one."""
    request = gesture.request
    rows = to_class(request.scale, request.actor, request.on)
    page = Paginator(rows, A_SCREEN).get_page(request.GET.get("page"))
    asked = [
        (
            one,
            gesture.form
            if answered and answered.pk == one.pk
            else ClassForm(one.organisation.scale, auto_id=f"{one.pk}-%s"),
            suggestions_for(one),
        )
        for one in page.object_list
    ]
    grounds = request.actor.hat_for("record_decision", request.scale.pk)
    context = {"page": page, "asked": asked, "acts": bool(grounds) and not request.is_past, "grounds": grounds}
    if request.scale.scale == HEAD:
        others = Organisation.objects.on(request.on).visible_to(request.actor).exclude(pk=request.scale.pk)
        context |= {
            "elsewhere": count_to_class(list(others.values_list("pk", flat=True)), request.on),
            "silent": silent(first_watched(request.on), request.on),
        }
    return gesture.page("decisions/to_classify.html", context)


@may("record_decision")
@today_only
@require_POST
def classify(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Give its type to a decision, from the list or from its own page."""
    found = decision_of(request, key)
    from_list = request.POST.get("de") == LIST
    form = ClassForm(found.organisation.scale, request.POST, auto_id=f"{found.pk}-%s")

    def give() -> Done:
        written = classify_decision(
            actor=request.actor, decision=found, type=form.cleaned_data["type"], now=request.now
        )
        (line,) = lines_of([written])
        said = f"n° {written.reference}, {written.title} : {line.type}."
        if line.competence:
            said = f"{said} {line.said}"
        if from_list:
            return Done(said, "decisions:to_classify", scale=scale)
        return Done(said, "decisions:decision", scale=scale, key=key)

    gesture = perform(request, form, give)
    if gesture.done:
        return gesture.done
    return list_of(gesture, found) if from_list else page_of(gesture, found, class_form=form)
