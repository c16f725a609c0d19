"""Whoever sends a payment of the fund commits who pays: by an office, or by a delegation up to its ceiling."""

import pytest

from kevread.common.errors import Denied
from kevread.common.periods import Period
from kevread.delegations import operations as delegations
from kevread.delegations.operations import Terms
from kevread.equalisation import operations
from kevread.equalisation.models import Payment
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import notified, payment
from tests.guards.of_seats import NEXT_YEAR

pytestmark = pytest.mark.django_db
CENTS = 12_013_046  # 120 130,46 €


def waiting(scene) -> Payment:
    found = payment(notified(scene.world), scene.grouping)
    with arranging():
        Payment.objects.filter(pk=found.pk).update(amount=CENTS)
    return Payment.objects.select_related("campaign__carrier", "beneficiary", "prepared_by").get(pk=found.pk)


def entrusted(scene, cents: int) -> None:
    """The president of the head entrusts its coordination with payments, up to this sum."""
    head, giver = scene.world.head, scene.world.holder("cress-board", "president")
    terms = Terms(
        scene.world.holder("cress-team", "direction"), "powers", ("paiement",), Period.through(TODAY, NEXT_YEAR),
        ceilings={"paiement": cents},
    )  # fmt: skip
    asked = {"organisation": head, "office": giver, "terms": terms}
    made = delegations.give(actor=actor_of(giver.person, TODAY), now=NOW, **asked)
    delegations.accept(actor=scene.coordination, grant=made, now=NOW)


def send(scene, found: Payment) -> Payment:
    return operations.post_payment(actor=scene.coordination, payment=found, now=NOW)


def test_the_right_to_pay_is_not_the_power_to(scene):
    found = waiting(scene)
    with pytest.raises(Denied, match=r"« Ordonner un paiement », pour 120\s130,46\s€") as refusal:
        send(scene, found)
    assert refusal.value.ways[0].screen == "ask_delegation"
    found.refresh_from_db()
    assert found.posted_on is None and found.authority == ""


def test_by_an_office_and_it_is_written_with_the_payment(scene):
    done = operations.post_payment(actor=scene.actor("cress-board", "president"), payment=waiting(scene), now=NOW)
    done.refresh_from_db()
    assert "présid" in done.authority.lower()


def test_by_a_delegation_up_to_its_ceiling(scene):
    entrusted(scene, CENTS)
    assert send(scene, waiting(scene)).authority


def test_a_cent_above_the_ceiling_is_refused(scene):
    entrusted(scene, CENTS - 1)
    with pytest.raises(Denied, match="il y faut une délégation"):
        send(scene, waiting(scene))
