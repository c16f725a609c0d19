"""Ask those who may, by name; and their answer."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.seats import operations, permissions, roles
from kevread.seats.asks import entrusted_of
from kevread.seats.forms import AnswerPleaForm, PleaForm
from kevread.seats.models import Plea
from kevread.seats.queries.pleas import WRITTEN_TO, open_plea, who_may_do, written_to
from kevread.seats.views.people import named
from kevread.ui.access import seen, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@signed_in
@today_only
def ask(request: Request, scale: str, right: str) -> HttpResponse:
    """Who may do this here, each by name as this reader may read it; and the form by which one asks them."""
    if right == "read" or right not in roles.every_right():
        raise Http404("Ce n’est pas un geste que l’on puisse demander.")
    grounds = permissions.may_ask_somebody(request.actor)
    if request.method == "POST":
        grounds.or_raise()
    form = PleaForm(request.POST or None)

    def send() -> Done:
        message = form.cleaned_data["message"]
        made = operations.ask_somebody(
            actor=request.actor, organisation=request.scale, right=right, message=message, now=request.now
        )
        return Done("C’est demandé : la réponse vous viendra par courriel.", "seats:plea", scale=scale, key=made.pk)

    gesture = perform(request, form, send)
    if gesture.done:
        return gesture.done
    viewers = who_may_do(request.scale, right, request.today)
    reached = len(written_to(viewers, request.actor.person))
    context = {
        "gesture": roles.every_right()[right],
        "viewers": named(viewers, request),
        "reached": reached,
        "unwritten": len(viewers) - reached,
        "at_most": WRITTEN_TO,
        "own": bool(request.actor.hat_for(right, request.scale.pk)),
        "within": bool(grounds),
        "entrusted": entrusted_of(right, request.scale),
        "waiting": open_plea(request.actor.person, request.scale, right) if request.actor.person else None,
    }
    return gesture.page("seats/ask_somebody.html", context)


@signed_in
@today_only
def plea(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was asked, and what was answered; to whoever may do it, the answer to give."""
    rows = Plea.objects.select_related("person", "organisation", "answered_by").filter(organisation=request.scale)
    found = seen(
        rows.filter(pk=key).first(), lambda row: Plea.objects.visible_to(request.actor).filter(pk=row.pk).exists()
    )
    grounds = permissions.may_answer_plea(request.actor, found)
    form = AnswerPleaForm(request.POST or None)

    def answer() -> Done:
        operations.answer_plea(actor=request.actor, plea=found, now=request.now, **form.cleaned_data)
        return Done(f"{found.person} en est prévenu·e.", "seats:plea", scale=scale, key=key)

    gesture = perform(request, form, answer)
    context = {
        "plea": found,
        "gesture": roles.every_right().get(found.right, found.right),
        "answers": bool(grounds) and found.answered_at is None,
        "mine": found.person_id == request.actor.person,
    }
    return gesture.done or gesture.page("seats/plea.html", context)
