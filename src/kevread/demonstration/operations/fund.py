"""The fund of the invented life, in `perequation.yaml`. A round is named by its year."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kevread.base.models import new_key
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Payment
from kevread.equalisation.queries.due import due_of
from kevread.equalisation.queries.telling import to_tell
from kevread.equalisation.rules.terms import Terms

from .decisions import apply, named

type People = Mapping[str, Person]


def campaign(deed: Deed) -> Campaign:
    """That of a year; `corrective`: the one that corrects it."""
    is_first = not deed.arguments.get("corrective", False)
    rows = Campaign.objects.standing().select_related("carrier", "corrects")
    return rows.get(year=deed.arguments["year"], corrects__isnull=is_first)


def open_round(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    carrier = Organisation.objects.get(slug=asked["organisation"])
    operations.open_round(actor=actor, carrier=carrier, year=asked["year"], as_of=asked["as_of"], now=now)


def feed_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Money comes in, in euros."""
    asked = deed.arguments
    clause = asked.get("clause", "")
    operations.add_resource(
        actor=actor, campaign=campaign(deed), label=asked["label"], origin=asked["origin"], clause=clause,
        amount=asked["euros"] * 100, may_be_granted=bool(clause), now=now,
    )  # fmt: skip


def bring_forward(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What stays of a year that is over, in euros."""
    asked = deed.arguments
    source = Campaign.objects.standing().uncorrected().get(year=asked["from"])
    operations.bring_forward(
        actor=actor, campaign=campaign(deed), source=source, amount=asked["euros"] * 100, now=now
    )  # fmt: skip


def keep_apart(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The reserve, in euros."""
    operations.set_reserve(actor=actor, campaign=campaign(deed), reserve=deed.arguments["euros"] * 100, now=now)


def measure_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What Kevread knows is read, then what it does not is typed."""
    found = campaign(deed)
    operations.collect(actor=actor, campaign=found, now=now)
    type_values(actor, now, found, deed)


def type_values(actor: Actor, now: datetime, found: Campaign, deed: Deed) -> None:
    """By criterion, what each has: all of it from one source."""
    told = deed.arguments["values"]
    values = {(slug, code): Decimal(value) for code, each in told.items() for slug, value in each.items()}
    source = deed.arguments["source"]
    operations.enter_measures(actor=actor, campaign=found, values=values, source=source, as_of=deed.day, now=now)


def freeze_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.freeze(actor=actor, campaign=campaign(deed), now=now)


def keep_scenario(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    terms = Terms(asked["weights"], asked.get("rates", {}))
    operations.keep_scenario(actor=actor, campaign=campaign(deed), name=asked["name"], terms=terms, now=now)


def propose_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = campaign(deed)
    scenario = found.scenarios.get(name=deed.arguments["name"])
    line = named(deed.arguments["decision"])
    operations.propose(actor=actor, campaign=found, scenario=scenario, proposed_in=line, now=now)


def give_opinion(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    view, note = deed.arguments["view"], deed.arguments.get("note", "")
    operations.give_opinion(actor=actor, campaign=campaign(deed), view=view, note=note, now=now)


def decide_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    apply(actor, now, named(deed.arguments["decision"]), "equalisation", {"campaign": str(campaign(deed).pk)})


def notify_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = campaign(deed)
    seen = to_tell(found, deed.day).mark
    operations.notify(actor=actor, campaign=found, seen=seen, now=now)


def correct_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The round of a year was notified with a mistake: another opens with all that it had, and what was wrong is typed anew."""
    found = campaign(deed)
    made = operations.open_correction(actor=actor, campaign=found, cause=deed.arguments["cause"], now=now)
    type_values(actor, now, made, deed)


def appeal_share(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    who = Organisation.objects.get(slug=deed.arguments["organisation"])
    operations.appeal(actor=actor, campaign=campaign(deed), beneficiary=who, text=deed.arguments["text"], now=now)


def answer_appeal(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    rows = campaign(deed).appeals.open().select_related("campaign__carrier", "beneficiary")
    operations.answer_appeal(
        actor=actor, appeal=rows.get(beneficiary__slug=asked["organisation"]), is_heard=asked["heard"], answer=asked["text"],
        answered_in=named(asked["decision"]), now=now,
    )  # fmt: skip


def prepare_payments(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """All of them, by one person."""
    found = campaign(deed)
    for slug, cents in due_of(found).items():
        if not cents:
            continue
        who = Organisation.objects.get(slug=slug)
        operations.prepare_payment(actor=actor, campaign=found, beneficiary=who, key=new_key(), now=now)


def payments(deed: Deed) -> list[Payment]:
    rows = campaign(deed).payments.select_related("campaign__carrier", "beneficiary", "prepared_by")
    return list(rows.order_by("beneficiary__slug"))


def post_payments(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What the carrier sends; what is given back is sent by who gives it."""
    for one in payments(deed):
        if one.is_back:
            continue
        operations.post_payment(actor=actor, payment=one, now=now)


def confirm_receipts(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By somebody of the grouping that receives."""
    for one in payments(deed):
        if one.beneficiary.slug == deed.arguments["organisation"] and not one.is_back:
            operations.confirm_receipt(actor=actor, payment=one, now=now)


def close_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.close(actor=actor, campaign=campaign(deed), now=now)


VERBS = (
    answer_appeal,
    appeal_share,
    bring_forward,
    close_fund,
    confirm_receipts,
    correct_fund,
    decide_fund,
    feed_fund,
    freeze_fund,
    give_opinion,
    keep_apart,
    keep_scenario,
    measure_fund,
    notify_fund,
    open_round,
    post_payments,
    prepare_payments,
    propose_fund,
)
