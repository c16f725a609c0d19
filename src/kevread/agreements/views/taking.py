"""A text that is being prepared, and the version of its model that came since: what would change, then taken up."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.agreements import operations
from kevread.agreements.loader import held_to
from kevread.agreements.models import KEEPS, Instrument
from kevread.agreements.operations.preparing import WRITABLE
from kevread.agreements.queries.newer import newer_for
from kevread.agreements.queries.standing import mark_of_text
from kevread.agreements.scene import instrument_of
from kevread.agreements.todo import page_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown


@may(KEEPS)
@today_only
def take_up(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Each clause as it is written, then as the newer version of the model would make it. What is pressed is held to both."""
    text = instrument_of(request, key, 0)
    rows = list(text.clauses.select_related("instrument").order_by("rank", "slug"))
    newer = newer_for(text, rows, request.today) if text.stage in WRITABLE else None
    held = held_to(text.agreement.kind, text.model_since)
    if newer is None or held is None or text.origin != Instrument.Origin.HERE or text.agreement.annulled_on:
        raise Http404("Aucun modèle plus récent ne se reprend dans ce texte.")
    since = newer.since

    def take() -> Done:
        operations.take_up(actor=request.actor, instrument=text, since=since, now=request.now)
        return Done("Ce texte suit maintenant le modèle en usage : relisez-le.", page_of(text, scale))

    shown = Shown(text, lambda row: (mark_of_text(row), since), first=text.agreement)
    gesture = perform(request, None, take, shown)
    said = text.approvals.exclude(decision=None, authority="").select_related("party__organisation")
    context = {
        "agreement": text.agreement,
        "newer": newer,
        "drawn_since": text.model_since,
        "fall": list(said.order_by("party__rank")) if newer.changed else [],
    }
    return gesture.done or gesture.page("agreements/take_up.html", context)
