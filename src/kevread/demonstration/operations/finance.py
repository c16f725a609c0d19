"""What funds the organisations of the invented life: its verbs, in `financements.yaml`. Sums are in euros; a request and a
funding are named by what they are for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.finance import operations
from kevread.finance.models import Exchange, Funder, Funding, GrantRequest
from kevread.finance.operations.accounts import Figures
from kevread.finance.operations.checks import Named
from kevread.finance.operations.exchanges import Ground, Told
from kevread.finance.operations.fundings import Conditions
from kevread.finance.operations.requests import Asked

from .agreements import of_title
from .decisions import named

type People = Mapping[str, Person]


def place(deed: Deed) -> Organisation:
    return Organisation.objects.get(slug=deed.arguments["organisation"])


def funder(deed: Deed) -> Named:
    return Named(deed.arguments["funder"], deed.arguments["kind"])


def cents(asked: Mapping[str, Any], name: str) -> int | None:
    return asked[name] * 100 if name in asked else None


def request(deed: Deed) -> GrantRequest:
    rows = GrantRequest.objects.select_related("organisation", "funder")
    return rows.get(organisation=place(deed), purpose=deed.arguments["purpose"])


def funding(deed: Deed) -> Funding:
    rows = Funding.objects.standing().select_related("organisation", "funder")
    return rows.get(organisation=place(deed), purpose=deed.arguments["purpose"])


def ask_funding(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A draft; sent the same day where `committed_on` or `decision` say so."""
    told = deed.arguments
    asked = Asked(
        funder(deed), told["purpose"], told["scale"], told["euros"] * 100, told["first"], told["last"],
        budget=cents(told, "budget"), due_on=told.get("due_on"),
    )  # fmt: skip
    made = operations.prepare_request(actor=actor, organisation=place(deed), asked=asked, now=now)
    if "committed_on" in told or "decision" in told:
        decision = named(told["decision"]) if "decision" in told else None
        operations.send_request(
            actor=actor,
            request=made,
            sent_on=deed.day,
            committed_on=told.get("committed_on"),
            decision=decision,
            now=now,
        )


def complete_request(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.complete_request(actor=actor, request=request(deed), answers=deed.arguments["answers"], now=now)


def write_plan(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Lines of the budget of a request: an account, what it is, euros."""
    lines = [f"{account};{label};{euros}" for account, label, euros in deed.arguments["lines"]]
    table = "\n".join(("compte;libellé;montant", *lines))
    operations.write_plan(actor=actor, request=request(deed), table=table, now=now)


def say_rate(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    told = deed.arguments
    operations.say_rate(
        actor=actor, organisation=place(deed), since=told["since"], cents=told["cents"], source=told["source"], now=now
    )


def give_time(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Lines of time given, each a kind, a day, minutes, words."""
    for kind, day, minutes, words in deed.arguments["lines"]:
        operations.give_time(
            actor=actor, organisation=place(deed), day=day, kind=kind, minutes=minutes, words=words, now=now
        )


def refuse_funding(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.note_refusal(
        actor=actor, request=request(deed), answered_on=deed.day, note=deed.arguments["note"], now=now
    )


def record_funding(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What was granted, with its instalments: a label, euros, a day, and the day on which it came, if it did."""
    told = deed.arguments
    conditions = Conditions(
        scale=told.get("scale", ""), base=cents(told, "base"), rate=told.get("rate"), onward=told.get("onward", "unsaid"),
        clause=told.get("clause", ""), earmarked=told.get("earmarked", "unsaid"), signed_on=told.get("signed_on"),
        agreement=of_title(told["agreement"]) if "agreement" in told else None,
    )  # fmt: skip
    asked = GrantRequest.objects.filter(organisation=place(deed), purpose=told["purpose"], state="sent").first()
    made = operations.record_funding(
        actor=actor, organisation=place(deed), funder=funder(deed), purpose=told["purpose"], cents=told["euros"] * 100,
        notified_on=told.get("notified_on", deed.day), first=told["first"], last=told["last"], conditions=conditions,
        request=asked, now=now,
    )  # fmt: skip
    for label, euros, due_on, *came in told.get("instalments", ()):
        one = operations.plan_instalment(
            actor=actor, funding=made, label=label, cents=euros * 100, due_on=due_on, now=now
        )
        if came:
            operations.receive_instalment(actor=actor, instalment=one, received_on=came[0], cents=euros * 100, now=now)


def know_funder(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A funder, by the name under which it was entered, is an organisation of the directory, by its address."""
    told = deed.arguments
    operations.say_who_funder_is(
        actor=actor,
        organisation=place(deed),
        funder=Funder.objects.get(name=told["funder"]),
        who=Organisation.objects.get(slug=told["who"]),
        reason=told["reason"],
        now=now,
    )


def send_report(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    told = deed.arguments
    operations.send_report(
        actor=actor,
        funding=funding(deed),
        closed_on=told["closed_on"],
        sent_on=deed.day,
        spent=told["euros"] * 100,
        now=now,
    )


def say_spent(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What is spent of a funding, in euros, in the year that is closed on that day."""
    told = deed.arguments
    asked = {"closed_on": told["closed_on"], "cents": told["euros"] * 100, "source": told["source"]}
    operations.say_spent(actor=actor, funding=funding(deed), now=now, **asked)


def enter_accounts(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Figures in euros; how many are employed."""
    told = deed.arguments["figures"]
    figures = {name: value if name == "employees" else value * 100 for name, value in told.items()}
    asked = {name: deed.arguments[name] for name in ("closed_on", "source")}
    operations.enter_accounts(actor=actor, organisation=place(deed), figures=Figures(**figures), now=now, **asked)


def pass_between(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What passes between two, written by `organisation`: from `payer` to `payee`, by a decision of who pays where it commits,
    of a funding where it is granted onwards."""
    told = deed.arguments
    payer, payee = (Organisation.objects.get(slug=told[side]) for side in ("payer", "payee"))
    granted = Funding.objects.standing().get(organisation=payer, purpose=told["funding"]) if "funding" in told else None
    ground = Ground(decision=named(told["decision"]) if "decision" in told else None, funding=granted)
    asked = {name: told[name] for name in ("kind", "purpose")}
    operations.say_exchange(
        actor=actor,
        organisation=place(deed),
        told=Told(
            payer=payer, payee=payee, cents=told["euros"] * 100, day=told.get("passed_on", deed.day), due_on=told.get("due_on"),
            ground=ground, **asked,
        ),
        now=now,
    )  # fmt: skip


def between(deed: Deed) -> Exchange:
    rows = Exchange.objects.standing().of(place(deed)).select_related("payer", "payee", "said_by")
    return rows.get(purpose=deed.arguments["purpose"])


def answer_between(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The other side says the same, or otherwise where `answer` says what."""
    told = deed.arguments
    if "answer" in told:
        cents = told["euros"] * 100 if "euros" in told else None
        operations.contest_exchange(actor=actor, exchange=between(deed), answer=told["answer"], cents=cents, now=now)
    else:
        operations.agree_exchange(actor=actor, exchange=between(deed), now=now)


def settle_between(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    cents = deed.arguments["euros"] * 100
    operations.settle_exchange(actor=actor, exchange=between(deed), cents=cents, day=deed.day, now=now)


def read_balance(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A balance of local life."""
    told = deed.arguments
    operations.read_local_balance(
        actor=actor, organisation=place(deed), day=told["read_on"], cents=told["cents"], source=told["source"], now=now
    )


def note_life(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Lines of local life, each a kind, cents, a day, words."""
    for kind, amount, day, words in deed.arguments["lines"]:
        operations.note_local_line(
            actor=actor, organisation=place(deed), kind=kind, day=day, cents=amount, words=words, now=now
        )


VERBS = (
    note_life,
    read_balance,
    answer_between,
    ask_funding,
    complete_request,
    give_time,
    say_rate,
    write_plan,
    pass_between,
    say_spent,
    settle_between,
    enter_accounts,
    know_funder,
    record_funding,
    refuse_funding,
    send_report,
)
