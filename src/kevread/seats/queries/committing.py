"""Who commits an organisation by signing: who presides it. Delegations say who else, from the room above that keeps them."""

from collections.abc import Collection
from datetime import date

from kevread.directory.models import Organisation
from kevread.documents.asks import Entitled, Link
from kevread.seats.models import Body
from kevread.seats.queries.actors import mandates_on


def presiding(organisations: Collection[Organisation], amount: int | None, on: date) -> list[Entitled]:
    """Whoever holds the presidency of the board, that day: an association is bound by its president, whatever the amount.
    One query."""
    rows = mandates_on(on).filter(
        seat__title="president", seat__body__kind=Body.Kind.BOARD, seat__body__organisation__in=organisations
    )
    return [
        Entitled(
            person=one.person,
            organisation=one.seat.body.organisation,
            quality=one.seat.name,
            chain=(Link("mandate", one.pk, f"{one.seat.name}, {one.seat.body.name}", one.dates.last),),
        )
        for one in rows.select_related("person")
    ]
