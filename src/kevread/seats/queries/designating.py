"""Who designates for a seat whose places are those of others: the body of the organisation represented, and who acts there."""

from dataclasses import dataclass
from datetime import date, datetime

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from kevread.mail.models import Unsubscription
from kevread.seats.asks import DESIGNATES
from kevread.seats.models import Body, Seat
from kevread.seats.queries.access import who_sees

ASKED = "seats.ask_designation"  # the verb: its acts say when one wrote


@dataclass(frozen=True, slots=True)
class Designating:
    """The organisation that names who represents it at a seat of another; its body that does, where that is known; and those
    who act there, as a reader may read them, each with their role."""

    organisation: Organisation
    body: Body | None
    people: tuple[tuple[Person, str], ...]

    @property
    def where(self) -> str:
        return f"{self.body.name}, {self.organisation.name}" if self.body else self.organisation.name

    @property
    def reached(self) -> list[Person]:
        """Those to whom a letter may be sent."""
        addresses = [person.email for person, _ in self.people if person.email]
        stopped = set(Unsubscription.objects.filter(address__in=addresses).values_list("address", flat=True))
        return [person for person, _ in self.people if person.email and person.email not in stopped]


def is_designated(seat: Seat, represents: Organisation | None) -> bool:
    """Whether another organisation names who sits there, by a decision of its own."""
    owner = seat.body.organisation
    return bool(seat.one_per) and seat.body.is_elective and represents is not None and represents != owner


def designating(seat: Seat, represents: Organisation, on: date, reader: Actor) -> Designating:
    """Six queries at most."""
    body = next((found for ask in DESIGNATES if (found := ask(represents, on))), None)
    acting = [one for one in who_sees(represents, on, "decide_seats") if one.hat.organisation == represents.pk]
    seen = set(
        Person.objects.visible_to(reader).filter(pk__in=[one.person.pk for one in acting]).values_list("pk", flat=True)
    )
    people = tuple((one.person, one.hat.label) for one in acting if one.person.pk in seen)
    return Designating(represents, body, people)


def asked_at(seat: Seat, represents: Organisation) -> datetime | None:
    """When one last wrote to them about this seat. One query."""
    rows = Act.objects.filter(verb=ASKED, arguments__seat=str(seat.pk), arguments__represents=str(represents.pk))
    return rows.order_by("-at").values_list("at", flat=True).first()
