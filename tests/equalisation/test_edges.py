"""What nobody would try twice: without a person, at the last place, the day that somebody closes."""

from decimal import Decimal
from uuid import uuid4

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Payment, Scenario
from kevread.equalisation.operations.scenarios import MOST
from kevread.equalisation.queries.collecting import measured, year_before
from tests.arrange import arranging
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import RULES, VALUES, YEAR, campaign, notified, payment, settled, tell, told
from tests.seats.scene import Scene
from tests.worlds import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(scene: Scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


def closed_today(organisation) -> None:
    with arranging():
        put(organisation, period=f"[2025-01-01,{TODAY})")


def test_somebody_freezes_and_somebody_pays(scene):
    with pytest.raises(Refused, match="personne"):
        operations.freeze(actor=SYSTEM, campaign=told(campaign(scene.world)), now=NOW)
    found = Campaign.objects.get()
    with arranging():
        put(found, state="abandoned")
    paid = notified(scene.world)
    with pytest.raises(Refused, match="par une personne"):
        operations.prepare_payment(actor=SYSTEM, campaign=paid, beneficiary=scene.grouping, key=uuid4(), now=NOW)


def test_who_closed_before_data_are_frozen_stops_them(scene, who):
    """Of the day of the data, and no more of today: the round begins again on a later day."""
    found = told(campaign(scene.world))
    with arranging():
        put(found, as_of="2026-11-01")
    closed_today(scene.grouping)
    with pytest.raises(Refused, match=f"{scene.grouping.name} n’est plus au réseau"):
        operations.freeze(campaign=found, **who)


def test_what_was_typed_of_who_closed_is_not_taken_over_and_every_criterion_still_counts(scene, who):
    """Of the round that is given up, its values made each criterion that was read anew told of some and not of all."""
    found = told(campaign(scene.world))
    with arranging():
        put(found, as_of="2026-11-01")
        found.measures.filter(criterion="epci").delete()
    closed_today(scene.grouping)
    (other,) = (one for one in scene.world.groupings if one != scene.grouping)
    operations.abandon(campaign=found, reason="Un groupement a fermé.", **who)
    made = operations.open_round(carrier=scene.world.head, year=YEAR, as_of=TODAY, **who)
    assert {one.beneficiary_id for one in made.measures.all()} == {other.pk}
    with arranging():
        tell(made, other, "epci", Decimal(7))
        tell(made, scene.grouping, "area", Decimal(3))  # as if it had been kept
    expected = {code: {other.slug} for code in VALUES}
    assert {code: {*values} for code, values in measured(made).values.items()} == expected
    operations.freeze(campaign=made, **who)
    made.refresh_from_db()
    assert {code: {*values} for code, values in measured(made).values.items()} == expected


def test_nothing_is_sent_to_who_closed_since_its_payment_was_prepared(scene, who):
    waiting = payment(notified(scene.world), scene.grouping)
    closed_today(scene.grouping)
    with pytest.raises(Refused, match=f"{scene.grouping.name} a fermé : sa part reste au fonds"):
        operations.post_payment(actor=scene.actor("cress-board", "president"), payment=waiting, now=NOW)
    operations.void_payment(payment=waiting, reason="Le groupement a fermé.", **who)


def test_so_many_scenarios_and_not_one_more(scene, who):
    found = told(campaign(scene.world))
    with arranging():
        for rank in range(MOST - 1):
            Scenario.objects.create(campaign=found, name=f"Essai {rank}", terms=RULES.plain())
    operations.keep_scenario(campaign=found, name="Le dernier", terms=RULES, **who)
    with pytest.raises(Refused, match="scénarios sont gardés"):
        operations.keep_scenario(campaign=found, name="Un de trop", terms=RULES, **who)
    operations.keep_scenario(campaign=found, name="Le dernier", terms=RULES, **who)


def test_a_round_that_was_not_told_is_not_what_the_next_stands_against(scene):
    before = settled(scene.world)
    with arranging():
        put(before, year=YEAR - 1)
    assert year_before(campaign(scene.world)) is None


def test_who_closed_once_shares_were_told_does_not_keep_the_round_open(scene, who):
    found = notified(scene.world)
    other = next(one for one in scene.world.groupings if one != scene.grouping)
    payment(found, other, posted=True, received=True)
    with pytest.raises(Refused, match=f"{scene.grouping.name} n’a pas encore constaté"):
        operations.close(campaign=found, **who)
    closed_today(scene.grouping)
    assert operations.close(campaign=found, **who).state == "closed"
    assert Payment.objects.count() == 1
