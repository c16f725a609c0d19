"""What members of the invented life owe and pay: its verbs, in `cotisations.yaml`. A line is named by who owes it."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.dues import operations
from kevread.dues.models import Due, Eligibility, Receipt
from kevread.dues.operations.receipts import Said
from kevread.dues.queries.preview import preview
from kevread.dues.queries.receipts import to_issue
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
    asked = {"due_on": deed.arguments["due_on"], "how": deed.arguments.get("how", "")}
    operations.call(actor=actor, organisation=of, year=year, seen=seen, left_out=(), now=now, **asked)


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


def say_eligibility(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By a line of the register, named by its title."""
    names = ("since", "of_interest", "for_nothing", "ground", "because", "seat", "purpose")
    said = Said(**{name: deed.arguments[name] for name in names}, decision=named(deed.arguments["decision"]))
    operations.say_eligibility(actor=actor, organisation=organisation(deed), said=said, now=now)


def undo_eligibility(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The last that was said."""
    found = Eligibility.objects.standing().select_related("organisation").filter(organisation=organisation(deed))
    last = found.latest("period__startswith")
    operations.undo_eligibility(actor=actor, eligibility=last, reason=deed.arguments["reason"], now=now)


def issue_receipts(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Of what these members paid in a year, all that may have one."""
    of, year, members = organisation(deed), deed.arguments["year"], deed.arguments["members"]
    found = to_issue(of, year, deed.day)
    chosen = {one.payment.pk for one in found.ready if one.payment.due.affiliation.member.name in members}  # type: ignore[union-attr]
    operations.issue_receipts(actor=actor, organisation=of, year=year, chosen=chosen, seen=found.mark, now=now)


def annul_receipt(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = Receipt.objects.select_related("organisation").get(
        organisation=organisation(deed), number=deed.arguments["number"]
    )
    operations.annul_receipt(actor=actor, receipt=found, reason=deed.arguments["reason"], now=now)


VERBS = (
    adjust_due, annul_receipt, call_dues, declare_measure, issue_receipts, pay_due, receive_statement, say_eligibility,
    set_tariff, undo_eligibility,
)  # fmt: skip
