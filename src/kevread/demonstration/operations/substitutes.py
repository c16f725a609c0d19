"""Who stands in for whom in the invented life: its verbs, in `delegations.yaml`."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.demonstration.rules import Deed
from kevread.directory.models import Person
from kevread.seats.models import Mandate, Substitution
from kevread.seats.operations import accept_substitution
from kevread.seats.operations import ask_substitute as ask

type People = Mapping[str, Person]


def ask_substitute(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """`by` is whoever will be away; `body` and `seat` say which of their mandates."""
    told = deed.arguments
    rows = Mandate.objects.on(deed.day).select_related("seat__body__organisation", "person")
    mandate = rows.get(person=actor.person, seat__body__slug=told["body"], seat__title=told["seat"])
    days = Period.through(told["first"], told["last"])
    ask(actor=actor, mandate=mandate, substitute=people[told["substitute"]], period=days, now=now)


def accept_to_stand_in(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    rows = Substitution.objects.filter(substitute=actor.person, accepted_on=None, withdrawn_on=None)
    one = rows.select_related("mandate__seat__body__organisation", "mandate__person", "substitute").get()
    accept_substitution(actor=actor, substitution=one, now=now)


VERBS = (ask_substitute, accept_to_stand_in)
