"""The days on which locals hand over in the invented life: its verbs, in `passages.yaml`."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.statutes import operations
from kevread.statutes.models import HandingOver

from .decisions import named

type People = Mapping[str, Person]


def decide_day(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    decision = named(asked["decision"])
    sides = [Organisation.objects.get(slug=asked[side]) for side in ("local", "grouping")]
    other = next(one for one in sides if one != decision.organisation)
    told = {"subject": asked["subject"], "day": asked["from"], "decision": decision}
    operations.decide_day(actor=actor, side=decision.organisation, other=other, now=now, **told)


def undo_handing_over(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    rows = HandingOver.objects.standing().select_related("local", "grouping")
    found = rows.get(local__slug=deed.arguments["local"], subject=deed.arguments["subject"])
    operations.undo_day(actor=actor, handing_over=found, reason=deed.arguments["reason"], now=now)


VERBS = (decide_day, undo_handing_over)
