"""What invented people ask about their data."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.privacy import operations as privacy


def note_demand(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """What came by letter."""
    asked = deed.arguments
    privacy.note(
        actor=actor,
        organisation=Organisation.objects.get(slug=asked["organisation"]),
        person=people[asked["person"]],
        kind=asked["kind"],
        text=asked["text"],
        received_on=asked["received_on"],
        now=now,
    )


def validate_register(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """An organisation makes the register of its processing its own."""
    where = Organisation.objects.get(slug=deed.arguments["organisation"])
    privacy.validate(actor=actor, organisation=where, contact=deed.arguments["contact"], joint=None, now=now)


def open_breach(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """Known that evening, an hour before it is written down."""
    told = dict(deed.arguments)
    where = Organisation.objects.get(slug=told.pop("organisation"))
    privacy.open_breach(actor=actor, organisation=where, known_at=now - timedelta(hours=1), now=now, **told)


def restrict(actor: Actor, now: datetime, people: Mapping[str, Person], deed: Deed) -> None:
    """Their data are kept, and not used."""
    asked = deed.arguments
    where = Organisation.objects.get(slug=asked["organisation"])
    privacy.restrict(actor=actor, person=people[asked["person"]], within=where, why=asked["why"], now=now)


VERBS = (note_demand, validate_register, open_breach, restrict)
