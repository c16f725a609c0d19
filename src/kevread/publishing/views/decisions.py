"""The decisions that anybody may read; and who lets them."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from kevread.decisions.models import Decision
from kevread.decisions.page import decision_of
from kevread.publishing import operations
from kevread.publishing.exports import PUBLIC_DECISIONS
from kevread.publishing.models import MadePublic
from kevread.publishing.permissions import may_publish
from kevread.publishing.queries.decisions import public_decisions
from kevread.ui.access import may, public, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request, as_key
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file


@public
def decisions(request: Request) -> HttpResponse:
    """The decisions that organisations made public, with their words, the last first; one alone, where the address says it."""
    rows, asked = public_decisions(request.on), as_key(request.GET.get("decision", ""))
    page = Paginator(rows.filter(decision=asked) if asked else rows, 20).get_page(request.GET.get("page"))
    return render(request, "publishing/decisions.html", {"page": page, "alone": asked is not None})


def with_publicity(decision: Decision) -> object:
    """What the page shows: the line, and whether it was made public, and taken back, meanwhile."""
    made = MadePublic.objects.filter(decision=decision).first()
    return [decision.as_written(), made.as_written() if made else None]


@public
def decisions_file(request: Request, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, PUBLIC_DECISIONS, public_decisions(request.on), form)


@may("read")
@today_only
def publish(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What anybody will read of a decision, before they may; or that they may no longer."""
    found = decision_of(request, key)
    may_publish(request.actor, found).or_raise()

    def press() -> Done:
        if "retirer" in request.POST:
            operations.withdraw_decision(actor=request.actor, decision=found, now=request.now)
            said = "Cette décision n’est plus publique."
        else:
            operations.publish_decision(actor=request.actor, decision=found, now=request.now)
            said = "Cette décision est publique : tout le monde peut la lire."
        return Done(said, "decisions:decision", scale=scale, key=found.pk)

    gesture = perform(request, None, press, Shown(found, with_publicity))
    is_public = MadePublic.objects.filter(decision=found).standing().exists()
    context = {"decision": found, "is_public": is_public}
    return gesture.done or gesture.page("publishing/publish.html", context)
