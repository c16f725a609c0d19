"""The vacant places of the seats whose number is a setting."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.charter.models import Keeping
from kevread.common.vacancies import Vacant, counts_places
from kevread.seats.models import Body, Mandate, Seat

from .composition import openings_of


@counts_places
def vacant_places(on: date, setting: str) -> Mapping[UUID, Vacant]:
    """For each body with seats whose number is this setting: how many are vacant that day, how many others free. Where the
    register is not kept nothing is known, and nothing is said."""
    kept = Keeping.objects.on(on).filter(organisation=OuterRef("organisation"))
    team = Q(kind=Body.Kind.TEAM)
    is_kept = (team & Exists(kept.filter(register="team"))) | (~team & Exists(kept.filter(register="mandates")))
    given = Seat.objects.on(on).filter(body=OuterRef("pk"), places_setting=setting)
    bodies = list(
        Body.objects.on(on)
        .filter(Exists(given) & is_kept)
        .select_related("organisation")
        .order_by("organisation__search", "rank", "pk")
    )
    mandates = Mandate.objects.on(on).filter(seat__body__in=bodies).select_related("seat", "represents")
    openings = openings_of(bodies, on, mandates)
    found = {}
    for body in bodies:
        those = [opening for opening in openings[body.pk] if opening.seat.places_setting == setting]
        vacant = sum(opening.vacant or 0 for opening in those)
        free = sum(opening.free or 0 for opening in those) - vacant
        found[body.pk] = Vacant(f"{body.name}, {body.organisation.name}", vacant, free)
    return found
