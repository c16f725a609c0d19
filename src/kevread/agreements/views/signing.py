"""What a decision approves; to put texts to signature, several at once."""

from uuid import UUID

from django.http import HttpResponse

from kevread.agreements import operations
from kevread.agreements.forms import ConsentForm, ToSignForm
from kevread.agreements.models import KEEPS, Instrument
from kevread.agreements.queries.signing import ready_to_sign, to_consent, who_may_sign
from kevread.agreements.rules import CONSENT
from kevread.agreements.todo import page_of
from kevread.decisions.operations.applying import propose_application
from kevread.decisions.page import decision_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@may("record_decision")
@today_only
def consent(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which text a decision of the register approves. Nothing is done until its page confirms it."""
    found = decision_of(request, key)
    offered = to_consent(found, request.actor)
    form = ConsentForm(offered, request.POST or None)

    def propose() -> Done:
        asked = form.cleaned_data
        propose_application(actor=request.actor, decision=found, kind=CONSENT, asked=asked, now=request.now)
        page = screen_address("decisions:decision", scale=scale, key=found.pk)
        return Done("C’est noté. Rien n’est encore fait : confirmez-le sur cette page.", f"{page}#applications")

    gesture = perform(request, form, propose)
    return gesture.done or gesture.page("agreements/consent.html", {"decision": found, "offered": offered})


@may(KEEPS)
@today_only
def to_signature(request: Request, scale: str) -> HttpResponse:
    """Which of the texts that every party approved; who signs for each."""
    ready = ready_to_sign(request.scale, request.actor)
    asked = request.GET.get("convention", "")
    chosen = [one for one in ready if str(one.agreement_id) == asked] or ready
    offered = who_may_sign(chosen, request.today)
    form = ToSignForm(chosen, offered, request.POST or None, initial={"instruments": [str(one.pk) for one in chosen]})

    def put() -> Done:
        found = operations.put_to_signatures(
            actor=request.actor, organisation=request.scale, now=request.now, **form.said
        )
        if len(found) > 1:
            return Done(f"{len(found)} demandes de signature partent.", "agreements:agreements", scale=scale)
        text = Instrument.objects.get(document=found[0].version.document_id)
        return Done("La demande de signature part.", page_of(text, scale))

    gesture = perform(request, form, put)
    return gesture.done or gesture.page("agreements/to_signature.html", {"ready": ready, "offered": offered})
