"""Who designates for a seat that another organisation gives, and how one writes to them."""

from django.http import Http404, HttpResponse

from kevread.directory.models import Person
from kevread.seats import operations, permissions
from kevread.seats.forms import AskForm
from kevread.seats.operations.designation import letter_of
from kevread.seats.queries import representable
from kevread.seats.queries.designating import asked_at, designating, is_designated
from kevread.seats.views.scene import body_of, seat_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request


@may("read")
@today_only
def designation(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """The body and the people who designate; for whoever fills seats here, the letter, read before it leaves."""
    where = seat_of(request, body_of(request, body), seat)
    represents = representable(where, request.on).filter(slug=request.GET.get("pour", "")).first()
    if represents is None or not is_designated(where, represents):
        raise Http404("Aucune autre organisation ne donne ce siège à cette adresse.")
    found = designating(where, represents, request.today, request.actor)
    form = AskForm(request.POST or None)

    def write() -> Done | None:
        if not is_confirmed(request):
            return None
        told = operations.ask_designation(
            actor=request.actor,
            seat=where,
            represents=represents,
            message=form.cleaned_data["message"],
            now=request.now,
        )
        said = f"C’est parti : {len(told)} {'lettres' if len(told) > 1 else 'lettre'}, à {', '.join(map(str, told))}."
        return Done(said, "seats:body", scale=scale, body=where.body.slug)

    gesture = perform(request, form, write)
    if gesture.done:
        return gesture.done
    ready = request.method == "POST" and form.is_valid() and gesture.refusal is None
    sender = Person.objects.filter(pk=request.actor.person).first() if request.actor.person else None
    context = {
        "seat": where,
        "body": where.body,
        "designating": found,
        "reached": found.reached,
        "asked_at": asked_at(where, represents),
        "grounds": permissions.may_ask_designation(request.actor, where),
        "letter": letter_of(where, represents, form.cleaned_data["message"], sender) if ready else "",
    }
    return gesture.page("seats/designation.html", context)
