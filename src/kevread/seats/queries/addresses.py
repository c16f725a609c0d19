"""Whose address somebody may take away: their own, that of whoever agreed to show it, and those of the people who sit today
where they register people. Whoever keeps the whole directory reads them all."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Consent, Person, finds_everybody
from kevread.seats.models import Mandate

RIGHT = "register_person"


class Addresses:
    """The addresses of some people, as this person may take them away. Two queries at most; none for whoever keeps them all.

    Rights and consents are those of today, whatever the day that the list shows: what was withdrawn is given no more.
    """

    def __init__(self, actor: Actor, today: date, people: Iterable[UUID]) -> None:
        self.own = actor.person
        where = actor.where(RIGHT)
        self.all = finds_everybody(actor)
        self.kept: set[UUID] = set()
        if self.all:
            return
        asked = set(people)
        agreed = Consent.objects.on(today).filter(person__in=asked, what=Consent.What.EMAIL)
        self.kept |= set(agreed.values_list("person", flat=True))
        if where:
            sits = Mandate.objects.on(today).filter(person__in=asked, seat__body__organisation__in=where)
            self.kept |= set(sits.values_list("person", flat=True))

    def of(self, person: Person) -> str:
        mine = self.own is not None and person.pk == self.own
        kept = person.pk in self.kept and person.limited_since is None
        return person.email if self.all or mine or kept else ""
