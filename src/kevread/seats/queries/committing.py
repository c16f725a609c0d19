"""Who commits an organisation by signing, by their seat. Delegations say who else, from the room above that keeps them."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from kevread.directory.models import Organisation
from kevread.documents.asks import Committing, Entitled, Link
from kevread.seats.queries.actors import mandates_on

PRESIDENCY = "board/president"


def presiding(
    organisations: Collection[Organisation], amount: int | None, on: date, act: Committing | None
) -> list[Entitled]:
    """Whoever sits, that day, where the federation says that this act is held by oneself, whatever the amount, in the order in
    which it says it. Where it says nowhere, or where nobody said which act it is: the presidency of the board, by which an
    association is bound. One query."""
    offices = act.offices if act and act.offices else (PRESIDENCY,)
    there = Q()
    for kind, _, title in (office.partition("/") for office in offices):
        there |= Q(seat__title=title, seat__body__kind=kind)
    rows = mandates_on(on).filter(there, seat__body__organisation__in=organisations).select_related("person")
    found = sorted(rows, key=lambda one: (offices.index(f"{one.seat.body.kind}/{one.seat.title}"), str(one.pk)))
    return [
        Entitled(
            person=one.person,
            organisation=one.seat.body.organisation,
            quality=one.seat.name,
            chain=(Link("mandate", one.pk, f"{one.seat.name}, {one.seat.body.name}", one.dates.last),),
        )
        for one in found
    ]
