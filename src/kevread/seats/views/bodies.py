"""The bodies of an organisation, and one of them: who sits where, and for whom. One creates and closes there."""

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kevread.seats import operations, permissions
from kevread.seats.exports import BODY, places_to_take
from kevread.seats.forms import BodyForm, LastDayForm, PlacesForm, SeatForm
from kevread.seats.loader import SeatSpec, is_counted_by_its_body, is_declared, takes_more_seats
from kevread.seats.models import Body, Seat
from kevread.seats.operations.deciding import kept_by
from kevread.seats.queries.composition import read_bodies, read_body
from kevread.seats.queries.concerns import in_state, margin_of, remarks_on
from kevread.seats.queries.plan import first_of, plan_of, sectors_of
from kevread.seats.queries.reading import Reading
from kevread.seats.queries.resting import resting_on
from kevread.seats.rules import dates
from kevread.seats.views.scene import body_of, offer_seats, seat_of, tell_letters, within
from kevread.ui.access import may, offered_to, public, signed_in, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import counted

LEVELS = {
    "": "Instances de la tête de réseau",
    "political": "Niveau politique",
    "strategic": "Niveau stratégique",
    "operational": "Niveau opérationnel",
    "none": "Espaces sans niveau",
}


@public
def bodies(request: Request, scale: str) -> HttpResponse:
    """Every body of an organisation; at the head, by level."""
    readings = read_bodies(request.scale, request.actor, request.on, request.today)
    if within(request):
        remarks = remarks_on([reading.body for reading in readings], request.scale, request.on)
        for reading in readings:
            reading.to_mend = in_state(remarks[reading.body.pk], "breaches")
            reading.to_look_at = in_state(remarks[reading.body.pk], "to_look_at")
    context = {
        "levels": by_level(readings, request.scale.scale == "head"),
        "vacant": sum(reading.vacant for reading in readings),
        "free": sum(reading.open for reading in readings),
        "is_kept": any(reading.kept_since for reading in readings),
        "within": within(request),
        "grounds": permissions.may_create_body(request.actor, request.scale),
    }
    return render(request, "seats/bodies.html", context)


def by_level(readings: list[Reading], at_head: bool) -> list[tuple[str, list[Reading]]]:
    if not at_head:
        return [("", readings)] if readings else []
    order = list(LEVELS)

    def level(reading: Reading) -> str:
        return reading.body.level or ("none" if reading.body.kind == Body.Kind.SPACE else "")

    ranked = sorted(readings, key=lambda reading: order.index(level(reading)))
    return [(LEVELS[key], list(some)) for key, some in groupby(ranked, key=level)]


@public
def body(request: Request, scale: str, body: str) -> HttpResponse:
    """The composition of a body on a day, its vacancies, its story; for those within, what the articles say of it."""
    found = body_of(request, body)
    reading = offer_seats(read_body(found, request.actor, request.on, request.today), request.actor)
    if within(request):
        tell_letters(reading, request.on)
    plan = plan_of(reading)

    def fill(seat: Seat) -> str:
        return reverse("seats:fill", kwargs={"scale": scale, "body": found.slug, "seat": seat.title})

    seated = [holder for group in reading.groups for line in group.lines for holder in line.holders]
    sectors = sectors_of(plan, None if request.is_past else fill, request.actor.person) if plan.is_drawn else []
    changes = bool(permissions.may_close_body(request.actor, found))
    context = {
        "reading": reading,
        "plan": plan,
        "sectors": sectors,
        "first": first_of(sectors),
        "resting": resting_on(found, seated, request.on) if within(request) else [],
        "body": found,
        "open": found.in_force(request.on),
        "within": within(request),
        "margin": margin_of(found, request.on, request.actor) if within(request) else None,
        "recordable": recordable(request, found, reading),
        "countable": countable(request, reading),
        "may_close": changes and not is_declared(found),
        "may_add": changes and takes_more_seats(found),
    }
    return render(request, "seats/body.html", context)


def recordable(request: Request, body: Body, reading: Reading) -> set[UUID]:
    """The seats at which this person may record a situation that exists: not where the register says who sits, but those that
    others name, who may keep none."""
    if not permissions.may_record_existing(request.actor, request.scale):
        return set()
    is_kept = body.is_elective and bool(kept_by([request.scale], request.today))
    return {group.seat.pk for group in reading.groups if group.seat.one_per or not is_kept}


def countable(request: Request, reading: Reading) -> set[UUID]:
    """The seats of which this person may say how many hold them."""
    seats = [group.seat for group in reading.groups if group.is_counted_by_its_body]
    return {one.pk for one in seats if permissions.may_say_places(request.actor, one)}


@public
def body_file(request: Request, scale: str, body: str, form: str) -> HttpResponse:
    """Who sits there, as this person may see them, and what is vacant: for a spreadsheet."""
    found = body_of(request, body)
    groups = read_body(found, request.actor, request.on, request.today).groups
    return table_file(request, BODY, places_to_take(groups), form, about=found.slug)


@may("create_body")
def create_body(request: Request, scale: str) -> HttpResponse:
    """A group or a space of the organisation's own."""
    form = BodyForm(
        request.POST or None,
        levels=request.scale.scale == "head",
        initial={"first": request.today, "kind": Body.Kind.SPACE},
    )

    def create() -> Done:
        asked = form.cleaned_data
        created = operations.create_body(
            actor=request.actor,
            organisation=request.scale,
            name=asked["name"],
            purpose=asked["purpose"],
            kind=asked["kind"],
            level=asked.get("level", ""),
            period=dates(asked["first"], asked["last"]),
            seats=(SeatSpec("member", asked["seat"], one_per=asked["one_per"], places=asked["places"]),),
            now=request.now,
        )
        said = f"« {created.name} » existe. Vous pouvez en confier les sièges."
        return Done(said, "seats:body", scale=scale, body=created.slug)

    gesture = perform(request, form, create)
    return gesture.done or gesture.page("seats/create_body.html")


@may("create_body")
def add_seat(request: Request, scale: str, body: str) -> HttpResponse:
    """Another kind of seat in a body that was created here, or in a space: its name, its places, whether it is of alternates,
    who may."""
    found = body_of(request, body)
    if not takes_more_seats(found):
        raise Http404("Cette instance est de celles que la fédération a fixées : ses sièges ne se changent pas d’ici.")
    form = SeatForm(request.POST or None, at_head=request.scale.scale == "head")

    def add() -> Done:
        seat = operations.add_seat(actor=request.actor, body=found, now=request.now, **form.cleaned_data)
        return Done(f"C’est fait. « {seat.name} » peut être confié.", "seats:body", scale=scale, body=found.slug)

    gesture = perform(request, form, add)
    return gesture.done or gesture.page("seats/add_seat.html", {"body": found})


@offered_to("decide_seats")
@signed_in
@today_only
def places(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """How many people hold a seat together, where no article says it: a presidency by two."""
    found = seat_of(request, body_of(request, body), seat)
    permissions.may_say_places(request.actor, found).or_raise()
    if not is_counted_by_its_body(found):
        raise Http404(
            "Le nombre de places de ce siège vient d’un article, d’une répartition, ou de la création de l’instance : il ne "
            "se dit pas ici."
        )
    form = PlacesForm(request.POST or None, initial={"places": found.places})

    def say() -> Done:
        said = form.cleaned_data
        seat = operations.say_places(
            actor=request.actor, seat=found, places=said["places"], why=said["why"], now=request.now
        )
        told = f"C’est inscrit. {seat.name} : {counted(seat.places or 0, 'personne')} ensemble."
        return Done(told, "seats:body", scale=scale, body=body)

    words = {
        "title": f"{found.name} : à combien ?",
        "lede": "Aucun article du cadre commun ne fixe ce nombre : vos statuts, ou une décision, le disent. "
        "Chaque personne qui tient ce siège en a toute la fonction.",
        "button": "Inscrire",
    }
    shown = Shown(found, lambda held: held.places, first=found.body)
    back = reverse("seats:body", kwargs={"scale": scale, "body": body})
    return asked_by(request, form, say, shown, **words, what=found.body.name, back=back)


@may("create_body")
def close_body(request: Request, scale: str, body: str) -> HttpResponse:
    """A body that was created here no longer exists after a day. It remains readable at its dates."""
    found = body_of(request, body)
    if is_declared(found):
        raise Http404("Cette instance est de celles que la fédération a fixées : elle ne se ferme pas d’ici.")
    form = LastDayForm(request.POST or None, initial={"last": request.today})

    def close() -> Done:
        operations.close_body(actor=request.actor, body=found, last=form.cleaned_data["last"], now=request.now)
        return Done(f"« {found.name} » est close. On la lit toujours à ses dates.", "seats:bodies", scale=scale)

    gesture = perform(request, form, close)
    return gesture.done or gesture.page("seats/close_body.html", {"body": found})
