"""Entrust a seat, one question at a time: for whom, who, from when and by what decision.

The address carries the answers (`?pour=…&personne=…`), so that nothing is lost and each step can be gone back to.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from kevread.charter.operations import Shifts, rehearse
from kevread.charter.operations.effects_in_words import what_follows
from kevread.common.actor import Grounds
from kevread.directory.models import Organisation, Person
from kevread.directory.permissions import may_register_person
from kevread.seats import operations, permissions
from kevread.seats.asks import LEAVING, REGISTERS, Wanted
from kevread.seats.conditions import is_for_members, refuses_nobody_in_particular
from kevread.seats.forms import BeforeForm, DatesForm, ExistingForm, FillForm
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import representable
from kevread.seats.queries.candidates import (
    Obstacle,
    asked_for,
    candidates,
    counted_with,
    obstacles_of,
    others_until,
    rests_on,
    rests_until,
    shares_of,
)
from kevread.seats.queries.designating import designating, is_designated, letter_about
from kevread.seats.queries.doors import OFFERING, doors_of
from kevread.seats.queries.places import offered
from kevread.seats.queries.terms import fixed_for
from kevread.seats.rules import dates, last_day_of_term
from kevread.seats.views.choice import Choice, read_choice
from kevread.seats.views.scene import body_of, seat_of
from kevread.ui.access import may, signed_in
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.words import period as in_words


@signed_in
def fill(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """Entrust a seat. The verb judges; a refusal quotes its article, and keeps what was typed."""
    where = seat_of(request, body_of(request, body), seat)
    choice = read_choice(request, where)
    grounds = grounds_of(request, choice)
    if not grounds:
        choice.person = choice.promise = None  # nobody is named to those who may not choose
    form = form_of(request, choice)
    return answer(request, choice, grounds, form, lambda: given(request, choice, form), "seats/fill.html")


def grounds_of(request: Request, choice: Choice) -> Grounds:
    """Whether this person may answer the question of the moment, and why."""
    seat, actor = choice.seat, request.actor
    if choice.promise:
        return permissions.may_take(actor, choice.promise, seat, choice.represents)
    grounds = permissions.may_fill(actor, seat, represents=choice.represents, person=choice.person)
    if not grounds and not choice.whom and may_fill_a_share(request, seat):
        return Grounds(True, "Vous désignez qui représente votre organisation.")
    return grounds


def form_of(request: Request, choice: Choice) -> DatesForm | None:
    """What is typed: the days; and where no register says it, by what decision. Nothing, to confirm a promise."""
    initial = first_answers(choice, request.today, Mandate.Origin.ELECTION)
    if choice.promise:
        return None
    if choice.chosen:
        return DatesForm(request.POST or None, initial=initial)
    form = BeforeForm if choice.seat.body.is_elective else FillForm
    return form(request.POST or None, initial=initial)


def given(request: Request, choice: Choice, form: DatesForm | None) -> Mandate:
    """Open the mandate: as a decision promises it, as one that is chosen names it, or by a decision of before."""
    register = next(iter(REGISTERS), None)
    if choice.promise and register:
        return register.give(request.actor, choice.promise, request.now)
    assert choice.person is not None and form is not None
    typed = form.cleaned_data
    period = dates(typed["first"], typed["last"])
    if choice.chosen and register:
        wanted = Wanted(choice.seat, choice.person, choice.represents, choice.family, period)
        return register.name(request.actor, wanted, choice.chosen.key, request.now)
    return operations.fill_seat(
        actor=request.actor,
        seat=choice.seat,
        person=choice.person,
        represents=choice.represents,
        family=choice.family,
        period=period,
        origin=typed["origin"],
        note=typed["note"],
        decided_on=typed.get("decided_on"),
        now=request.now,
    )


@may("record_existing")
def record(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """Write a mandate that exists in fact, even if it departs from a rule, so that the board can show it."""
    where = seat_of(request, body_of(request, body), seat)
    choice = read_choice(request, where, recorded=True)
    grounds = permissions.may_record_existing(request.actor, request.scale, choice.person)
    form = ExistingForm(request.POST or None, initial=first_answers(choice, request.today, ""))

    def verb() -> Mandate:
        typed = form.cleaned_data
        assert choice.person is not None
        return operations.record_existing(
            actor=request.actor,
            seat=where,
            person=choice.person,
            represents=choice.represents,
            family=choice.family,
            period=dates(typed["first"], typed["last"]),
            reason=typed["reason"],
            now=request.now,
        )

    return answer(request, choice, grounds, form, verb, "seats/record.html")


def may_fill_a_share(request: Request, seat: Seat) -> bool:
    """The organisations represented name their own: whoever acts for one of them may say which."""
    if not seat.one_per or not request.actor.has("fill_seat"):
        return False
    return any(request.actor.hat_for("fill_seat", row.pk) for row in representable(seat, request.on).only("pk"))


def first_answers(choice: Choice, today: date, origin: str) -> dict[str, Any]:
    """What one would answer most often: from today, for as long as what the seat rests on lasts, and the articles say; of what
    is only found there, nobody knows how long the articles let it last."""
    if origin and choice.seat.body.kind == Body.Kind.TEAM:
        origin = Mandate.Origin.HIRING
    until = None
    if choice.person and choice.asks == "when":
        fixed = None if choice.recorded else fixed_for(choice.seat, today)
        lasts = [
            rests_until(choice.seat, choice.person, choice.represents, today),
            last_day_of_term(today, fixed.years) if fixed and fixed.years else None,
        ]
        until = min((day for day in lasts if day), default=None)
    return {"first": today, "last": until, "origin": origin}


def answer(
    request: Request,
    choice: Choice,
    grounds: Grounds,
    form: DatesForm | None,
    verb: Callable[[], Mandate],
    template: str,
) -> HttpResponse:
    """The question of the moment; when everything is answered, what would follow; then the verb, once that was read. What a
    decision promises is only confirmed."""
    if request.method == "POST":
        grounds.or_raise()
        if choice.asks not in ("when", "confirm"):
            raise Http404("Il manque une réponse : reprenez depuis le siège.")

    context = context_of(request, choice, grounds) | {"recording": isinstance(form, ExistingForm)}

    def entrust() -> Done | None:
        if form is None or is_confirmed(request):
            return entrusted(request, choice, verb)
        context.update(previewed(request, form, verb))
        return None

    gesture = perform(request, form, entrust)
    if gesture.done:
        return gesture.done
    if request.htmx and choice.asks == "who":
        template = f"{template}#people"
    return gesture.page(template, context)


def previewed(request: Request, form: DatesForm, verb: Callable[[], Mandate]) -> dict[str, Any]:
    """The real verb, rolled back: the mandate that it would open, and the verdicts that would change, whoever they are of,
    on its first day, or today when it has begun."""
    on = max(form.cleaned_data["first"], request.today)
    moved, (mandate,) = rehearse([verb], on=on)
    return {"would_be": mandate, "follows": what_follows(Shifts(moved), on, request.today)}


def context_of(request: Request, choice: Choice, grounds: Grounds) -> dict[str, Any]:
    seat = choice.seat
    search = request.GET.get("q", "")[:120]
    context: dict[str, Any] = {
        "choice": choice,
        "seat": seat,
        "body": seat.body,
        "grounds": grounds,
        "asks": asked_for(seat, choice.represents, request.on),
        "search": search,
        "readable": bool(choice.promise and request.actor.hat_for("read", choice.promise.where)),
        "may_decide": bool(permissions.may_decide(request.actor, seat, represents=choice.represents)),
        "designated": is_designated(seat, choice.represents) and bool(request.actor.hat_for("read", request.scale.pk)),
        "each_designates": seat.body.is_elective and seat.one_per in (Seat.OnePer.LOCAL, Seat.OnePer.GROUPING),
        "proposing": proposing(request, choice, grounds),
        "rule": (choice.opening.seat if choice.opening else seat).places_setting.rsplit(".", 1)[0],
    }
    if not grounds or request.is_past:
        return context
    if context["designated"] and choice.represents:
        there = designating(seat, choice.represents, request.on, request.actor)
        context["designates"], context["decide_there"] = there.body, there.reached
        context["rests_on"] = rests_on(seat, choice.represents, request.on)
        context["letter"] = letter = letter_about(seat, choice.represents, request.on)
        context["again"] = letter.again(request.now) if letter else None
    if choice.asks == "whom":
        context |= whom_to_choose(seat, request.on, reads=bool(request.actor.hat_for("read", request.scale.pk)))
    elif choice.asks == "who":
        context["found"] = candidates(seat, choice.represents, request.on, search)
        context["registers"] = registers_where(request, choice)
        context["goes_on"] = urlencode({"suite": f"{request.path}?{choice.address}", "nom": search})
    elif choice.person:
        context["obstacles"] = obstacles_today(choice, request.on)
        if choice.asks == "decision":
            context["records_with"] = what_the_register_asks(request, choice)
            return context
        until = rests_until(seat, choice.person, choice.represents, request.on)
        context["fixed"] = fixed = None if choice.recorded else fixed_for(seat, request.on)
        context["term"] = term = last_day_of_term(request.on, fixed.years) if fixed and fixed.years else None
        context["until"] = None if until and term and term < until else until
        context["others_until"] = others_until(seat, request.on)
        context["doors"] = doors_of([choice.person])
        context["offering"] = (
            not (request.method == "POST" and (choice.promise or is_confirmed(request))) or OFFERING in request.POST
        )
    return context


def what_the_register_asks(request: Request, choice: Choice) -> str:
    """The query of the page that records a decision: what it gives, in words, and this page, where one comes back."""
    title = f"{choice.seat.name} : {choice.person}{f', pour {choice.on_behalf}' if choice.on_behalf else ''}"
    asked = {"titre": title, "mandat": "pour-un-membre" if choice.represents else "propre"}
    return urlencode(asked | {"suite": f"{request.path}?{choice.address}"})


def proposing(request: Request, choice: Choice, grounds: Grounds) -> Grounds | None:
    """Where one answers a question that leads to no gesture of one's own, unless the register already names somebody: one
    proposes, and this says so."""
    if not grounds or choice.recorded or choice.promise or choice.chosen or choice.offered:
        return None
    found = permissions.may_propose(request.actor, choice.seat, represents=choice.represents)
    return found or None


def registers_where(request: Request, choice: Choice) -> Organisation | None:
    """Where this person may register somebody who is not known yet: where the seat is, else for whom it is."""
    places = (request.scale, choice.represents)
    return next((place for place in places if place and may_register_person(request.actor, place)), None)


def whom_to_choose(seat: Seat, on: date, *, reads: bool) -> dict[str, Any]:
    """Those for whom one may sit: with their places, when a setting counts them; and, to whoever reads the organisation, that
    one of them is about to leave it."""
    if seat.one_per:
        return {"shares": shares_of(seat, on)}
    counted = counted_with(seat, on) if is_for_members(seat) else {}
    leaving: dict[UUID, str] = {}
    for ask in LEAVING if reads else ():
        leaving |= ask(seat.body.organisation, on)
    there = [(row, counted.get(row.pk), leaving.get(row.pk)) for row in offered(seat, on)]
    refuses = refuses_nobody_in_particular(seat)
    return {"representable": there, "for_members": is_for_members(seat), "refuses_nobody": refuses}


def obstacles_today(choice: Choice, on: date) -> list[Obstacle]:
    """What stands in the way today: it may not, on the days that one is about to type."""
    assert choice.person is not None
    ((_, obstacles),) = obstacles_of([choice.person], choice.seat, choice.represents, on)
    return obstacles


def entrusted(request: Request, choice: Choice, verb: Callable[[], Mandate]) -> Done:
    """The seat is given; and, where it stayed ticked, who holds it is told how to come in."""
    if OFFERING not in request.POST:
        return done(request, choice, verb(), [])
    about = choice.seat.body.organisation
    mandate, told = operations.offering_access(
        verb, lambda mandate: [mandate.person], actor=request.actor, about=about, now=request.now
    )
    return done(request, choice, mandate, told)


def done(request: Request, choice: Choice, mandate: Mandate, told: list[Person]) -> Done:
    whom = f", pour {choice.on_behalf}" if choice.on_behalf else ""
    said = f"C’est fait. {mandate.person} : {choice.seat.name}{whom}, {in_words(mandate.dates, request.today)}."
    said += " L’accès lui est proposé par courriel." if told else ""
    where = {"scale": request.scale.slug, "body": choice.seat.body.slug}
    return Done(said, f"{reverse('seats:body', kwargs=where)}#siege-{choice.seat.title}")
