"""What members of the invented life owe and pay: its verbs, in `cotisations.yaml`. A line is named by who owes it."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.dues import operations
from kevread.dues.models import Due
from kevread.dues.queries.preview import preview
from kevread.dues.rules import SETTING_TARIFF
from kevread.dues.statements import Line

from .decisions import apply, named

type People = Mapping[str, Person]


def organisation(deed: Deed) -> Organisation:
    return Organisation.objects.get(slug=deed.arguments["organisation"])


def due(deed: Deed) -> Due:
    """What a member owes there for a year, standing."""
    rows = Due.objects.standing().select_related("organisation", "affiliation__member", "call")
    asked = deed.arguments
    return rows.get(
        organisation__slug=asked["organisation"], year=asked["year"], affiliation__member__name=asked["member"]
    )


def set_tariff(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision of the register fixes it."""
    asked = {key: deed.arguments[key] for key in ("since", "basis", "brackets")}
    apply(actor, now, named(deed.arguments["decision"]), SETTING_TARIFF, asked)


def declare_measure(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = Affiliation.objects.select_related("of").get(
        of=organisation(deed), member__name=deed.arguments["member"], period__contains=deed.day
    )
    asked = {key: deed.arguments[key] for key in ("kind", "year", "value")}
    operations.declare_measure(actor=actor, affiliation=found, now=now, **asked)


def call_dues(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """All that the preview of that day shows."""
    of, year = organisation(deed), deed.arguments["year"]
    seen = preview(of, year, deed.day).mark
    due_on = deed.arguments["due_on"]
    operations.call(actor=actor, organisation=of, year=year, due_on=due_on, seen=seen, left_out=(), now=now)


def adjust_due(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("cents", "reason")}
    operations.adjust(actor=actor, due=due(deed), now=now, **asked)


def pay_due(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    named_by = ("organisation", "year", "member")
    asked = {"paid_on": deed.day} | {key: value for key, value in deed.arguments.items() if key not in named_by}
    operations.pay(actor=actor, due=due(deed), now=now, **asked)


def receive_statement(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What a file would tell."""
    lines = [Line(row, **one) for row, one in enumerate(deed.arguments["lines"], 2)]
    operations.receive_statement(actor=actor, organisation=organisation(deed), lines=lines, now=now)


VERBS = (adjust_due, call_dues, declare_measure, pay_due, receive_statement, set_tariff)
