"""What was written to those who designate, and waits for their answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from kevread.directory.models import Affiliation, Organisation, Person
from kevread.journal.models import Act
from kevread.seats.asks import promises
from kevread.seats.models import Mandate, Seat

from .composition import openings_of
from .designating import ASKED, Letter, letter_from, waits_for
from .pools import share_of, takes, vacant_since

WAITS = timedelta(days=90)  # for an answer: a letter that is older is no longer told


@dataclass(frozen=True, slots=True)
class Awaited:
    """A letter that waits for the answer of those who designate: for which seat, in whose name, and who is proposed."""

    letter: Letter
    seat: Seat
    represents: Organisation
    proposed: Person | None


def awaited_from(organisations: Collection[UUID], on: date) -> list[Awaited]:
    """The letters that ask one of these organisations who represents it, while the place is free and no decision gives it:
    the last about each seat, the oldest first. One query where nobody wrote, else nine at most."""
    above = Affiliation.objects.on(on).filter(member__in=organisations).values("of")
    rows = Act.objects.filter(verb=ASKED, organisation__in=above, at__date__range=(on - WAITS, on)).order_by("at")
    mine = {str(key) for key in organisations}
    last = {
        (one.arguments["seat"], one.arguments["represents"]): one for one in rows if one.arguments["represents"] in mine
    }
    if not last:
        return []
    seats = Seat.objects.on(on).filter(pk__in=[seat for seat, _ in last]).select_related("body__organisation")
    bodies = {seat.body_id: seat.body for seat in seats}
    seated = Mandate.objects.filter(seat__body__in=bodies).exclude(end_reason=Mandate.EndReason.MISTAKE)
    everyone = list(seated.select_related("seat", "represents"))
    now = [one for one in everyone if one.in_force(on)]
    past = [one for one in everyone if one.dates.end and one.dates.end <= on]
    coming = [one for one in everyone if one.dates.start and one.dates.start > on]
    given = {(one.seat, one.represents.pk) for one in promises([seat.pk for seat in seats]) if one.represents}
    proposed = [act.arguments["proposed"] for act in last.values() if "proposed" in act.arguments]
    named = {str(one.pk): one for one in Person.objects.filter(pk__in=proposed)}
    found = []
    for one in chain(*openings_of(bodies.values(), on, now).values()):
        act = last.get((str(one.seat.pk), str(one.represents.pk))) if one.represents else None
        if act is None or one.represents is None or (one.seat.pk, one.represents.pk) in given:
            continue
        share, letter = share_of(one), letter_from(act)
        to_come = sum(takes(later, one.seat, share) for later in coming)
        if (one.free or 0) > to_come and waits_for(letter, vacant_since(one.seat, share, past)):
            found.append(Awaited(letter, one.seat, one.represents, named.get(act.arguments.get("proposed", ""))))
    return sorted(found, key=lambda one: one.letter.at)
