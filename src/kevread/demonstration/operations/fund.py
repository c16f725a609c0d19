"""The fund of the invented life, in `perequation.yaml`. A round is named by its year."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign
from kevread.equalisation.rules.terms import Terms

type People = Mapping[str, Person]


def campaign(deed: Deed) -> Campaign:
    return Campaign.objects.standing().select_related("carrier").get(year=deed.arguments["year"])


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


def measure_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What Kevread knows is read, then what it does not is typed: by criterion, what each has."""
    found = campaign(deed)
    operations.collect(actor=actor, campaign=found, now=now)
    for code, values in deed.arguments["values"].items():
        for slug, value in values.items():
            who = Organisation.objects.get(slug=slug)
            operations.enter_measure(
                actor=actor, campaign=found, beneficiary=who, criterion=code, value=Decimal(value), now=now,
                source=deed.arguments["source"], as_of=deed.day,
            )  # fmt: skip


def freeze_fund(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.freeze(actor=actor, campaign=campaign(deed), now=now)


def keep_scenario(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = deed.arguments
    terms = Terms(asked["weights"], asked.get("rates", {}))
    operations.keep_scenario(actor=actor, campaign=campaign(deed), name=asked["name"], terms=terms, now=now)


VERBS = (feed_fund, freeze_fund, keep_scenario, measure_fund, open_round)
