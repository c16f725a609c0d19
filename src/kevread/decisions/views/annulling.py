"""« Cette décision n’a pas été prise »: what holds the line, what goes with it, and why."""

from uuid import UUID

from django.http import HttpResponse

from kevread.decisions import permissions
from kevread.decisions.forms import NoteForm
from kevread.decisions.models import Decision
from kevread.decisions.operations.annulling import annul_decision
from kevread.decisions.page import decision_of
from kevread.decisions.queries.register import outcome_of
from kevread.decisions.queries.resting import resting_on
from kevread.decisions.queries.wording import shown
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown


@may("record_decision")
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Nothing is offered while something rests on it: the page says what, and where it is undone."""
    found = decision_of(request, key)
    permissions.may_record(request.actor, found.body).or_raise()
    rests = resting_on(found, request.actor) if found.stands else []
    pending = shown(found.applications.pending())
    entrusted = list(found.follow_ups.open().select_related("owner"))
    form = NoteForm("Pourquoi elle n’a pas été prise", request.POST or None)

    def tells(held: Decision) -> object:
        asked = held.applications.pending().order_by("pk").values_list("pk", flat=True)
        return [held.as_written(), [*asked], [*held.follow_ups.open().values_list("pk", flat=True)]]

    def undo() -> Done:
        annul_decision(actor=request.actor, decision=found, reason=form.cleaned_data["note"], now=request.now)
        said = f"La ligne n° {found.reference} est annulée : elle garde son numéro, et ne compte plus."
        return Done(said, "decisions:decision", scale=scale, key=key)

    gesture = perform(request, form, undo, Shown(found, tells, first=found.organisation))
    context = {
        "decision": found,
        "outcome": outcome_of(found),
        "rests": rests,
        "pending": pending,
        "entrusted": entrusted,
    }
    return gesture.done or gesture.page("decisions/annul_decision.html", context)
