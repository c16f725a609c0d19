"""Whom the charter counts as not elected by their assembly: the decision gives this mandate, or ratifies it."""

from datetime import date, timedelta
from functools import partial

import pytest

from kevread.common.facts import EVERYONE, Span
from kevread.decisions.facts_elected import people_not_elected
from kevread.decisions.models import Application
from kevread.seats.models import Mandate
from tests.conftest import NOW, TODAY, arranging
from tests.decisions.test_facts_decisions import counted
from tests.factories import PersonFactory, since
from tests.gatherings.decided import decided, met
from tests.worlds import put

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
SEPTEMBER = date(2026, 9, 10)
ELECTED_ON, ENDED_ON = date(2025, 2, 12), date(2025, 12, 15)
NEXT = ENDED_ON + timedelta(days=1)
COOPTATION = Mandate.Origin.COOPTATION
administrators_not_elected = partial(people_not_elected, scale="local", kind=("board",))


def test_a_cooptation_waits_for_the_next_assembly_which_ratifies_it(scene):
    board, assembly = f"{scene.first.slug}-board", f"{scene.first.slug}-assembly"
    there = administrators_not_elected(TODAY, EVERYONE)[scene.first.pk]
    with arranging():
        coopted = scene.world.seated(board, "administrator", origin=Mandate.Origin.COOPTATION, period=since(JUNE))
    waits = administrators_not_elected(TODAY, EVERYONE)[scene.first.pk]
    with arranging():
        met(assembly, on=date(2026, 9, 10))
    assert counted(administrators_not_elected, scene.first) == 1
    before = administrators_not_elected(date(2026, 9, 9), EVERYONE)[scene.first.pk]
    assert before == waits == Span(0, there.most + 1)  # nothing is known of whoever waits for the next assembly
    with arranging():
        ratifies = decided(assembly, "ratification-cooptation", on=date(2026, 9, 10))
        proposed = Application.objects.create(decision=ratifies, kind="mandate", asked={}, mandate=coopted)
    assert counted(administrators_not_elected, scene.first) == 1
    with arranging():
        proposed.applied_at = NOW
        proposed.save()
    assert counted(administrators_not_elected, scene.first) == 0


@pytest.mark.parametrize(("body", "number"), [("assembly", 0), ("board", 1)])
def test_an_election_is_the_assembly_s(scene, body, number):
    with arranging():
        elected = scene.world.seated(f"{scene.first.slug}-board", "administrator", period=since(JUNE))
        decision = decided(f"{scene.first.slug}-{body}", on=JUNE)
        Application.objects.create(decision=decision, kind="mandate", asked={}, mandate=elected, applied_at=NOW)
    assert counted(administrators_not_elected, scene.first) == number


def test_of_a_mandate_that_was_there_before_the_register_or_was_found_nothing_is_known(scene):
    def span_of_those():
        return administrators_not_elected(TODAY, EVERYONE)[scene.first.pk]

    before = span_of_those()
    with arranging():
        scene.world.seated(f"{scene.first.slug}-board", "administrator")
        found = Mandate.Origin.EXISTING
        scene.world.seated(f"{scene.first.slug}-board", "administrator", origin=found, period=since(JUNE))
    assert (before.least, span_of_those()) == (0, Span(0, before.most + 2))


def test_somebody_whose_election_was_entered_since_is_elected(scene):
    """The line of the register is older than the register itself: the act is known, then."""
    before = administrators_not_elected(TODAY, EVERYONE)[scene.first.pk].most
    with arranging():
        there = scene.world.seated(f"{scene.first.slug}-board", "administrator")
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole", on=date(2024, 9, 26))
        Application.objects.create(decision=decision, kind="mandate", asked={}, mandate=there, applied_at=NOW)
    assert administrators_not_elected(TODAY, EVERYONE)[scene.first.pk].most == before


# The decision gives this mandate, and not another of the same person.


@pytest.fixture
def once_elected(scene):
    """Somebody whom an assembly elected, and whose mandate ended; the register of decisions is older than all of it."""
    with arranging():
        put(scene.first.keepings.filter(register="decisions"), period=since(date(2025, 1, 1)))
        held = scene.world.seated(
            f"{scene.first.slug}-board", "administrator", person=PersonFactory(), period=since(ELECTED_ON, ENDED_ON)
        )
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole", on=ELECTED_ON)
        Application.objects.create(decision=decision, kind="mandate", asked={}, mandate=held, applied_at=NOW)
    return held


def back(scene, once, first=JUNE, seat="administrator", **more):
    with arranging():
        found = scene.world.seated(f"{scene.first.slug}-board", seat, person=once.person, period=since(first), **more)
        met(f"{scene.first.slug}-assembly", on=SEPTEMBER)
    return found


def now_of(scene):
    return administrators_not_elected(TODAY, EVERYONE)[scene.first.pk]


def test_who_was_elected_once_and_comes_back_by_cooptation_is_not_elected(scene, once_elected):
    coopted = back(scene, once_elected, origin=COOPTATION)
    assert counted(administrators_not_elected, scene.first) == 1
    with arranging():
        ratifies = decided(f"{scene.first.slug}-assembly", "ratification-cooptation", on=SEPTEMBER)
        Application.objects.create(decision=ratifies, kind="mandate", asked={}, mandate=coopted, applied_at=NOW)
    assert counted(administrators_not_elected, scene.first) == 0


@pytest.mark.parametrize(
    ("first", "origin", "chosen", "unknown"),
    [
        (NEXT, Mandate.Origin.DESIGNATION, 0, 1),  # the day after: the board made an administrator its president
        (NEXT + timedelta(days=1), Mandate.Origin.DESIGNATION, 1, 0),
        (NEXT, COOPTATION, 1, 0),
    ],
)
def test_who_goes_from_an_elected_seat_to_another_the_same_day_was_elected_perhaps(
    scene, once_elected, first, origin, chosen, unknown
):
    before = now_of(scene)
    back(scene, once_elected, first, "president", origin=origin)
    assert now_of(scene) == Span(before.least + chosen, before.most + chosen + unknown)


def test_who_goes_from_seat_to_seat_since_an_election_is_accused_of_nothing_but_after_a_cooptation(scene, once_elected):
    """Three in a row: what nobody elected for sure began by an election."""
    before, day = now_of(scene), date(2026, 2, 1)
    between = back(scene, once_elected, NEXT, "treasurer", origin=Mandate.Origin.DESIGNATION)
    with arranging():
        put(between, period=since(NEXT, day))
    back(scene, once_elected, day + timedelta(days=1), "president", origin=Mandate.Origin.DESIGNATION)
    assert now_of(scene) == Span(before.least, before.most + 1)
    with arranging():
        put(between, origin=COOPTATION)
    assert now_of(scene) == Span(before.least + 1, before.most + 1)


def test_who_was_there_before_the_register_and_changes_seat_is_accused_of_nothing(scene, once_elected):
    with arranging():
        put(Application.objects.filter(mandate=once_elected), applied_at=None)
        put(once_elected, period=since(date(2024, 1, 1), ENDED_ON))
    before = now_of(scene)
    back(scene, once_elected, NEXT, "president", origin=Mandate.Origin.DESIGNATION)
    assert now_of(scene) == Span(before.least, before.most + 1)


@pytest.mark.parametrize("is_of_the_decision", [True, False])
def test_a_mandate_whose_days_were_corrected_is_that_of_its_decision(scene, once_elected, is_of_the_decision):
    """The link stays with the line that was a mistake; where the mandate itself names no decision, nothing is known."""
    before = now_of(scene)
    decision = Application.objects.get(mandate=once_elected).decision
    with arranging():
        put(once_elected, end_reason=Mandate.EndReason.MISTAKE)
        decided_in = decision.pk if is_of_the_decision else None
    back(scene, once_elected, date(2025, 3, 1), decided_in=decided_in)
    assert now_of(scene) == Span(before.least, before.most + (0 if is_of_the_decision else 1))
