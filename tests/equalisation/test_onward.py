"""A grant that may be granted onwards is granted onwards once: into the fund, or between two members (L4.6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.models import PREPARES, Campaign
from kevread.finance.models import Exchange
from kevread.finance.operations import describe_funding, say_exchange, undo_funding
from kevread.finance.operations.exchanges import Ground, Told
from kevread.finance.operations.fundings import Conditions
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import CLAUSE
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_finance import funder, granted
from tests.pressing import press
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


def fed(found: Campaign, amount: int, clause: str = CLAUSE, **more: Any) -> Any:
    asked = {"label": "Région", "origin": "grant", "amount": amount, "may_be_granted": True, "clause": clause}
    return operations.add_resource(campaign=found, **({"actor": SYSTEM, "now": NOW} | asked | more))


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


def test_a_funding_that_is_recorded_says_who_gives_and_by_which_clause(scene, grant):
    found = bare(scene)
    made = fed(found, 10_000_00, clause="", label="", may_be_granted=False, funding=grant)
    assert (made.funding, made.clause, made.label) == (grant, CLAUSE, f"{grant.funder.name}, {grant.purpose}")
    with arranging():
        put(found, state="abandoned", reason="Une erreur de saisie")
    told = {"actor": scene.coordination, "carrier": found.carrier, "year": found.year, "as_of": TODAY, "now": NOW}
    assert [one.funding for one in operations.open_round(**told).resources.all()] == [grant]


def test_a_funding_pays_no_more_than_it_is_whatever_another_of_the_same_clause_does(scene, grant):
    """Two of the same clause count together where nothing tells them apart; here something does."""
    other = granted(scene.world.head, funder=grant.funder, cents=WHOLE, onward="allowed", clause=CLAUSE)
    found = bare(scene)
    with pytest.raises(Invalid) as refused:
        fed(found, WHOLE + 1, funding=grant)
    assert plainly(refused).startswith("De ce financement, 100 000 € sont accordés")
    assert fed(found, WHOLE - 5, funding=grant)
    with pytest.raises(Invalid) as refused:
        passed(scene, grant, 6)
    assert plainly(refused).endswith("Il reste 0,05 € à reverser.")
    assert passed(scene, grant, 5) and passed(scene, other, WHOLE)
    conditions = Conditions(scale="regional", onward="refused")
    third = granted(scene.world.head, funder=grant.funder, cents=WHOLE, onward="allowed", clause=CLAUSE)
    with pytest.raises(Refused, match="100 000 € en sont reversés"):
        describe_funding(actor=SYSTEM, funding=grant, conditions=conditions, now=NOW)
    assert describe_funding(actor=SYSTEM, funding=third, conditions=conditions, now=NOW).onward == "refused"


@pytest.mark.parametrize("wrong", ["refused", "undone", "elsewhere", "unread", "own"])
def test_only_a_grant_of_the_carrier_that_goes_on_and_that_one_reads_is_chosen(scene, grant, wrong: str):
    found, asked, field = bare(scene), {"funding": grant}, "funding"
    with arranging():
        if wrong == "refused":
            put(grant, onward="refused", clause="")
        elif wrong == "undone":
            put(grant, undone_on=TODAY, undone_because="Le financeur l’a repris.")
    if wrong == "elsewhere":
        asked["funding"] = granted(scene.grouping, cents=WHOLE, onward="allowed", clause=CLAUSE)
    if wrong == "unread":
        asked["actor"] = wearing({PREPARES: frozenset({scene.world.head.pk})})
    if wrong == "own":
        asked["origin"], field = "own", "origin"
    with pytest.raises(Invalid) as refused:
        fed(found, 1, **asked)
    assert refused.value.field == field and not found.resources.exists()


def test_the_form_offers_them_and_asks_nothing_more(scene, grant, settings):
    coordination = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    found = bare(scene)
    page = reverse("equalisation:change", args=[found.carrier.slug, found.pk, "ressource"])
    assert "Région, Épicerie itinérante, 100 000 €" in said(coordination.get(page))
    typed = {"funding": str(grant.pk), "origin": "grant", "amount": "1 000"}
    assert press(coordination, page, typed).status_code == 302
    assert found.resources.get().funding == grant
    shown = coordination.get(reverse("equalisation:campaign", args=[found.carrier.slug, found.pk])).text
    assert reverse("finance:funding", args=[found.carrier.slug, grant.pk]) in shown
    assert press(coordination, page, {"funding": "", "origin": "own", "amount": "1 000"}).status_code == 422


def test_a_funding_that_changed_since_it_was_read_stays_at_the_door(scene, grant, monkeypatch):
    """What was read before the lock is read again under it."""
    found = bare(scene)
    monkeypatch.setattr("kevread.equalisation.operations.preparing.check_funding", lambda *asked: None)
    with arranging():
        put(grant, onward="refused", clause="")
    with pytest.raises(Invalid) as refused:
        fed(found, 1, funding=grant)
    assert refused.value.field == "funding" and not found.resources.exists()
