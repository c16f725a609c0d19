"""Who designates for a seat that another organisation gives, and how one writes to them, proposing somebody or not."""

from django.http import Http404, HttpResponse

from kevread.common.words import listed
from kevread.directory.models import Person
from kevread.seats import operations, permissions
from kevread.seats.forms import AskForm
from kevread.seats.operations.designation import letter_of
from kevread.seats.queries import representable
from kevread.seats.queries.candidates import Obstacle, obstacles_of
from kevread.seats.queries.designating import Designating, designating, is_designated, letter_about
from kevread.seats.views.choice import person_of
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
    key = request.GET.get("personne", "")
    proposed = person_of(key) if key and permissions.may_ask_designation(request.actor, where) else None
    obstacles: list[Obstacle] = []
    if proposed:
        ((_, obstacles),) = obstacles_of([proposed], where, represents, request.today)
    form = AskForm(request.POST or None, initial={"message": first_words(found, proposed, obstacles)})

    def write() -> Done | None:
        if not is_confirmed(request):
            return None
        told = operations.ask_designation(
            actor=request.actor,
            seat=where,
            represents=represents,
            message=form.cleaned_data["message"],
            now=request.now,
            proposed=proposed,
        )
        said = f"C’est parti : {len(told)} {'lettres' if len(told) > 1 else 'lettre'}, à {', '.join(map(str, told))}."
        return Done(said, "seats:body", scale=scale, body=where.body.slug)

    gesture = perform(request, form, write)
    if gesture.done:
        return gesture.done
    ready = request.method == "POST" and form.is_valid() and gesture.refusal is None
    sender = Person.objects.filter(pk=request.actor.person).first() if request.actor.person else None
    grounds = permissions.may_ask_designation(request.actor, where)
    last = letter_about(where, represents, request.today)
    if last and not grounds:
        last = last.unnamed
    context = {
        "seat": where,
        "body": where.body,
        "designating": found,
        "reached": found.reached,
        "asked": last,
        "again": last.again(request.now) if last else None,
        "proposed": proposed,
        "obstacles": obstacles,
        "grounds": grounds,
        "letter": letter_of(where, represents, form.cleaned_data["message"], sender, proposed) if ready else "",
    }
    return gesture.page("seats/designation.html", context)


def first_words(found: Designating, proposed: Person | None, obstacles: list[Obstacle]) -> str:
    """The letter as it could be, for whoever writes to change as they like; it says by itself whom they propose."""
    meets = f"de votre prochaine réunion ({found.body.name})" if found.body else "de votre prochaine réunion"
    asked = f"Pouvez-vous mettre cette désignation à l’ordre du jour {meets}, et nous répondre ?"
    if proposed is None:
        return f"Ce siège attend la personne que vous désignerez. {asked}"
    known = " ".join(["À savoir :", *(one.sentence for one in obstacles)]) if obstacles else ""
    first = dict.fromkeys(one.first.label for one in obstacles if one.first)
    enters = f"Il faut d’abord y entrer, ce qui se décide chez vous : {listed(first)}." if first else ""
    return " ".join(filter(None, (known, enters, asked)))
