"""What people ask about their data: asked, noted, answered."""

from uuid import UUID

from django.http import HttpResponse

from kevread.directory.models import Person
from kevread.privacy import operations
from kevread.privacy.forms import AnswerForm, ExtendForm, NoteForm
from kevread.privacy.models import Demand
from kevread.privacy.permissions import may_answer
from kevread.privacy.queries.demands import due, register
from kevread.ui.access import may, seen, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("answer_demand")
@today_only
def demands(request: Request, scale: str) -> HttpResponse:
    """The register of an organisation; and the form by which one enters what came by letter."""
    people = Person.objects.visible_to(request.actor).filter(erasure=None).order_by("search", "pk")
    form = NoteForm(request.POST or None, people=people, initial={"received_on": request.today})

    def note() -> Done:
        operations.note(actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data)
        return Done(
            "La demande est inscrite : le délai court depuis le jour où elle fut reçue.", "privacy:demands", scale=scale
        )

    gesture = perform(request, form, note)
    context = {"rows": register(request.actor, request.scale.pk, request.today)}
    return gesture.done or gesture.page("privacy/demands.html", context)


@signed_in
@today_only
def demand(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was asked and answered; to whoever answers for the organisation, the answer to give."""
    rows = Demand.objects.select_related("person", "organisation", "answered_by").filter(organisation=request.scale)
    found = seen(
        rows.filter(pk=key).first(), lambda row: Demand.objects.visible_to(request.actor).filter(pk=row.pk).exists()
    )
    puts_off = "because" in request.POST
    form = AnswerForm(None if puts_off else request.POST or None)
    extending = ExtendForm(request.POST if puts_off else None)

    def answer() -> Done:
        operations.answer(actor=request.actor, demand=found, now=request.now, **form.cleaned_data)
        return Done("C’est répondu.", "privacy:demand", scale=scale, key=key)

    def extend() -> Done:
        operations.extend(actor=request.actor, demand=found, now=request.now, **extending.cleaned_data)
        told = "elle en est prévenue par courriel" if found.person.email else "sans adresse, prévenez-la autrement"
        return Done(f"Le délai est prolongé de deux mois : {told}.", "privacy:demand", scale=scale, key=key)

    gesture = perform(request, extending, extend) if puts_off else perform(request, form, answer)
    answers = bool(may_answer(request.actor, found.organisation)) and found.person_id != request.actor.person
    until = due([found], request.today)[0]
    context = {
        "demand": found,
        "due": until,
        "answers": answers and not found.answered_at,
        "form": form,
        "extending": None if found.extended_on or until.is_late else extending,
    }
    return gesture.done or gesture.page("privacy/demand.html", context)
