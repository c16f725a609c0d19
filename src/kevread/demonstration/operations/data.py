"""What invented people ask about their data."""

from collections.abc import Mapping
from datetime import datetime

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


VERBS = (note_demand,)
