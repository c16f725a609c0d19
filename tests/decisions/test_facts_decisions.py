"""What the charter counts of decisions: over twelve months, by whom, and what an assembly has to ratify."""

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kevread.common.facts import EVERYONE, Span, sure
from kevread.decisions.facts import (
    decisions_at_fault,
    decisions_elsewhere,
    decisions_off_agenda,
    misplaced_in_roll,
)
from kevread.decisions.models import Decision
from kevread.decisions.operations import enter_decision
from kevread.directory.models import Organisation
from kevread.meetings.rules.life import State
from tests.charter.proofs import planted
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import RECENTLY, advised, decided, item, on_the_roll
from tests.gatherings.worlds import gathering
from tests.worlds import put

pytestmark = pytest.mark.django_db
decisions_by_wrong_body = partial(decisions_at_fault, fault="wrong_body")
decisions_without_advice = partial(decisions_at_fault, fault="advice_missing")


def counted(fact, organisation, on: date = TODAY, **more) -> int:
    """What is counted for sure."""
    found = fact(on, EVERYONE, **more).get(organisation.pk, 0)
    return sum(map(sure, found.values())) if isinstance(found, dict) else sure(found)


def test_a_fault_is_counted_for_a_year_then_no_more(scene):
    place = scene.grouping.slug
    with arranging():
        decided(f"{place}-board", "budget", on=TODAY - timedelta(days=364))
        decided(f"{place}-board", "budget", on=TODAY - timedelta(days=365))
        decided(f"{place}-board", "budget", on=RECENTLY, outcome="rejected")
        decided(f"{place}-board", "", on=RECENTLY)
    assert counted(decisions_by_wrong_body, scene.grouping) == 1
    assert counted(decisions_by_wrong_body, scene.grouping, TODAY - timedelta(days=1)) == 2
    assert counted(decisions_without_advice, scene.grouping) == 0


def test_of_what_nobody_classed_or_can_know_nothing_is_known_and_of_what_is_beside_the_matrix_nothing_is_to_know(scene):
    place = scene.grouping.slug
    with arranging():
        untyped = decided(f"{place}-board", "")
        nobody_s = decided(f"{place}-board", "campagne-perequation")
        beside = decided(f"{place}-board", "other")
        by_articles = decided(f"{place}-board", "adhesion")
        outside = decided(f"{place}-board", "convention-collective")
        good = decided(f"{place}-board", "convention")
        of_a_pole = decided(f"{scene.first.slug}-board", "convention")  # of which the matrix says nothing
    for fault in ("wrong_body", "advice_missing", "ahead"):
        found = decisions_at_fault(TODAY, EVERYONE, fault=fault)[scene.grouping.pk]
        assert (found[untyped.pk], found[nobody_s.pk], found[good.pk]) == (Span(0, 1), Span(0, 1), 0)
        assert beside.pk not in found and by_articles.pk not in found
        assert of_a_pole.pk not in decisions_at_fault(TODAY, EVERYONE, fault=fault).get(scene.first.pk, {})
        assert found[outside.pk] == (1 if fault == "advice_missing" else 0)  # that of the committee lacks for sure


def test_a_correction_is_counted_once_and_an_advice_never(scene):
    place = scene.grouping.slug
    with arranging():
        wrong = decided(f"{place}-assembly", "budget")
        enter_decision(
            body=wrong.body, decided_on=wrong.decided_on, title="Mieux écrit", text="Adoptée.", outcome="adopted",
            type="budget", corrects=wrong, reason="Une erreur.",
        )  # fmt: skip
        advised(f"{place}-bureau", "convention")
    assert counted(decisions_without_advice, scene.grouping) == 1


def test_what_a_grouping_decides_in_the_place_of_the_head_is_counted_for_the_head(scene):
    with arranging():
        decided(f"{scene.grouping.slug}-board", "orientation-regionale")
    head = scene.world.head
    assert counted(decisions_elsewhere, head, type="orientation-regionale") == 1
    assert counted(decisions_elsewhere, head, type="pilotage") == 0


def test_what_a_notice_announced_in_time_is_on_the_agenda(db):
    with arranging():
        held = gathering(state=State.CLOSED, members=6, represented=0)
        meeting = held.meeting
        for key, late in (("comptes", False), ("divers", False), ("autre", True)):
            point = item(meeting, "Ajouté en séance") if late else held.items[key]
            decided(meeting.body, meeting=meeting, item=point)
    assert Decision.objects.count() == 3
    assert counted(decisions_off_agenda, held.grouping) == 2


# Since when a register is kept.


def kept_since(organisation, register: str, days: int) -> None:
    put(organisation.keepings.filter(register=register), period=since(TODAY - timedelta(days=days)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(days=st.one_of(st.integers(360, 370), st.integers(0, 900)), who=st.integers(0, 6))
@example(days=364, who=0)
@example(days=363, who=0)
@example(days=363, who=5)
def test_a_register_proves_nothing_of_the_days_before_it_was_kept(small, days, who):
    """« Depuis un an » : whoever it is that began later than the twelve months, nothing is proven of them."""
    organisations = list(small.organisations)
    one = organisations[who % len(organisations)]

    def plant(small) -> None:
        on_the_roll(small)
        for register in ("decisions", "meetings"):
            kept_since(one, register, days)

    with planted(small, plant):
        elsewhere = decisions_elsewhere(TODAY, EVERYONE, type="pilotage")[small.head.pk]
        rolls = misplaced_in_roll(TODAY, EVERYONE, college="territoires", scales=("local", "grouping"))[small.head.pk]
    assert elsewhere == (0 if days >= 364 else Span(0, None))
    assert [*rolls.values()] == ([0] if days >= 364 or one != small.head else [0, Span(0, None)])


def test_an_organisation_that_is_younger_than_a_year_had_nothing_to_write_before(small):
    local = small.locals[small.groupings[0]][0]

    def plant(_) -> None:
        put(Organisation.objects.filter(pk=local.pk), period=since(TODAY - timedelta(days=90)))
        kept_since(local, "decisions", 90)

    with planted(small, plant):
        assert decisions_elsewhere(TODAY, EVERYONE, type="pilotage")[small.head.pk] == 0
        with arranging():
            kept_since(local, "decisions", 89)
        assert decisions_elsewhere(TODAY, EVERYONE, type="pilotage")[small.head.pk] == Span(0, None)


def test_what_is_written_for_sure_counts_in_a_young_register(small):
    def plant(_) -> None:
        kept_since(small.head, "decisions", 10)
        decided(f"{small.groupings[0].slug}-board", "pilotage")

    with planted(small, plant):
        assert decisions_elsewhere(TODAY, EVERYONE, type="pilotage")[small.head.pk] == Span(1, None)
