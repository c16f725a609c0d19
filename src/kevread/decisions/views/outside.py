"""The advice of somebody outside of the network, noted of a decision, and what was noted by mistake."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.decisions import permissions
from kevread.decisions.forms import NoteForm, OutsideAdviceForm
from kevread.decisions.models import OutsideAdvice
from kevread.decisions.operations.outside import annul_outside_advice, note_outside_advice
from kevread.decisions.page import decision_of
from kevread.decisions.queries.outside import outside_organs, titled
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("record_decision")
@today_only
def note(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Who advised, on what day, in favour or not, in which words."""
    found = decision_of(request, key)
    permissions.may_record(request.actor, found.body).or_raise()
    organs = [(one.key, titled(one)) for one in outside_organs(found.type)]
    if not organs:
        raise Http404("La répartition ne demande aucun avis de l’extérieur avant cette décision.")
    given = {"organ": organs[0][0], "given_on": found.decided_on}
    form = OutsideAdviceForm(organs, request.POST or None, initial=given)

    def write() -> Done:
        typed = form.cleaned_data | {"favourable": form.cleaned_data["favourable"] == "yes"}
        note_outside_advice(actor=request.actor, decision=found, now=request.now, **typed)
        return Done("L’avis est noté : la décision en tient compte.", "decisions:decision", scale=scale, key=key)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("decisions/note_outside_advice.html", {"decision": found})


@may("record_decision")
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was noted by mistake."""
    rows = OutsideAdvice.objects.standing().select_related("decision")
    noted = rows.filter(pk=key, decision__organisation=request.scale).first()
    if noted is None:
        raise Http404("Cet avis n’est pas noté ici, ou il est déjà annulé.")
    found = decision_of(request, noted.decision_id)
    permissions.may_record(request.actor, found.body).or_raise()
    form = NoteForm("Quelle était l’erreur", request.POST or None)

    def undo() -> Done:
        annul_outside_advice(actor=request.actor, advice=noted, reason=form.cleaned_data["note"], now=request.now)
        said = "Cet avis est annulé : le journal en garde le motif."
        return Done(said, "decisions:decision", scale=scale, key=found.pk)

    gesture = perform(request, form, undo)
    return gesture.done or gesture.page("decisions/annul_outside_advice.html", {"decision": found, "advice": noted})
