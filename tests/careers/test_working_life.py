"""A working life, from the need to the last thing that is handed over, by the verbs alone and by each who may."""

from datetime import timedelta

import pytest

from kevread.careers import operations
from kevread.careers.models import HandedOver
from kevread.careers.queries.handing import carried_by, shown
from kevread.common.actor import Actor
from kevread.common.errors import Denied, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.seats.models import ZoneLead
from kevread.seats.queries import actor_of
from kevread.staff.models import Assignment, Contract
from kevread.staff.operations import Agreed, end_contract
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.operations import add_candidate, employ
from kevread.supervision.queries.lines import workers_on
from kevread.supervision.queries.who import told_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import ZoneFactory, since
from tests.guards.of_careers import taker
from tests.supervision.conftest import Two, two_posts

pytestmark = pytest.mark.django_db
HIRED = {"kind": "cdi", "occupation": "Délégué·e du pays", "agreement": "eclat"}
MEANWHILE = {"now": NOW}


def recruited(two: Two) -> Contract:
    """The pôle writes, then the direction decides; whoever is chosen is hired, at its service."""
    need = two.raised("recrutement")
    chosen = add_candidate(actor=two.direction, matter=need, name="Awa Le Goff", received_on=TODAY, **MEANWHILE)
    two.said(need, "pole")
    two.settled(need, chosen=chosen)
    told = {
        "given_name": "Awa",
        "family_name": "Le Goff",
        "period": Period(TODAY),
        "agreed": Agreed(80),
        "hired": HIRED,
    }
    contract = employ(actor=two.direction, matter=need, person=None, **told, **MEANWHILE)
    assert Assignment.objects.get(contract=contract).local == two.pole
    return contract


def led(two: Two, person: Person) -> None:
    """The pôle says the priorities, both contribute to the review, the direction settles what disagrees."""
    priorities = two.raised("priorites", two.board, "pole", person=person)
    with pytest.raises(Denied):
        two.settled(priorities)
    two.settled(priorities, actor=two.chair, place=two.pole)
    review = two.raised("entretien-annuel", person=person)
    two.said(review, "pole")
    two.said(review, "employer")
    two.settled(review, held_on=TODAY)
    conflict = two.raised("conflit-de-priorites", Actor(person=person.pk), "person", person=person)
    with pytest.raises(Denied):
        two.settled(conflict, actor=two.board, place=two.pole)
    two.settled(conflict)


def carries_fourteen(two: Two, person: Person) -> None:
    here = two.grouping
    with arranging():
        seat = two.scene.world.seated(f"{here.slug}-team", "delegate", person=person)
        for _ in range(14 - len(list(carried_by(person.pk, here, TODAY)))):
            ZoneLead.objects.create(mandate=seat, zone=ZoneFactory(), main=False, period=since(TODAY))


def test_somebody_is_recruited_led_by_two_lines_and_hands_over_fourteen_things(scene):
    with arranging():
        Matter.objects.all().delete()
        two = two_posts(scene)
    contract = recruited(two)
    person = contract.person
    led(two, person)
    (mine,) = told_of(workers_on(TODAY, person=person.pk), Actor(person=person.pk), TODAY)
    assert {row.code for row in mine.rows} == set(acts().acts) and all(row.deciding for row in mine.rows)

    # She leaves: each thing is agreed by who receives it, and nothing is closed before.
    carries_fourteen(two, person)
    last = TODAY + timedelta(days=30)
    handover = operations.open_handover(actor=two.direction, contract=contract, last_day=last, **MEANWHILE)
    things, receives = list(handover.things.order_by("pk")), taker(scene)
    assert len(things) == 14
    operations.entrust(actor=two.direction, handover=handover, to=dict.fromkeys(things, receives), **MEANWHILE)
    with pytest.raises(Refused, match="Personne n’a encore accepté"):
        operations.close_handover(actor=two.direction, handover=handover, **MEANWHILE)
    theirs = list(HandedOver.objects.filter(handover=handover))
    operations.answer(actor=actor_of(receives, TODAY), handover=handover, things=theirs, agrees=True, **MEANWHILE)
    operations.close_handover(actor=two.direction, handover=handover, **MEANWHILE)
    assert shown(handover, two.direction, TODAY).waiting == []
    end_contract(actor=two.direction, contract=contract, last=last, reason="resignation", **MEANWHILE)
    assert Assignment.objects.get(contract=contract).dates.last == last
