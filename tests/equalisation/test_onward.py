"""A grant that may be granted onwards is granted onwards once: into the fund, or between two members (L4.6)."""

from datetime import timedelta
from typing import Any

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign
from kevread.finance.models import Exchange
from kevread.finance.operations import describe_funding, say_exchange, undo_funding
from kevread.finance.operations.exchanges import Ground, Told
from kevread.finance.operations.fundings import Conditions
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import CLAUSE
from tests.gatherings.decided import decided
from tests.guards.of_finance import funder, granted
from tests.worlds import put

pytestmark = pytest.mark.django_db
WHOLE = 100_000_00


@pytest.fixture
def grant(scene):
    with arranging():
        region = funder("region", "Région")
    notified = TODAY - timedelta(days=2)
    return granted(
        scene.world.head, funder=region, cents=WHOLE, onward="allowed", clause=CLAUSE, notified_on=notified
    )  # fmt: skip


def passed(scene, grant, cents: int) -> Exchange:
    head = scene.world.head
    with arranging():
        line = decided(f"{head.slug}-bureau", on=TODAY - timedelta(days=1))
    told = Told("onward", head, scene.grouping, "Part de la Région", cents, TODAY, None, Ground(None, line, grant))
    return say_exchange(actor=SYSTEM, organisation=head, told=told, now=NOW)


def fed(found: Campaign, amount: int, clause: str = CLAUSE) -> Any:
    asked = {"label": "Région", "origin": "grant", "amount": amount, "may_be_granted": True, "clause": clause}
    return operations.add_resource(actor=SYSTEM, campaign=found, now=NOW, **asked)


def plainly(refused: pytest.ExceptionInfo[Invalid]) -> str:
    assert refused.value.rule == "L4.6"
    return str(refused.value).replace("\xa0", " ").replace("\u202f", " ")


def bare(scene) -> Campaign:
    with arranging():
        return Campaign.objects.create(carrier=scene.world.head, year=TODAY.year, as_of=TODAY)


def test_what_feeds_the_fund_is_not_granted_onwards_to_a_member_too(scene, grant):
    fed(bare(scene), WHOLE - 1_000_00, "ARTICLE 4, la somme peut etre reversée aux groupements")
    with pytest.raises(Invalid) as refused:
        passed(scene, grant, 1_000_01)
    assert plainly(refused) == (
        "Sous cette clause, 100 000 € sont accordés : 0 € en sont reversés entre membres, 99 000 € sont dans le fonds. "
        "Il reste 1 000 € à reverser."
    )
    assert passed(scene, grant, 1_000_00)


def test_what_passed_to_a_member_does_not_feed_the_fund_too(scene, grant):
    passed(scene, grant, 40_000_00)
    found = bare(scene)
    with pytest.raises(Invalid) as refused:
        fed(found, 60_000_01)
    assert "40 000 € en sont reversés entre membres, 0 € sont dans le fonds" in plainly(refused)
    assert fed(found, 60_000_00)
    assert fed(found, WHOLE, "Article 9 : une autre convention, dont rien n’est inscrit ici.")
    assert fed(found, 1, "Article 9 : une autre convention, dont rien n’est inscrit ici.")


def test_a_round_that_was_given_up_holds_nothing_and_a_correction_holds_it_once(scene, grant):
    found = bare(scene)
    fed(found, WHOLE)
    with arranging():
        made = Campaign.objects.create(
            carrier=found.carrier, year=found.year, as_of=found.as_of, corrects=found, cause="Comptés deux fois"
        )
    fed(made, WHOLE)  # its own again
    with pytest.raises(Invalid):
        fed(made, 1)
    with arranging():
        put(made, state="abandoned", reason="Une erreur de saisie")
    with pytest.raises(Invalid):
        passed(scene, grant, 1)
    with arranging():
        put(found, state="abandoned", reason="Une erreur de saisie")
    assert passed(scene, grant, WHOLE)


def test_a_round_that_is_opened_again_takes_back_only_what_is_still_to_be_granted(scene, grant):
    found = bare(scene)
    fed(found, WHOLE)
    with arranging():
        put(found, state="abandoned", reason="Une erreur de saisie")
    told = {"actor": scene.coordination, "carrier": found.carrier, "year": found.year, "as_of": TODAY, "now": NOW}
    again = operations.open_round(**told)
    assert [one.amount for one in again.resources.all()] == [WHOLE]
    with arranging():
        put(again, state="abandoned", reason="Une erreur de saisie")
    passed(scene, grant, 1)
    assert not operations.open_round(**told).resources.exists()


def test_what_lets_a_grant_go_on_is_not_unsaid_once_it_went(scene, grant):
    conditions = Conditions(scale="regional", onward="refused")
    fed(bare(scene), WHOLE)
    for change in (
        lambda: describe_funding(actor=SYSTEM, funding=grant, conditions=conditions, now=NOW),
        lambda: undo_funding(actor=SYSTEM, funding=grant, reason="Le financeur l’a repris.", now=NOW),
    ):
        with pytest.raises(Refused, match="en sont reversés, entre membres ou dans le fonds"):
            change()
    told = {"funder": grant.funder, "cents": WHOLE, "onward": "allowed", "clause": CLAUSE}
    other = granted(scene.world.head, notified_on=TODAY, **told)
    assert describe_funding(actor=SYSTEM, funding=grant, conditions=conditions, now=NOW).onward == "refused"
    with pytest.raises(Refused, match="en sont reversés"):
        undo_funding(actor=SYSTEM, funding=other, reason="Le financeur l’a repris.", now=NOW)
