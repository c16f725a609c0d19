"""The verbs of the fund."""

from datetime import timedelta
from decimal import Decimal

from kevread.common.errors import Invalid, Refused
from kevread.equalisation import operations
from kevread.equalisation.models import Campaign, Scenario
from kevread.equalisation.queries.collecting import first_terms, measured
from tests.conftest import TODAY, arranging
from tests.equalisation.campaigns import YEAR, campaign, told
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW = TODAY + timedelta(days=1)
GRANT = {
    "label": "Conseil régional", "origin": "grant", "amount": 5_000_000, "may_be_granted": True,
    "clause": "Article 4 : la somme peut être reversée aux groupements.",
}  # fmt: skip


@guarded("equalisation.open_round", twice=Invalid)
def open_round(scene: Scene) -> Guarded:
    asked = {"carrier": scene.world.head, "year": YEAR}
    return Guarded(
        do=lambda as_of=TODAY, **who: operations.open_round(as_of=as_of, **asked, **who),
        at=scene.world.head,
        edges=[Edge({"as_of": TODAY}, {"as_of": TOMORROW}, "as_of")],
    )


@guarded("equalisation.add_resource")
def add_resource(scene: Scene) -> Guarded:
    found = campaign(scene.world)
    return Guarded(do=lambda **who: operations.add_resource(campaign=found, **GRANT, **who), at=scene.world.head)


@guarded("equalisation.remove_resource")
def remove_resource(scene: Scene) -> Guarded:
    found = campaign(scene.world).resources.select_related("campaign__carrier").get()
    return Guarded(do=lambda **who: operations.remove_resource(resource=found, **who), at=scene.world.head)


@guarded("equalisation.set_reserve")
def set_reserve(scene: Scene) -> Guarded:
    found = campaign(scene.world)
    return Guarded(do=lambda **who: operations.set_reserve(campaign=found, reserve=100, **who), at=scene.world.head)


@guarded("equalisation.collect")
def collect(scene: Scene) -> Guarded:
    found = campaign(scene.world)
    return Guarded(do=lambda **who: operations.collect(campaign=found, **who), at=scene.world.head)


@guarded("equalisation.enter_measure")
def enter_measure(scene: Scene) -> Guarded:
    asked = {"campaign": campaign(scene.world), "beneficiary": scene.grouping, "criterion": "projects"}
    asked |= {"value": Decimal(12), "source": "Bilan de l’incubateur"}
    return Guarded(
        do=lambda as_of=TODAY, **who: operations.enter_measure(as_of=as_of, **asked, **who),
        at=scene.world.head,
        edges=[Edge({"as_of": TODAY}, {"as_of": TOMORROW}, "as_of")],
    )


@guarded("equalisation.freeze", twice=Refused)
def freeze(scene: Scene) -> Guarded:
    found = told(campaign(scene.world))
    return Guarded(do=lambda **who: operations.freeze(campaign=found, **who), at=scene.world.head)


@guarded("equalisation.abandon", twice=Refused)
def abandon(scene: Scene) -> Guarded:
    found = campaign(scene.world)
    reason = "Ouverte sur la mauvaise année."
    return Guarded(do=lambda **who: operations.abandon(campaign=found, reason=reason, **who), at=scene.world.head)


@guarded("equalisation.keep_scenario")
def keep_scenario(scene: Scene) -> Guarded:
    found = told(campaign(scene.world))
    asked = {"campaign": found, "name": "Égal", "terms": first_terms(found, measured(found))}
    return Guarded(do=lambda **who: operations.keep_scenario(**asked, **who), at=scene.world.head)


@guarded("equalisation.drop_scenario")
def drop_scenario(scene: Scene) -> Guarded:
    found: Campaign = told(campaign(scene.world))
    with arranging():
        kept = Scenario.objects.create(campaign=found, name="Égal", terms=first_terms(found, measured(found)).plain())
    return Guarded(do=lambda **who: operations.drop_scenario(scenario=kept, **who), at=scene.world.head)
