"""The verbs of the fund."""

from datetime import timedelta
from decimal import Decimal

from kevread.base.models import new_key
from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.equalisation import operations
from kevread.equalisation.models import AddedCriterion, Campaign, Scenario
from kevread.equalisation.queries.collecting import first_terms, measured
from kevread.equalisation.queries.telling import to_tell
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import (
    RESERVE,
    WEIGHTS,
    YEAR,
    application,
    by_the_bureau,
    by_the_committee,
    campaign,
    contested,
    frozen,
    notified,
    over,
    payment,
    proposed,
    scenario,
    settled,
    told,
    weighing,
)  # fmt: skip
from tests.factories import PersonFactory
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
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


@guarded("equalisation.bring_forward", twice=Invalid)
def bring_forward(scene: Scene) -> Guarded:
    asked = {"source": over(scene.world), "campaign": campaign(scene.world), "amount": RESERVE}
    return Guarded(do=lambda **who: operations.bring_forward(**asked, **who), at=scene.world.head)


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


@guarded("equalisation.enter_measures")
def enter_measures(scene: Scene) -> Guarded:
    values = {(scene.grouping.slug, "projects"): Decimal(12)}
    asked = {"campaign": campaign(scene.world), "values": values, "source": "Bilan de l’incubateur"}
    return Guarded(
        do=lambda as_of=TODAY, **who: operations.enter_measures(as_of=as_of, **asked, **who),
        at=scene.world.head,
        edges=[Edge({"as_of": TODAY}, {"as_of": TOMORROW}, "as_of")],
    )


@guarded("equalisation.add_criterion", twice=Invalid)
def add_criterion(scene: Scene) -> Guarded:
    asked = {"campaign": campaign(scene.world), "name": "lycées", "source": "Demandé par le comité du 3 novembre."}
    return Guarded(do=lambda **who: operations.add_criterion(**asked, **who), at=scene.world.head)


@guarded("equalisation.remove_criterion")
def remove_criterion(scene: Scene) -> Guarded:
    found = campaign(scene.world)
    with arranging():
        made = AddedCriterion.objects.create(
            campaign=found, name="lycées", source="Le comité.", added_on=TODAY, added_by=PersonFactory()
        )
    made = AddedCriterion.objects.select_related("campaign__carrier").get(pk=made.pk)
    return Guarded(do=lambda **who: operations.remove_criterion(criterion=made, **who), at=scene.world.head)


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


# From the laboratory to the payments ----------------------------------------------------------------------------------


@guarded("equalisation.propose", twice=Refused)
def propose(scene: Scene) -> Guarded:
    found = frozen(scene.world)
    asked = {"campaign": found, "scenario": scenario(found), "proposed_in": by_the_committee(scene.world)}
    return Guarded(do=lambda **who: operations.propose(**asked, **who), at=scene.world.head)


@guarded("equalisation.withdraw", twice=Refused)
def withdraw(scene: Scene) -> Guarded:
    found = proposed(scene.world)
    reason = "Le comité veut en reparler."
    return Guarded(do=lambda **who: operations.withdraw(campaign=found, reason=reason, **who), at=scene.world.head)


@guarded("equalisation.decide", twice=Refused)
def decide(scene: Scene) -> Guarded:
    asked = {"campaign": proposed(scene.world), "application": application(scene.world)}
    return Guarded(do=lambda **who: operations.decide(**asked, **who), at=scene.world.head)


@guarded("equalisation.notify", twice=Refused)
def notify(scene: Scene) -> Guarded:
    found = settled(scene.world)
    seen = to_tell(found, TODAY).mark
    return Guarded(do=lambda **who: operations.notify(campaign=found, seen=seen, **who), at=scene.world.head)


@guarded("equalisation.open_correction", twice=Refused)
def open_correction(scene: Scene) -> Guarded:
    asked = {"campaign": notified(scene.world), "cause": "Les actions étaient comptées deux fois."}
    return Guarded(do=lambda **who: operations.open_correction(**asked, **who), at=scene.world.head)


@guarded("equalisation.appeal", twice=Refused)
def appeal(scene: Scene) -> Guarded:
    asked = {"campaign": notified(scene.world), "beneficiary": scene.grouping, "text": "Nos projets sont vingt et un."}
    return Guarded(do=lambda **who: operations.appeal(**asked, **who), at=scene.grouping, own=True)


@guarded("equalisation.withdraw_appeal", twice=Refused)
def withdraw_appeal(scene: Scene) -> Guarded:
    found = contested(notified(scene.world), scene.grouping)
    return Guarded(do=lambda **who: operations.withdraw_appeal(appeal=found, **who), at=scene.grouping, own=True)


@guarded("equalisation.answer_appeal", twice=Refused)
def answer_appeal(scene: Scene) -> Guarded:
    asked = {"appeal": contested(notified(scene.world), scene.grouping), "is_heard": True}
    asked |= {"answer": "Le décompte est refait.", "answered_in": by_the_bureau(scene.world)}
    return Guarded(do=lambda **who: operations.answer_appeal(**asked, **who), at=scene.world.head)


@guarded("equalisation.prepare_payment", twice=Refused)
def prepare_payment(scene: Scene) -> Guarded:
    asked = {"campaign": notified(scene.world), "beneficiary": scene.grouping}
    return Guarded(do=lambda **who: operations.prepare_payment(key=new_key(), **asked, **who), at=scene.world.head)


@guarded("equalisation.post_payment", twice=Refused)
def post_payment(scene: Scene) -> Guarded:
    """Where nobody said who may commit: the power to is proved with the rooms that ask for it."""
    found = payment(notified(scene.world), scene.grouping)
    with arranging():
        Keeping.objects.filter(organisation=scene.world.head, register="delegations").delete()
    return Guarded(do=lambda **who: operations.post_payment(payment=found, **who), at=scene.world.head, own=True)


@guarded("equalisation.void_payment", twice=Refused)
def void_payment(scene: Scene) -> Guarded:
    found, reason = payment(notified(scene.world), scene.grouping), "Préparé deux fois par erreur."
    return Guarded(do=lambda **who: operations.void_payment(payment=found, reason=reason, **who), at=scene.world.head)


@guarded("equalisation.confirm_receipt", twice=Refused)
def confirm_receipt(scene: Scene) -> Guarded:
    found = payment(notified(scene.world), scene.grouping, posted=True)
    return Guarded(do=lambda **who: operations.confirm_receipt(payment=found, **who), at=scene.grouping, own=True)


@guarded("equalisation.return_payment", twice=Refused)
def return_payment(scene: Scene) -> Guarded:
    found, reason = payment(notified(scene.world), scene.grouping, posted=True), "La banque l’a rejeté."
    return Guarded(
        do=lambda **who: operations.return_payment(payment=found, reason=reason, **who), at=scene.world.head, own=True
    )


@guarded("equalisation.take_back_receipt", twice=Refused)
def take_back_receipt(scene: Scene) -> Guarded:
    found, reason = payment(notified(scene.world), scene.grouping, posted=True, received=True), "Un autre virement."
    return Guarded(
        do=lambda **who: operations.take_back_receipt(payment=found, reason=reason, **who), at=scene.grouping, own=True
    )


@guarded("equalisation.close", twice=Refused)
def close(scene: Scene) -> Guarded:
    found = notified(scene.world)
    for one in scene.world.groupings:
        payment(found, one, posted=True, received=True)
    return Guarded(do=lambda **who: operations.close(campaign=found, **who), at=scene.world.head)


@guarded("equalisation.set_weights", twice=Invalid)
def set_weights(scene: Scene) -> Guarded:
    found = weighing()
    asked = {"on": TODAY, "application": found, "weights": WEIGHTS}
    return Guarded(
        do=lambda since=TODAY, **who: operations.set_weights(since=since, **asked, **who),
        at=scene.world.head,
        edges=[Edge({"since": YESTERDAY}, {"since": YESTERDAY - timedelta(days=1)}, "since")],
    )


@guarded("equalisation.undo_weights", twice=Refused)
def undo_weights(scene: Scene) -> Guarded:
    asked = {"on": TODAY, "application": weighing(), "weights": WEIGHTS, "since": TODAY}
    operations.set_weights(actor=SYSTEM, now=NOW, **asked)
    return Guarded(
        do=lambda **who: operations.undo_weights(on=TODAY, reason="Une autre décision", **who), at=scene.world.head
    )
