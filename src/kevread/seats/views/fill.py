"""Entrust a seat, one question at a time: for whom, who, from when and by what decision.

The address carries the answers (`?pour=…&personne=…`), so that nothing is lost and each step can be gone back to.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from kevread.common.actor import Grounds
from kevread.directory.models import Organisation, Person
from kevread.seats import operations, permissions
from kevread.seats.conditions import condition, is_for_members
from kevread.seats.forms import DatesForm, ExistingForm, FillForm
from kevread.seats.loader import article_of, families
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import representable
from kevread.seats.queries.candidates import (
    Obstacle,
    candidates,
    counted_with,
    holding,
    obstacles_of,
    rests_until,
    shares_of,
)
from kevread.seats.queries.places import Opening, offered
from kevread.seats.rules import dates
from kevread.seats.views.scene import body_of, seat_of
from kevread.ui.access import may, signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.words import period as in_words

NOBODY_IN_PARTICULAR = "-"


@dataclass
class Choice:
    """What is chosen so far. `asks` is the question of the moment: whom, who, when."""

    seat: Seat
    represents: Organisation | None = None
    family: str = ""
    whom: str = ""  # as the address says it
    person: Person | None = None
    opening: Opening | None = None
    holders: list[Mandate] = field(default_factory=list)

    @property
    def asks(self) -> str:
        if not self.whom and asks_for_whom(self.seat):
            return "whom"
        return "when" if self.person else "who"

    @property
    def on_behalf(self) -> str:
        return self.represents.name if self.represents else families().get(self.family, "")

    @property
    def is_full(self) -> bool:
        return self.opening is not None and self.opening.vacant == 0

    def query(self, **changes: object) -> str:
        values = {"pour": self.whom, "personne": self.person.pk if self.person else ""} | changes
        return urlencode({key: value for key, value in values.items() if value})


def asks_for_whom(seat: Seat) -> bool:
    """A post is nobody's but the team's, and a pôle's own seats represent nobody; elsewhere one says for whom."""
    if seat.one_per:
        return True
    owner = seat.body.organisation
    return seat.body.kind != Body.Kind.TEAM and owner.scale != "local"


def read_choice(request: Request, seat: Seat) -> Choice:
    choice = Choice(seat, whom=request.GET.get("pour", ""))
    if choice.whom and choice.whom != NOBODY_IN_PARTICULAR:
        if choice.whom in families():
            choice.family = choice.whom
        else:
            choice.represents = representable(seat, request.on).filter(slug=choice.whom).first()
            if choice.represents is None:
                raise Http404("Personne de ce nom n’a de place à ce siège ce jour-là.")
    if key := request.GET.get("personne", ""):
        choice.person = person_of(key)
    if choice.asks != "whom":
        choice.opening = opening_for(choice, request.on)
        choice.holders = holding(choice.opening, request.on) if choice.opening else []
    return choice


def opening_for(choice: Choice, on: date) -> Opening | None:
    """The places that are asked about: those of the seat, or those of the member represented when it is they that lack."""
    seat, share = choice.seat, choice.represents.pk if choice.represents else None
    own = next(
        (
            opening
            for opening in shares_of(seat, on)
            if not seat.one_per
            or (opening.represents.pk if opening.represents else None, opening.family) == (share, choice.family)
        ),
        None,
    )
    if share is None or seat.one_per or not is_for_members(seat) or (own and own.vacant == 0):
        return own
    counted = counted_with(seat, on).get(share)
    return counted if counted and counted.vacant == 0 else own


def person_of(key: str) -> Person:
    try:
        person: Person | None = Person.objects.filter(pk=UUID(key)).first()
    except ValueError:
        person = None
    if person is None:
        raise Http404("Cette personne n’est pas à l’annuaire.")
    return person


@signed_in
def fill(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """Entrust a seat. The verb judges; a refusal quotes its article, and keeps what was typed."""
    where = seat_of(request, body_of(request, body), seat)
    choice = read_choice(request, where)
    grounds = permissions.may_fill(request.actor, where, represents=choice.represents, person=choice.person)
    if not grounds and not choice.whom and may_fill_a_share(request, where):
        grounds = Grounds(True, "Vous désignez qui représente votre organisation.")
    if not grounds:
        choice.person = None  # nobody is named to those who may not choose
    form = FillForm(request.POST or None, initial=first_answers(choice, request.today, Mandate.Origin.ELECTION))

    def verb(person: Person, typed: dict[str, Any]) -> Mandate:
        return operations.fill_seat(
            actor=request.actor,
            seat=where,
            person=person,
            represents=choice.represents,
            family=choice.family,
            period=dates(typed["first"], typed["last"]),
            origin=typed["origin"],
            note=typed["note"],
            now=request.now,
        )

    return answer(request, choice, grounds, form, verb, "seats/fill.html")


@may("record_existing")
def record(request: Request, scale: str, body: str, seat: str) -> HttpResponse:
    """Write a mandate that exists in fact, even if it departs from a rule, so that the board can show it."""
    where = seat_of(request, body_of(request, body), seat)
    choice = read_choice(request, where)
    grounds = permissions.may_record_existing(request.actor, request.scale)
    form = ExistingForm(request.POST or None, initial=first_answers(choice, request.today, ""))

    def verb(person: Person, typed: dict[str, Any]) -> Mandate:
        return operations.record_existing(
            actor=request.actor,
            seat=where,
            person=person,
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
    """What one would answer most often: from today, for as long as what the seat rests on lasts."""
    if origin and choice.seat.body.kind == Body.Kind.TEAM:
        origin = Mandate.Origin.HIRING
    until = rests_until(choice.seat, choice.person, choice.represents, today) if choice.person else None
    return {"first": today, "last": until, "origin": origin}


def answer(
    request: Request, choice: Choice, grounds: Grounds, form: DatesForm, verb: Any, template: str
) -> HttpResponse:
    """The question of the moment; or the verb, when everything is answered."""
    if request.method == "POST":
        grounds.or_raise()
        if choice.asks != "when":
            raise Http404("Il manque une réponse : reprenez depuis le siège.")

    def seat() -> Done:
        assert choice.person is not None
        return done(request, choice, verb(choice.person, form.cleaned_data))

    gesture = perform(request, form, seat)
    if gesture.done:
        return gesture.done
    if request.htmx and choice.asks == "who":
        template = f"{template}#people"
    context = context_of(request, choice, grounds) | {"recording": isinstance(form, ExistingForm)}
    return gesture.page(template, context)


def context_of(request: Request, choice: Choice, grounds: Grounds) -> dict[str, Any]:
    seat = choice.seat
    search = request.GET.get("q", "")[:120]
    context: dict[str, Any] = {
        "choice": choice,
        "seat": seat,
        "body": seat.body,
        "grounds": grounds,
        "asks": [(condition(name).told, article_of(name)) for name in seat.conditions],
        "search": search,
        "rule": (choice.opening.seat if choice.opening else seat).places_setting.rsplit(".", 1)[0],
    }
    if not grounds or request.is_past:
        return context
    if choice.asks == "whom":
        context |= whom_to_choose(seat, request.on)
    elif choice.asks == "who":
        context["found"] = candidates(seat, choice.represents, request.on, search)
    elif choice.person:
        context["obstacles"] = obstacles_today(choice, request.on)
        context["until"] = rests_until(seat, choice.person, choice.represents, request.on)
    return context


def whom_to_choose(seat: Seat, on: date) -> dict[str, Any]:
    """Those for whom one may sit: with their places, when a setting counts them."""
    if seat.one_per:
        return {"shares": shares_of(seat, on)}
    counted = counted_with(seat, on) if is_for_members(seat) else {}
    there = [(row, counted.get(row.pk)) for row in offered(seat, on)]
    return {"representable": there, "for_members": is_for_members(seat)}


def obstacles_today(choice: Choice, on: date) -> list[Obstacle]:
    """What stands in the way today: it may not, on the days that one is about to type."""
    assert choice.person is not None
    ((_, obstacles),) = obstacles_of([choice.person], choice.seat, choice.represents, on)
    return obstacles


def done(request: Request, choice: Choice, mandate: Mandate) -> Done:
    whom = f", pour {choice.on_behalf}" if choice.on_behalf else ""
    said = f"C’est fait. {mandate.person} : {choice.seat.name}{whom}, {in_words(mandate.dates, request.today)}."
    where = {"scale": request.scale.slug, "body": choice.seat.body.slug}
    return Done(said, f"{reverse('seats:body', kwargs=where)}#siege-{choice.seat.title}")
