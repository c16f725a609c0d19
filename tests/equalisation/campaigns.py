"""A round of the fund in the small federation, its money and its data."""

from datetime import date, timedelta
from decimal import Decimal

from kevread.decisions.models import Application, Decision
from kevread.directory.models import Organisation
from kevread.equalisation.models import Appeal, Campaign, Measure, Payment, Resource, Scenario
from kevread.equalisation.queries.collecting import beneficiaries
from kevread.equalisation.queries.path import shares_of
from kevread.equalisation.rules.terms import Terms
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.worlds import World

YEAR = TODAY.year
RESERVE = 1_234_56  # cents, that a year that is over kept aside
CLAUSE = "Article 4 : la somme peut être reversée aux groupements."
VALUES = {"epci": (18, 7), "communes": (337, 300), "area": (6775, 5300), "projects": (42, 20), "actions": (120, 75)}


def campaign(world: World, amount: int = 20_000_001, **of: int) -> Campaign:
    """Opened today, with one grant that may be granted onwards. `of`: another year, a reserve."""
    with arranging():
        made = Campaign.objects.create(**{"carrier": world.head, "year": YEAR, "as_of": TODAY} | of)
        Resource.objects.create(campaign=made, label="Région", origin="grant", amount=amount, clause=CLAUSE)
    return made


def told(found: Campaign) -> Campaign:
    """With every value of its two groupings."""
    with arranging():
        for code, values in VALUES.items():
            for who, value in zip(beneficiaries(found.as_of), values, strict=True):
                tell(found, who, code, Decimal(value))
    return found


def tell(found: Campaign, who: Organisation, code: str, value: Decimal) -> Measure:
    return Measure.objects.create(
        campaign=found, beneficiary=who, criterion=code, value=value, source="Bilan de l’année", as_of=TODAY
    )


WEIGHTS = {"epci": 2_500, "communes": 2_000, "area": 2_000, "projects": 2_000, "actions": 1_500}
RULES = Terms(WEIGHTS, {"equal_base": 2_000})


def frozen(world: World, **of: int) -> Campaign:
    """Yesterday, by somebody."""
    found = told(campaign(world, **of))
    with arranging():
        found.state, found.frozen_on, found.frozen_by = Campaign.State.FROZEN, TODAY, PersonFactory()
        found.save()
    return found


def scenario(found: Campaign) -> Scenario:
    with arranging():
        return Scenario.objects.create(campaign=found, name="À discuter", terms=RULES.plain())


def by_the_committee(world: World, on: date = TODAY) -> Decision:
    """The line of the register by which the committee of directions proposes."""
    with arranging():
        return decided("codir", "campagne-perequation", on=on, title="Proposition de partage")


def by_the_bureau(world: World, on: date = TODAY) -> Decision:
    with arranging():
        return decided("cress-bureau", "campagne-perequation", on=on, title="Péréquation de l’année")


def proposed(world: World, **of: int) -> Campaign:
    found, line = frozen(world, **of), by_the_committee(world)
    with arranging():
        found.state, found.terms, found.proposed_on = Campaign.State.PROPOSED, RULES.plain(), TODAY
        found.proposed_in = line
        found.save()
    return found


def application(world: World, found: Decision | None = None) -> Application:
    line = found or by_the_bureau(world)
    with arranging():
        return Application.objects.create(decision=line, kind="equalisation", asked={})


def weighing(on: date = TODAY - timedelta(days=1)) -> Application:
    """What a decision of the board of the head opens, that fixes the weights."""
    with arranging():
        line = decided("cress-board", "poids-perequation", on=on, title="Les poids du fonds")
        return Application.objects.create(decision=line, kind="fund_weights", asked={})


def settled(world: World, **of: int) -> Campaign:
    """Decided."""
    found = proposed(world, **of)
    by = application(world)
    with arranging():
        found.state, found.shares, found.decided_by = Campaign.State.DECIDED, dict(shares_of(found)), by
        found.save()
    return found


def notified(world: World, **of: int) -> Campaign:
    found = settled(world, **of)
    with arranging():
        found.state, found.notified_on = Campaign.State.NOTIFIED, TODAY
        found.save()
    return found


def over(world: World, year: int = YEAR - 1, reserve: int = RESERVE) -> Campaign:
    """Of the year before, closed: each share was paid and received, and the reserve stays."""
    found = notified(world, year=year, reserve=reserve)
    for one in world.groupings:
        payment(found, one, posted=True, received=True)
    with arranging():
        found.state, found.closed_on = Campaign.State.CLOSED, TODAY
        found.save()
    return found


def contested(found: Campaign, who: Organisation) -> Appeal:
    with arranging():
        made = Appeal.objects.create(
            campaign=found,
            beneficiary=who,
            text="Nos projets sont vingt et un.",
            filed_on=TODAY,
            filed_by=PersonFactory(),
        )
    return Appeal.objects.select_related("campaign__carrier", "beneficiary", "filed_by").get(pk=made.pk)


def payment(
    found: Campaign, who: Organisation, *, posted: bool = False, received: bool = False, cents: int | None = None
) -> Payment:
    with arranging():
        made = Payment.objects.create(
            campaign=found,
            beneficiary=who,
            amount=cents or shares_of(found)[who.slug],
            prepared_on=TODAY,
            prepared_by=PersonFactory(),
            posted_on=TODAY if posted else None,
            posted_by=PersonFactory() if posted else None,
            received_on=TODAY if received else None,
        )
    return Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").get(pk=made.pk)
