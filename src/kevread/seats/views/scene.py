"""What the addresses of these screens name."""

from datetime import date

from django.http import Http404

from kevread.common.actor import Actor
from kevread.common.errors import Denied
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.permissions import may_propose, right_to_fill
from kevread.seats.queries.designating import letters_about, waits_for
from kevread.seats.queries.reading import Reading
from kevread.ui.request import Request


def within(request: Request) -> bool:
    """Whether the reader belongs to this organisation or to one that reads it: faults are for them."""
    return bool(request.actor.hat_for("read", request.scale.pk))


def body_of(request: Request, slug: str) -> Body:
    bodies = Body.objects.visible_to(request.actor).select_related("organisation", "led_by")
    found: Body | None = bodies.filter(organisation=request.scale, slug=slug).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas d’instance à cette adresse.")
    if found.kind == Body.Kind.TEAM and not within(request):
        raise Denied(f"La composition de l’équipe se lit avec un mandat ou un poste à {request.scale.name}.")
    return found


def seat_of(request: Request, body: Body, title: str) -> Seat:
    seat: Seat | None = (
        Seat.objects.on(request.on).select_related("body__organisation").filter(body=body, title=title).first()
    )
    if seat is None:
        raise Http404(f"« {body.name} » n’a pas ce siège.")
    return seat


def mandate_of(request: Request, key: str) -> Mandate:
    mandates = Mandate.objects.visible_to(request.actor).select_related(
        "seat__body__organisation", "person", "represents"
    )
    found: Mandate | None = mandates.filter(pk=key, seat__body__organisation=request.scale).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas de mandat à cette adresse.")
    return found


def offer_seats(reading: Reading, actor: Actor) -> Reading:
    """Say of each line whether this person may fill it: those of the organisation, and those whose share it is; and whether
    they only propose."""
    for group in reading.groups:
        owner = bool(actor.hat_for(right_to_fill(group.seat), reading.body.organisation_id))
        for line in group.lines:
            share = line.opening.represents
            line.fillable = owner or bool(
                share
                and group.seat.one_per
                and reading.body.kind != Body.Kind.TEAM
                and actor.hat_for("fill_seat", share.pk)
            )
            line.proposes = line.fillable and bool(may_propose(actor, group.seat, represents=share))
    return reading


def tell_letters(reading: Reading, on: date) -> Reading:
    """Say of each place that is free, and that another organisation gives, the letter that waits for its answer; whom it
    proposes, to those who may fill the place (`offer_seats`, before). Two queries at most."""
    letters = letters_about(reading.body.organisation, on)
    for group in reading.groups:
        for line in group.lines:
            share = line.opening.represents
            if share and line.designated and line.lasting:
                letter = waits_for(letters.get((str(group.seat.pk), str(share.pk))), line.since)
                line.letter = letter if letter is None or line.fillable else letter.unnamed
    return reading
