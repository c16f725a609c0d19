"""Whose name may be read: those within read the names of the network; the public, of those who agreed to show theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Consent, Person, finds_everybody

SOMEBODY = "une personne"


@dataclass(frozen=True, slots=True)
class Face:
    """How a person is shown to somebody. `key` None: there is no record to open."""

    name: str
    key: UUID | None

    @property
    def is_named(self) -> bool:
        return self.name != SOMEBODY


class Faces:
    """The people of a page, as this actor may see them. One query for the public, none for those within. Somebody whose data
    are kept and not used is named to themselves, and to whoever keeps the whole directory.

    A consent is read today, whatever the day that the page shows: what was withdrawn is shown no more.
    """

    def __init__(self, actor: Actor, today: date, people: Iterable[Person]) -> None:
        self.actor = actor
        self.within = bool(actor.hats) or actor.is_system
        self.shown: set[UUID] = set()
        if not self.within:
            keys = {person.pk for person in people}
            rows = Consent.objects.on(today).filter(person__in=keys, what=Consent.What.NAME)
            self.shown = set(rows.values_list("person", flat=True))

    def of(self, person: Person) -> Face:
        mine = self.actor.person is not None and person.pk == self.actor.person
        if mine:
            return Face(str(person), person.pk)
        if person.limited_since and not finds_everybody(self.actor):
            return Face(SOMEBODY, None)
        if self.within:
            return Face(str(person), person.pk)
        return Face(str(person) if person.pk in self.shown else SOMEBODY, None)
