"""What is paid to those who administer the organisations of the invented life: its verbs, in `indemnites.yaml`. Sums are in
euros."""

from collections.abc import Mapping
from datetime import datetime

from kevread.allowances.models import Allowance
from kevread.allowances.operations import Paid, record, undo
from kevread.allowances.queries import BOARDS
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate

from .decisions import named

type People = Mapping[str, Person]


def pay_allowance(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """To somebody of the board, for months that go by their first days; `body` where they sit on several."""
    told = deed.arguments
    at = Organisation.objects.get(slug=told["organisation"])
    rows = Mandate.objects.on(told["first"]).filter(
        seat__body__organisation=at, seat__body__kind__in=BOARDS, person=people[told["person"]]
    )
    mandate = rows.select_related("seat__body", "person").order_by("seat__body__kind", "seat__title").first()
    if mandate is None:
        raise KeyError(told["person"])
    paid = Paid(
        mandate=mandate,
        kind=told.get("kind", Allowance.Kind.LUMP),
        first=told["first"],
        last=told.get("last", told["first"]),
        cents=told["euros"] * 100,
        paid_on=told.get("paid_on", deed.day),
        decision=named(told["decision"]) if "decision" in told else None,
        evidence=told.get("evidence", ""),
    )
    record(actor=actor, organisation=at, paid=paid, now=now)


def undo_allowance(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The last that was paid to somebody there."""
    told = deed.arguments
    rows = Allowance.objects.standing().filter(
        organisation__slug=told["organisation"], mandate__person=people[told["person"]]
    )
    found = rows.select_related("organisation").order_by("paid_on", "pk").last()
    if found is None:
        raise KeyError(told["person"])
    undo(actor=actor, allowance=found, reason=told["reason"], now=now)


VERBS = (pay_allowance, undo_allowance)
