"""What publishing shows on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.decisions.models import Decision
from kevread.publishing.models import MadePublic
from kevread.publishing.permissions import may_publish
from kevread.ui.request import Request


def publicity(request: Request, *, decision: Decision) -> str:
    """Whether anybody may read a decision, and the gesture of those who may say so."""
    made = MadePublic.objects.filter(decision=decision).standing().by(request.on).first()
    may = not request.is_past and bool(may_publish(request.actor, decision))
    context = {
        "made": made,
        "may_publish": may and (made or decision.stands),
        "decision": decision,
        "scale": request.scale,
    }
    return render_to_string("publishing/publicity.html", context, request)
