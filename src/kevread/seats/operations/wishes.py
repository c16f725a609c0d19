"""A mandate that one would open, and why it may not be."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kevread.common.errors import Refused, Way
from kevread.common.periods import Period
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate, MandateQuerySet, Seat


@dataclass(frozen=True, slots=True)
class Wish:
    """A mandate that one would open. `apart` is the one it corrects, which is left aside."""

    seat: Seat
    person: Person
    represents: Organisation | None
    family: str
    period: Period
    origin: str
    note: str = ""
    decided_in: UUID | None = None  # the line of a register that gives it
    apart: Mandate | None = None

    @property
    def organisation(self) -> Organisation:
        return self.seat.body.organisation

    @property
    def start(self) -> date:
        assert self.period.start is not None
        return self.period.start

    @property
    def arguments(self) -> dict[str, Any]:
        return {
            "seat": self.seat.pk,
            "person": self.person.pk,
            "represents": self.represents.pk if self.represents else None,
            "family": self.family,
            "first": self.period.start,
            "last": self.period.last,
            "origin": self.origin,
            "decided_in": self.decided_in,
        }

    def others(self) -> MandateQuerySet:
        """The mandates in force on some day of the period, but the one that is corrected."""
        mandates: MandateQuerySet = Mandate.objects.touching(self.period)
        return mandates.exclude(pk=self.apart.pk) if self.apart else mandates


class Unseatable(Refused):
    """This seat is not for this person: why, and what one can do instead."""

    def __init__(self, wish: Wish, why: str, *, rule: str = "", text: str = "") -> None:
        who = wish.person.short_name.removesuffix(".")
        super().__init__(f"Ce siège ne peut pas être confié à {who}. {why}", rule=rule, text=text, ways=ways(wish))


def ways(wish: Wish) -> tuple[Way, ...]:
    """What one can do instead."""
    where = {"scale": wish.organisation.slug, "body": wish.seat.body.slug}
    whom = wish.represents.slug if wish.represents else wish.family
    return (
        Way("Voir les personnes éligibles", "seats:fill", where | {"seat": wish.seat.title}, {"pour": whom}),
        Way("Mettre fin à un mandat", "seats:body", where),
    )
