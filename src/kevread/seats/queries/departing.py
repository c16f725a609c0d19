"""Which mandates in force do not meet, that day, what their seat asks of who holds it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kevread.directory.models import Person
from kevread.seats.conditions import Place, asked_of, broken_by, condition, required
from kevread.seats.loader import article_of
from kevread.seats.models import Mandate


def departing(mandates: Iterable[Mandate], on: date) -> dict[UUID, str]:
    """Of each that departs, from what: « R3.7 : siéger au conseil de l’organisation représentée ». One query for each seat
    and each organisation represented; more only for those that do depart."""
    groups: dict[tuple[UUID, UUID | None], list[Mandate]] = {}
    for mandate in mandates:
        if required(mandate.seat):
            groups.setdefault((mandate.seat_id, mandate.represents_id), []).append(mandate)
    found: dict[UUID, str] = {}
    for rows in groups.values():
        place = Place(rows[0].seat, rows[0].represents, on)
        held = Person.objects.filter(pk__in=[row.person_id for row in rows])
        meet = set(held.filter(asked_of(place)).values_list("pk", flat=True))
        for row in rows:
            if row.person_id not in meet:
                found[row.pk] = " ; ".join(told(name) for name in broken_by(row.person, place))
    return found


def told(name: str) -> str:
    rule = article_of(name)
    return f"{rule} : {condition(name).asks}" if rule else condition(name).asks
