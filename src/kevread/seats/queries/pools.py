"""Which mandates take the same places, and until when a place stays free."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from kevread.seats.models import Mandate, Seat

from .places import Opening

type Whom = UUID | str | None  # the organisation or the family that a mandate represents
DIRECT = "-direct-"  # all the direct members together


def whom(mandate: Mandate) -> Whom:
    return mandate.represents_id or mandate.family or None


def share_of(opening: Opening) -> Whom:
    return opening.represents.pk if opening.represents else opening.family or None


def pools_of(mandate: Mandate) -> list[Whom]:
    """Whose places a mandate takes, when a setting counts them: those of whom it represents; and for a direct member, those
    of all direct members."""
    is_direct = mandate.represents is not None and mandate.represents.scale == ""
    return [whom(mandate), DIRECT] if is_direct else [whom(mandate)]


def pool_for(seat: Seat, share: Whom) -> Whom:
    """Whose places are counted together, whatever the seat, for a seat whose number is a setting; None: its own alone."""
    if not seat.places_setting:
        return None
    return share if seat.one_per else DIRECT if "direct-member" in seat.conditions else None


def takes(mandate: Mandate, seat: Seat, share: Whom) -> bool:
    """Whether a mandate, on its days, takes one of the places that this seat has for this share, whatever its own seat."""
    if mandate.seat_id == seat.pk:
        return not seat.one_per or whom(mandate) == share
    pool, same = pool_for(seat, share), mandate.seat.is_alternate == seat.is_alternate
    return pool is not None and same and pool in pools_of(mandate)


def vacant_since(seat: Seat, share: Whom, past: Iterable[Mandate]) -> date | None:
    """The day on which the last one left."""
    ends = [mandate.dates.end for mandate in past if mandate.dates.end and takes(mandate, seat, share)]
    return max(ends, default=None)


def last_free_days(free: int, taking: list[Mandate], coming: list[Mandate]) -> list[date]:
    """The last day of each free place that is taken later, the first to be taken first. Whoever leaves before one comes
    makes room for them."""
    found: list[date] = []
    for first in sorted({mandate.dates.start for mandate in coming if mandate.dates.start}):
        left = free + len(taking) - sum(mandate.in_force(first) for mandate in [*taking, *coming])
        found += [first - timedelta(days=1)] * (free - len(found) - max(0, left))
    return found
