"""Who designates for a seat whose places are those of others: the body of the organisation represented, and who acts there."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Act
from kevread.mail.models import Unsubscription
from kevread.seats.asks import DESIGNATES
from kevread.seats.models import Body, Seat
from kevread.seats.queries.access import who_sees

A_WEEK = timedelta(days=7)  # they are left to answer
ASKED = "seats.ask_designation"  # the verb: its acts say when one wrote


@dataclass(frozen=True, slots=True)
class Designating:
    """The organisation that names who represents it at a seat of another; its body that does, where that is known; and those
    who act there, as a reader may read them, each with their role."""

    organisation: Organisation
    body: Body | None
    people: tuple[tuple[Person, str], ...]
    reached: list[Person]  # those of them to whom a letter may be sent

    @property
    def where(self) -> str:
        return f"{self.body.name}, {self.organisation.name}" if self.body else self.organisation.name


def is_designated(seat: Seat, represents: Organisation | None) -> bool:
    """Whether another organisation names who sits there, by a decision of its own."""
    owner = seat.body.organisation
    return bool(seat.one_per) and seat.body.is_elective and represents is not None and represents != owner


def designating(seat: Seat, represents: Organisation, on: date, reader: Actor) -> Designating:
    """Seven queries at most."""
    acting = [one for one in who_sees(represents, on, "decide_seats") if one.hat.organisation == represents.pk]
    read = Person.objects.visible_to(reader).filter(pk__in=[one.person.pk for one in acting])
    stopped = Exists(Unsubscription.objects.filter(address=OuterRef("email")))
    seen = dict(read.annotate(is_stopped=stopped).values_list("pk", "is_stopped"))
    people = tuple((one.person, one.hat.label) for one in acting if one.person.pk in seen)
    reached = [person for person, _ in people if person.email and not seen[person.pk]]
    return Designating(represents, body_that_designates(represents, on), people, reached)


def body_that_designates(represents: Organisation, on: date) -> Body | None:
    """Their body that names who represents them, where that is known."""
    return next((found for ask in DESIGNATES if (found := ask(represents, on))), None)


@dataclass(frozen=True, slots=True)
class Letter:
    """That one wrote to those who designate: when, who did, by which seat or post, and whom they proposed: told to whoever
    may propose and to those who designate (`unnamed` for anybody else)."""

    at: datetime
    by: str
    hat: str
    proposed: str = ""

    def again(self, now: datetime) -> datetime | None:
        """From when one may write to them anew; None where one may."""
        return self.at + A_WEEK if now < self.at + A_WEEK else None

    @property
    def on(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def unnamed(self) -> "Letter":
        """The same, to whoever may not propose: nobody is named to them."""
        return replace(self, proposed="")


def letters_about(organisation: Organisation, on: date) -> dict[tuple[str, str], Letter]:
    """The last letter about each seat of this organisation and each of those represented, by their keys, with whoever it
    proposed. Two queries at most."""
    acts = acts_about(organisation, on)
    keys = [key for one in acts.values() if (key := one.arguments.get("proposed"))]
    named = {str(one.pk): str(one) for one in Person.objects.filter(pk__in=keys)} if keys else {}
    return {
        key: replace(letter_from(act), proposed=named.get(act.arguments.get("proposed"), ""))
        for key, act in acts.items()
    }


def acts_about(organisation: Organisation, on: date) -> dict[tuple[str, str], Act]:
    rows = Act.objects.filter(verb=ASKED, organisation=organisation.pk).order_by("at")
    return {(one.arguments["seat"], one.arguments["represents"]): one for one in rows if letter_from(one).on <= on}


def letter_about(seat: Seat, represents: Organisation, on: date) -> Letter | None:
    """The last, with whoever it proposed: two queries."""
    return letters_about(seat.body.organisation, on).get((str(seat.pk), str(represents.pk)))


def letter_from(act: Act) -> Letter:
    return Letter(act.at, act.person_name, act.hat)


def waits_for(letter: Letter | None, since: date | None) -> Letter | None:
    """The letter that waits for an answer: none, where it was written before the place was free again.

    >>> from datetime import UTC
    >>> letter = Letter(datetime(2026, 11, 24, 9, tzinfo=UTC), "Anne Le Goff", "Direction, ESS 35")
    >>> waits_for(letter, None) is letter, waits_for(letter, date(2026, 11, 24)) is letter
    (True, True)
    >>> waits_for(letter, date(2026, 11, 25)), waits_for(None, None)
    (None, None)
    """
    return letter if letter and (since is None or letter.on >= since) else None
