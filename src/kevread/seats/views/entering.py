"""Who comes in: those who sit and are not in yet are invited together; what became of each letter."""

from django.http import HttpResponse

from kevread.charter.permissions import may_keep
from kevread.seats import operations
from kevread.seats.forms import InviteForm
from kevread.seats.operations.access import letter_of
from kevread.seats.queries.composition import kept_registers
from kevread.seats.queries.entering import Entering
from kevread.seats.queries.entering import entering as entering_of
from kevread.ui.access import may
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request


@may("register_person")
def entering(request: Request, scale: str) -> HttpResponse:
    """How many of those who sit here and below come in; the others are invited in one sending, shown before it leaves."""
    found = entering_of(request.scale, request.actor, request.today)
    form = InviteForm(found.to_invite, request.POST or None)
    begins = (
        not found.ready and may_keep(request.actor, request.scale) and not kept_registers(request.scale, request.today)
    )
    context: dict[str, object] = {"found": found, "form": form, "begins": begins}

    def invite() -> Done | None:
        chosen = form.cleaned_data["organisations"]
        if not is_confirmed(request):
            context["leaving"] = leaving(request, found, [one.slug for one in chosen])
            return None
        told = operations.invite(actor=request.actor, organisations=chosen, now=request.now)
        said = f"{len(told)} invitations partent." if len(told) > 1 else f"L’invitation de {told[0]} part."
        return Done(f"{said} Cette page dira ce qu’il en advient.", "seats:entering", scale=scale)

    gesture = perform(request, form, invite)
    return gesture.done or gesture.page("seats/entering.html", context)


def leaving(request: Request, found: Entering, slugs: list[str]) -> dict[str, object]:
    """Who will receive the letter, and what it will say to the first of them."""
    groups = {one: people for one, people in found.to_invite.items() if one.slug in slugs}
    about, people = next(iter(groups.items()))
    letter = letter_of(people[0], about, request.today, request.today)
    return {"groups": groups, "count": sum(map(len, groups.values())), "letter": letter, "first": people[0]}
