"""What common texts show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.concord.models import Answer, CommonText, Named
from kevread.concord.queries import standings
from kevread.decisions.models import Decision
from kevread.seats.models import Body
from kevread.ui.request import Request


def common_texts(request: Request, *, body: Body) -> str:
    """The texts before a body, and how each stands: for the body, and for all. Three queries, one where there is none."""
    named = Named.objects.filter(body=body).values("version__text")
    rows = CommonText.objects.visible_to(request.actor).filter(pk__in=named)
    found = [(one, one.place_of(body.pk)) for one in standings(rows, request.on) if not one.is_dropped]
    lines = [(one, place) for one, place in found if place]
    context = {"lines": lines[:5], "scale": request.scale}
    return render_to_string("concord/of_body.html", context, request)


def answered_text(request: Request, *, decision: Decision) -> str:
    """The common text that a decision answers, if it does: adopted, or refused. One query."""
    texts = CommonText.objects.visible_to(request.actor)
    rows = Answer.objects.standing_on(request.on).filter(decision=decision, named__version__text__in=texts)
    answer = rows.select_related("named__version__text").first()
    if answer is None:
        return ""
    return render_to_string("concord/of_decision.html", {"answer": answer, "scale": request.scale}, request)
