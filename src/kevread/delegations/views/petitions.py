"""To ask for a delegation from where it lacked; to answer."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from kevread.common.money import euros
from kevread.delegations import operations, permissions
from kevread.delegations.forms import AskForm, DeclineForm
from kevread.delegations.loader import acts
from kevread.delegations.queries import may_commit
from kevread.delegations.queries.petitions import entitled, may_reply, open_petition
from kevread.delegations.queries.spaces import may_commit_in, of_space, regional_spaces
from kevread.delegations.scene import petition_of
from kevread.ui.access import signed_in, today_only
from kevread.ui.forms import typed_euros
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request, number


@signed_in
@today_only
def ask(request: Request, scale: str, act: str) -> HttpResponse:
    """What is asked, of whom, and why; for the space that the address names, when it is a mandate there."""
    book = acts().on(request.today)
    if act not in book or not book[act].delegated:
        raise Http404
    permissions.may_ask(request.actor).or_raise()
    cents = number(request.GET.get("montant", ""), 1, 10**12)
    initial = {"cents": typed_euros(cents)} if cents else {}
    form = AskForm(book[act].amount, request.POST or None, initial=initial)
    spaces = regional_spaces(request.today) if of_space(book[act]) and "espace" in request.GET else []
    space = next((one for one in spaces if one.slug == request.GET["espace"]), None)

    def send() -> Done:
        typed = form.cleaned_data
        made = operations.ask(
            actor=request.actor,
            organisation=request.scale,
            code=act,
            cents=typed.get("cents"),
            space=space,
            message=typed["message"],
            now=request.now,
        )
        return Done("Votre demande est partie.", "delegations:petition", scale=scale, key=made.pk)

    gesture = perform(request, form, send)
    whom = [one for one in entitled(request.scale, act, request.today) if one.pk != request.actor.person]
    context = {
        "act": book[act],
        "whom": whom,
        "waiting": open_petition(request.actor.person, request.scale, act),
        "space": space,
        "answer": may_commit_in(space, request.actor.person, request.scale, request.today)
        if space
        else may_commit(request.actor.person, act, request.scale, request.today),
    }
    return gesture.done or gesture.page("delegations/ask.html", context)


@signed_in
def petition(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A request: given by giving the delegation, or declined with the reason."""
    found = petition_of(request, key)
    grounds = may_reply(request.actor, found, request.today)
    form = DeclineForm(request.POST or None)
    if request.method == "POST":
        grounds.or_raise()

    def decline() -> Done:
        operations.decline(actor=request.actor, petition=found, now=request.now, **form.cleaned_data)
        return Done(f"{found.person} en est prévenu·e.", "delegations:petition", scale=scale, key=key)

    gesture = perform(request, form, decline)
    context = {
        "petition": found,
        "label": acts().label(found.act),
        "sum": euros(found.cents) if found.cents else "",
        "answers": bool(grounds) and found.answered_at is None and not request.is_past,
        "mine": found.person_id == request.actor.person,
    }
    return gesture.done or gesture.page("delegations/petition.html", context)


@signed_in
@require_POST
def withdraw(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Whoever asked takes it back."""
    found = petition_of(request, key)

    def do() -> Done:
        operations.withdraw(actor=request.actor, petition=found, now=request.now)
        return Done("Votre demande est retirée.", "delegations:petition", scale=scale, key=key)

    gesture = perform(request, None, do)
    context = {"petition": found, "label": acts().label(found.act), "mine": True}
    return gesture.done or gesture.page("delegations/petition.html", context)
