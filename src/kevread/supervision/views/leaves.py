"""Time away: the days of a team, month by month; days asked, answered, given back."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.directory.models import Organisation, Person
from kevread.supervision import operations
from kevread.supervision.exports import LEAVES
from kevread.supervision.forms import AnswerLeaveForm, LeaveForm
from kevread.supervision.loader import acts
from kevread.supervision.models import Leave
from kevread.supervision.queries.leaves import last_of, leaves_of, mine_of, month_of, month_shown
from kevread.supervision.queries.matters import MatterShown, lines_of_actor
from kevread.supervision.rules import EMPLOYER, PERSON
from kevread.supervision.scene import matter_of, workers_here, works_here
from kevread.ui.access import confidential, may, signed_in, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .answering import answered
from .within import within


def asked_for(request: Request) -> dict[str, Person]:
    """For whom this person may ask for days here: oneself; everybody, for the employer’s line."""
    spec = acts().acts.get(acts().of_form("leave"))
    if spec is None:
        return {}
    employs = (EMPLOYER, request.scale.pk) in lines_of_actor(request.actor) and EMPLOYER in spec.raised_by
    found = {}
    for one in workers_here(request):
        is_mine = one.person.pk == request.actor.person and PERSON in spec.raised_by
        if one.employer == request.scale and (is_mine or employs):
            found[str(one.person.pk)] = one.person
    return found


def employer_elsewhere(request: Request) -> Organisation | None:
    """Of whom one asks for one's own days, when one works here for another employer; None for others."""
    spec = acts().acts.get(acts().of_form("leave"))
    if spec is None or PERSON not in spec.raised_by:
        return None
    others = {one.employer for one in works_here(request)} - {request.scale}
    return others.pop() if len(others) == 1 else None


@within
def leaves(request: Request, scale: str) -> HttpResponse:
    """The month of those whom this person may read."""
    first = month_of(request.GET.get("mois", ""), request.on)
    people = asked_for(request)
    own = [
        one for one in workers_here(request) if one.person.pk == request.actor.person and one.employer == request.scale
    ]
    context = {
        "mine": [] if request.is_past else [row for one in own[:1] for row in mine_of(one, request.actor, request.on)],
        "month": month_shown(request.scale, request.actor, request.on, first),
        "asks": bool(people) and not request.is_past,
        "elsewhere": None if people or request.is_past else employer_elsewhere(request),
        "is_oneself": list(people) == [str(request.actor.person)],
    }
    return render(request, "supervision/leaves.html", context)


@within
def leaves_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: who, when, and whether it is answered; never why."""
    first = month_of(request.GET.get("mois", ""), request.on)
    rows = leaves_of(request.scale, request.actor, request.on, first, last_of(first))
    return table_file(request, LEAVES, rows, form)


@signed_in
@today_only
def ask_leave(request: Request, scale: str) -> HttpResponse:
    """Ask for days for oneself; or write those of somebody, for their employer’s line. Whoever works here for another employer
    is led there. Raises Http404 for others."""
    people = asked_for(request)
    if not people and (employer := employer_elsewhere(request)) is not None:
        return redirect(screen_address("supervision:ask_leave", scale=employer.slug))
    if not people:
        raise Http404("Aucun jour ne se demande ici.")
    own = str(request.actor.person)
    form = LeaveForm([(key, str(one)) for key, one in people.items()], list(people) == [own], request.POST or None)

    def do() -> Done:
        typed = form.cleaned_data
        person = people[typed.get("person", own)]
        made = operations.ask_leave(
            actor=request.actor,
            person=person,
            place=request.scale,
            kind=typed["kind"],
            first=typed["first"],
            last=typed["last"],
            from_noon=typed["from_noon"],
            until_noon=typed["until_noon"],
            line=PERSON if str(person.pk) == own else EMPLOYER,
            now=request.now,
        )
        return Done("C’est demandé.", "supervision:matter", scale=scale, key=made.matter_id)

    return asked_by(
        request,
        form,
        do,
        title="Demander des jours",
        lede="Quels jours, et rien d’autre : aucun motif n’est demandé, ni gardé.",
        button="Demander ces jours",
        what="Congés, absences et télétravail",
        back=screen_address("supervision:leaves", scale=scale),
    )


def leave_shown(request: Request, key: UUID) -> tuple[MatterShown, Leave]:
    """Raises Http404."""
    found = matter_of(request, key)
    leave = Leave.objects.filter(matter=found.matter).select_related("matter__organisation").first()
    if leave is None:
        raise Http404("Ce dossier ne demande pas de jours.")
    return found, leave


@confidential
@may("read")
@today_only
def answer_leave(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Grant these days, or refuse them and say why."""
    found, leave = leave_shown(request, key)
    views = [one.side.organisation.name for one in found.awaited]
    whose = "du conseil" if len(views) == 1 else "des conseils"
    waits = f" L’avis {whose} n’est pas encore écrit : {', '.join(views)}." if views else ""
    form = AnswerLeaveForm(request.POST or None)
    return answered(request, found, form, operations.answer_leave, f"{found.matter.person} : {leave}.{waits}")


@confidential
@within
@today_only
def cancel_leave(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Give these days back, before the first of them."""
    found, leave = leave_shown(request, key)
    if found.matter.person_id != request.actor.person:
        raise Http404("Seule la personne rend ses jours.")
    form = forms.Form(request.POST or None)

    def do() -> Done:
        operations.cancel_leave(actor=request.actor, leave=leave, now=request.now)
        return Done("C’est annulé.", "supervision:matter", scale=scale, key=key)

    return asked_by(
        request,
        form,
        do,
        title="Annuler ces jours",
        lede=f"{leave}. Cela reste écrit, annulé.",
        button="Les annuler",
        what=found.label,
        back=screen_address("supervision:matter", scale=scale, key=key),
    )
