"""A person: what they hold, why one sees their record, who else does."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.facts import HEAD
from kevread.directory.models import Organisation, Person
from kevread.directory.permissions import may_amend_person
from kevread.directory.queries import keeper_of, people_matching, stands_for
from kevread.seats.exports import PEOPLE, READERS, VIEWERS, people_to_take
from kevread.seats.models import Mandate
from kevread.seats.queries import Viewer, who_sees_person
from kevread.seats.queries import who_sees as viewers_of
from kevread.seats.queries.faces import Face, Faces
from kevread.seats.queries.records import record_of, why_i_see
from kevread.ui.access import may, signed_in
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def people_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The people of the network that the directory shows under these words, for a spreadsheet."""
    found = people_matching(request.actor, request.GET.get("q", "")[:200])
    return table_file(request, PEOPLE, people_to_take(found, request.actor, request.today), form)


def record_holder(request: Request, key: str) -> Person:
    found: Person | None = Person.objects.visible_to(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404("Cette fiche n’existe pas, ou vos mandats ne permettent pas de la lire.")
    return found


@signed_in
def person(request: Request, scale: str, key: str) -> HttpResponse:
    """The record of a person of the network. One that was merged leads to the one that stands."""
    if stands := stands_for(Person, request.actor, pk=key):
        return redirect("seats:person", scale=scale, key=stands.pk)
    found = record_holder(request, key)
    record = record_of(found, request.actor, request.on)
    context = {
        "record": record,
        "readable": {place for place in record.places if request.actor.hat_for("read", place)},
        "person": found,
        "mine": request.actor.person == found.pk,
        "why": why_i_see(found, request.actor, request.today),
        "may_amend": bool(may_amend_person(request.actor, found, keeper_of(found))) and not request.is_past,
    }
    return render(request, "seats/person.html", context)


@signed_in
def person_anywhere(request: Request, key: str) -> HttpResponse:
    """The same, for links that know no scale: where the person sits first, else at the head of network."""
    found = stands_for(Person, request.actor, pk=key) or record_holder(request, key)
    first = (
        Mandate.objects.on(request.today)
        .filter(person=found)
        .select_related("seat__body__organisation")
        .order_by("seat__body__rank", "pk")
        .first()
    )
    where = first.seat.body.organisation if first else Organisation.objects.at_scale(HEAD).first()
    if where is None:
        raise Http404("Aucune organisation du réseau n’est encore inscrite.")
    return redirect("seats:person", scale=where.slug, key=found.pk)


@signed_in
def who_sees(request: Request, scale: str, key: str) -> HttpResponse:
    """Who else sees this record, and for each the seat that allows it. Whoever holds no seat reads the seats, and of
    the people those who agreed to show their name."""
    found = record_holder(request, key)
    viewers = named(who_sees_person(found, request.on), request)
    alike: dict[str, list[tuple[Face, str]]] = {}
    for face, viewer in viewers:
        alike.setdefault(viewer.allows, []).append((face, viewer.by))
    context = {
        "person": found,
        "count": len(viewers),
        "viewers": list(alike.items()),
        "mine": request.actor.person == found.pk,
    }
    template = "seats/who_sees.html#viewers" if request.htmx else "seats/who_sees.html"
    return render(request, template, context)


@signed_in
def who_sees_file(request: Request, scale: str, key: str, form: str) -> HttpResponse:
    """The same people, for a spreadsheet."""
    found = record_holder(request, key)
    return table_file(request, VIEWERS, named(who_sees_person(found, request.on), request), form)


@may("read")
def who_reads(request: Request, scale: str) -> HttpResponse:
    """Who else reads what is not public here: findings, mandates, acts, team."""
    others = others_reading(request)
    alike: dict[str, list[Face]] = {}
    for face, viewer in named(others, request):
        alike.setdefault(viewer.by, []).append(face)
    return render(request, "seats/who_reads.html", {"count": len(others), "viewers": list(alike.items())})


@may("read")
def who_reads_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same people, one a line, for a spreadsheet."""
    return table_file(request, READERS, named(others_reading(request), request), form)


def others_reading(request: Request) -> list[Viewer]:
    return [one for one in viewers_of(request.scale, request.on) if one.person.pk != request.actor.person]


def named(viewers: list[Viewer], request: Request) -> list[tuple[Face, Viewer]]:
    """Each viewer as this reader may see them."""
    faces = Faces(request.actor, request.today, [viewer.person for viewer in viewers])
    return [(faces.of(viewer.person), viewer) for viewer in viewers]
