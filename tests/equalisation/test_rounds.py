"""A round is opened, fed and measured; its data are frozen whole, and move no more."""

from decimal import Decimal

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Resource
from kevread.equalisation.queries.collecting import (
    beneficiaries,
    collected,
    criteria,
    decided_terms,
    envelope_of,
    first_terms,
    measured,
    population,
)
from kevread.equalisation.rules.terms import Terms
from kevread.territory.models import ZonePart
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import CLAUSE, YEAR, campaign, tell, told
from tests.seats.scene import Scene
from tests.worlds import put

pytestmark = pytest.mark.django_db
GRANT = {"label": "Région", "origin": "grant", "amount": 100_000, "may_be_granted": True, "clause": CLAUSE}


@pytest.fixture
def who(scene: Scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


def test_a_year_has_one_round(scene, who):
    opened = operations.open_round(carrier=scene.world.head, year=YEAR, as_of=TODAY, **who)
    assert (opened.state, str(opened)) == ("collecting", f"Péréquation {YEAR}")
    with pytest.raises(Invalid, match="déjà ouverte"):
        operations.open_round(carrier=scene.world.head, year=YEAR, as_of=TODAY, **who)
    with pytest.raises(Refused, match="à la tête du réseau"):
        operations.open_round(carrier=scene.grouping, year=YEAR, as_of=TODAY, **who)
    with pytest.raises(Invalid, match="Une année de"):
        operations.open_round(carrier=scene.world.head, year=YEAR + 2, as_of=TODAY, **who)


def test_what_was_typed_for_a_round_given_up_comes_with_the_next(scene, who):
    first = told(campaign(scene.world))
    operations.abandon(campaign=first, reason="Ouverte sur le mauvais jour.", **who)
    again = operations.open_round(carrier=scene.world.head, year=YEAR, as_of=TODAY, **who)
    assert envelope_of(again) == envelope_of(first) == 20_000_001
    assert measured(again).values == measured(first).values
    with pytest.raises(Refused, match="abandonnée"):
        operations.abandon(campaign=first, reason="Ouverte sur le mauvais jour.", **who)
    with pytest.raises(Refused, match="ne changent plus"):
        operations.add_resource(campaign=first, **GRANT, **who)


def test_a_grant_that_may_not_be_granted_onwards_stays_at_the_door(scene, who):
    """L4.6, with the clause of what may."""
    found = campaign(scene.world)
    with pytest.raises(Refused, match="ne peut pas être reversée") as refusal:
        operations.add_resource(campaign=found, **GRANT | {"may_be_granted": False}, **who)
    assert refusal.value.rule == "L4.6"
    with pytest.raises(Invalid, match="Recopiez la clause"):
        operations.add_resource(campaign=found, **GRANT | {"clause": " "}, **who)
    assert operations.add_resource(campaign=found, **GRANT, **who).clause == CLAUSE
    own = GRANT | {"origin": "own", "may_be_granted": False, "clause": ""}
    assert operations.add_resource(campaign=found, **own, **who).clause == ""
    assert envelope_of(found) == 20_000_001 + 200_000


@pytest.mark.parametrize("wrong", [{"label": " "}, {"origin": "gift"}, {"amount": 0}, {"amount": 10**16}])
def test_a_resource_says_what_is_wrong_on_its_field(scene, who, wrong):
    with pytest.raises(Invalid) as refusal:
        operations.add_resource(campaign=campaign(scene.world), **GRANT | wrong, **who)
    assert refusal.value.field == next(iter(wrong))


def test_the_fund_is_never_below_nothing(scene, who):
    """P12: a reserve greater than the money leaves nothing to share, and nothing is frozen."""
    found = operations.set_reserve(campaign=told(campaign(scene.world)), reserve=20_000_001, **who)
    assert envelope_of(found) == 0
    with pytest.raises(Refused, match="Rien n’est à partager"):
        operations.freeze(campaign=found, **who)
    operations.set_reserve(campaign=found, reserve=20_000_002, **who)
    assert envelope_of(Campaign.objects.get(pk=found.pk)) == 0


def test_a_resource_typed_by_mistake_goes(scene, who):
    found = campaign(scene.world)
    operations.remove_resource(resource=found.resources.select_related("campaign__carrier").get(), **who)
    assert not Resource.objects.filter(campaign=found).exists()


def test_the_territory_is_read_on_the_day_and_what_was_typed_stays(scene, who):
    found = campaign(scene.world)
    with arranging():
        tell(found, scene.grouping, "epci", Decimal(99))
    read = operations.collect(campaign=found, **who)
    known = collected(TODAY)
    assert {(one.beneficiary_id, one.criterion) for one in read} == {
        (who, code) for who, code in known if code in criteria()
    } - {(scene.grouping.pk, "epci")}
    assert found.measures.get(beneficiary=scene.grouping, criterion="epci").value == 99
    other = found.measures.get(
        beneficiary=next(g for g in scene.world.groupings if g != scene.grouping), criterion="epci"
    )
    assert (other.collected, other.as_of) == (True, TODAY)
    assert len(operations.collect(campaign=found, **who)) == len(read)


def test_what_kevread_knows_of_a_grouping_is_what_the_map_says(scene):
    known = collected(TODAY)
    number = len(scene.world.epci[scene.grouping])
    assert known[scene.grouping.pk, "epci"][0] == number > 0
    assert known[scene.grouping.pk, "communes"][0] >= number
    assert known[scene.grouping.pk, "members"][0] >= 2


def test_the_source_of_what_the_map_says_tells_that_it_is_in_part_supposed(scene):
    zone = scene.world.epci[scene.grouping][0]
    with arranging():
        put(ZonePart.objects.filter(child=zone, parent_kind="strategic"), certainty="supposed")
    known = collected(TODAY)
    land = {code: source for (whose, code), (_, source) in known.items() if whose == scene.grouping.pk}
    assert "supposés, à confirmer" in land["epci"] and "supposés, à confirmer" in land["communes"]
    assert land["members"] == "Registre des membres"
    others = [source for (whose, _), (_, source) in known.items() if whose != scene.grouping.pk]
    assert others and not any("supposés" in source for source in others)


@pytest.mark.parametrize(
    "wrong",
    [
        {"criterion": "charm"}, {"value": Decimal(-1)}, {"value": Decimal("NaN")}, {"value": Decimal("0.00001")},
        {"value": Decimal(10**12)}, {"source": "?"},
    ],
)  # fmt: skip
def test_a_value_says_what_is_wrong_on_its_field(scene, who, wrong):
    asked = {
        "beneficiary": scene.grouping,
        "criterion": "projects",
        "value": Decimal(3),
        "source": "Bilan",
        "as_of": TODAY,
    }
    with pytest.raises(Invalid) as refusal:
        operations.enter_measure(campaign=campaign(scene.world), **asked | wrong, **who)
    assert refusal.value.field == next(iter(wrong))


def test_only_a_grouping_of_that_day_is_measured(scene, who):
    asked = {
        "beneficiary": scene.first,
        "criterion": "projects",
        "value": Decimal(3),
        "source": "Bilan",
        "as_of": TODAY,
    }
    with pytest.raises(Invalid, match="se partagent le fonds"):
        operations.enter_measure(campaign=campaign(scene.world), **asked, **who)


def test_a_criterion_is_told_of_everybody_or_of_nobody(scene, who):
    found = told(campaign(scene.world))
    found.refresh_from_db()
    missing = found.measures.get(beneficiary=scene.grouping, criterion="actions")
    with arranging():
        missing.delete()
    with pytest.raises(Refused, match=f"Il manque une valeur : actions, {scene.grouping.name}"):
        operations.freeze(campaign=found, **who)
    assert "actions" not in measured(found).values
    with arranging():
        found.measures.filter(criterion="actions").delete()
    frozen = operations.freeze(campaign=found, **who)
    assert (frozen.state, frozen.frozen_by_id, frozen.frozen_on) == ("frozen", who["actor"].person, TODAY)


def test_frozen_data_move_no_more(scene, who):
    found = operations.freeze(campaign=told(campaign(scene.world)), **who)
    one = {
        "beneficiary": scene.grouping,
        "criterion": "projects",
        "value": Decimal(3),
        "source": "Bilan",
        "as_of": TODAY,
    }
    for verb, asked in (
        (operations.add_resource, GRANT),
        (operations.set_reserve, {"reserve": 1}),
        (operations.collect, {}),
        (operations.enter_measure, one),
        (operations.freeze, {}),
    ):
        with pytest.raises(Refused, match="ne changent plus"):
            verb(campaign=found, **asked, **who)
    with pytest.raises(Refused, match="ne changent plus"):
        operations.remove_resource(resource=found.resources.select_related("campaign__carrier").get(), **who)


def test_nothing_is_frozen_before_anything_is_told(scene, who):
    with pytest.raises(Refused, match="Aucune valeur"):
        operations.freeze(campaign=campaign(scene.world), **who)


def test_preparing_is_not_of_those_who_receive(scene):
    with pytest.raises(Denied):
        operations.open_round(actor=scene.direction, carrier=scene.world.head, year=YEAR, as_of=TODAY, now=NOW)


def test_nothing_is_invented_of_rules_that_nobody_decided(scene):
    terms = decided_terms(scene.world.head, TODAY)
    assert (terms.weights, set(terms.rates.values())) == ({}, {None})
    found = told(campaign(scene.world))
    begun = first_terms(found, measured(found))
    assert begun.weights == dict.fromkeys(("epci", "communes", "area", "projects", "actions"), 2_000)


def test_scenarios_are_kept_replaced_and_dropped(scene, who):
    found = told(campaign(scene.world))
    terms = Terms({"epci": 5_000, "communes": 5_000}, {"floor": 5_000})
    operations.keep_scenario(campaign=found, name=" Territoire ", terms=terms, **who)
    operations.keep_scenario(campaign=found, name="Territoire", terms=Terms({"epci": 10_000}), **who)
    kept = found.scenarios.get()
    assert (kept.name, kept.terms["weights"]) == ("Territoire", {"epci": 10_000})
    with pytest.raises(Invalid, match="10000 sont attendus"):
        operations.keep_scenario(campaign=found, name="Faux", terms=Terms({"epci": 9_999}), **who)
    with pytest.raises(Invalid, match="Donnez un nom"):
        operations.keep_scenario(campaign=found, name=" ", terms=terms, **who)
    operations.drop_scenario(scenario=kept, **who)
    assert not found.scenarios.exists()


def test_everybody_who_reads_the_carrier_reads_its_rounds(scene):
    found = campaign(scene.world)
    for reader in (scene.coordination, scene.direction, scene.president_of(scene.first)):
        assert Campaign.objects.visible_to(reader).filter(pk=found.pk).exists()
    assert population(TODAY).keys() <= {one.slug for one in beneficiaries(TODAY)}
