"""Proofs of the preamble."""

from datetime import date

import pytest

from kevread.attendance.models import Presence
from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import Application, Founding
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.seats.models import Mandate
from tests.charter.proofs import board, judged, planted, proves
from tests.conftest import NOW
from tests.factories import CoverageFactory, OrganisationFactory, ZoneFactory, since
from tests.gatherings.decided import advised, decided
from tests.worlds import World, attend, end, met, put

# Of an organisation that keeps no register, nothing is known: neither what it decides, nor who directs it.
UNKNOWN_TO_ALL = ("R4.6/1", "R4.9/1", "R4.12/1", "R4.15/1")
UNKNOWN_TEAM = ("R4.16/1", "R4.16/2")


@proves("R0.3", also=("R0.3/2",))  # its paper is kept with it
def test_what_came_before_the_register_is_not_in_it(small: World):
    Founding.objects.all().delete()


@proves("R0.3", clause=2)
def test_what_came_before_the_register_has_no_paper(small: World):
    put(Founding.objects.all(), document=None)


@proves("R0.4", also=(*UNKNOWN_TO_ALL, *UNKNOWN_TEAM, "R6.26/2", "R6.27/2", "R6.29/1", "R6.30/1", "R8.5/2"))
def test_one_grouping_too_many(small: World):
    OrganisationFactory(grouping=True)


@proves("R0.4", clause=2, also=("R2.1/1", "R9.1/1"))  # which say the same
def test_a_grouping_that_became_a_cooperative(small: World):
    put(small.groupings[0], legal_form="cooperative")


@proves("R0.12", clause=1, also=("R1.1/3",))  # the territory itself is one too many
def test_a_grouping_with_two_territories(small: World):
    CoverageFactory(organisation=small.groupings[0], zone=ZoneFactory(strategic=True))


@proves("R0.12", clause=2, also=("R1.1/2", "R6.20/1"))  # nobody has the territory; of no EPCI nothing is known
def test_a_grouping_without_a_territory(small: World):
    end(small.groupings[0].coverage)


@proves("R0.13", also=(*UNKNOWN_TO_ALL, *UNKNOWN_TEAM, "R4.16/5"))
def test_a_second_head_of_network(small: World):
    OrganisationFactory(scale="head", name="Une seconde tête de réseau")


@proves("R0.9", clause=1, also=("R0.9/2",))  # its advice comes before the body that should have decided
def test_a_decision_of_another_body_than_the_competent_one(small: World):
    decided(f"{small.groupings[0].slug}-board", "budget")


@proves("R0.9", clause=2)
def test_a_decision_without_the_advice_that_comes_before(small: World):
    decided(f"{small.groupings[0].slug}-assembly", "budget")


@proves("R0.9", clause=3)
def test_a_decision_to_take_together_applied_without_the_others(small: World):
    advice = advised("college-territoire", "carte")
    alone = decided(f"{small.groupings[0].slug}-board", "carte", after=[advice])
    Application.objects.create(decision=alone, kind="waiting", applied_at=NOW, note="Carte publiée.")


def noted(small: World) -> None:
    """Somebody of the head was at each meeting of its spaces, and nobody was called in the name of a grouping."""
    for meeting in Meeting.objects.held().filter(body__organisation=small.head, roll=None):
        attend(meeting, small.holder("cress-team", "direction").person)


@proves("R0.8", clause=3, before=Verdict.UNKNOWN)  # of meetings told afterwards, who came is not known
def test_a_grouping_that_never_comes_where_it_is_called(small: World):
    noted(small)
    meeting = met(small.body("codir"), date(2026, 6, 4), chair=small.lead())
    for grouping in small.groupings:
        direction = small.holder(f"{grouping.slug}-team", "direction").person
        entry = RollEntry.objects.create(meeting=meeting, person=direction, represents=grouping)
        if grouping != small.groupings[0]:
            Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)


def test_a_grouping_that_came_once_and_a_meeting_of_which_nobody_was_noted(small: World, conforming):
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person

    def plant(small: World) -> None:
        noted(small)
        came, absent, unknown = (met(small.body("codir"), date(2026, month, 4)) for month in (4, 5, 6))
        for meeting in (came, absent, unknown):
            entry = RollEntry.objects.create(meeting=meeting, person=direction, represents=grouping)
            if meeting is came:
                Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)
        attend(absent, small.holder("cress-team", "direction").person)

    with planted(small, plant):
        now = board("R0.8")
    assert now["R0.8/3", grouping.pk] == (Verdict.CONFORMS, None)
    assert now["R0.8/3", small.groupings[1].pk] == (Verdict.UNKNOWN, Reason.NO_DATA)  # which was called nowhere


@pytest.mark.parametrize("has_roll", [True, False])
def test_whoever_was_called_may_have_come_to_a_meeting_of_which_nobody_said_what_became(small: World, has_roll: bool):
    """It makes neither green nor red: nobody knows whether it was held."""
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person

    def called(small: World, month: int) -> Meeting:
        meeting = met(small.body("codir"), date(2026, month, 4))
        if has_roll or month == 5:
            RollEntry.objects.create(meeting=meeting, person=direction, represents=grouping)
        return meeting

    def missed(small: World) -> None:
        noted(small)
        attend(called(small, 5), small.lead())

    def untold(small: World) -> None:
        missed(small)
        put(called(small, 6), state=State.CONVENED.value, opened_at=None, closed_at=None)

    for plant, said in ((missed, Verdict.BREACHES), (untold, Verdict.UNKNOWN)):
        with planted(small, plant):
            assert judged("R0.8/3", grouping.pk)[0] is said, plant.__name__


def test_a_space_that_met_without_a_roll_leaves_unknown_who_sat_there_that_day(small: World):
    """A meeting told afterwards calls nobody by its roll: that whoever sits there came is not known, and another space where
    they came does not prove it."""
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person

    def came(small: World) -> None:
        noted(small)
        meeting = met(small.body("cress-board"), date(2026, 4, 7))
        entry = RollEntry.objects.create(meeting=meeting, person=direction, represents=grouping)
        Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)

    def told(small: World) -> None:
        came(small)
        met(small.body("codir"), date(2026, 6, 4), is_recorded=True)

    def told_of_another_day(small: World) -> None:
        Mandate.objects.filter(seat__body=small.body("codir"), represents=grouping).update(
            period=since(date(2026, 6, 5))
        )
        told(small)

    def given_to_them_by_mistake(small: World) -> None:
        Mandate.objects.filter(seat__body=small.body("codir"), represents=grouping).update(end_reason="mistake")
        told(small)

    for plant, said in (
        (came, (Verdict.CONFORMS, None)),
        (told, (Verdict.UNKNOWN, Reason.NO_DATA)),
        (told_of_another_day, (Verdict.CONFORMS, None)),
        (given_to_them_by_mistake, (Verdict.CONFORMS, None)),
    ):
        with planted(small, plant):
            assert judged("R0.8/3", grouping.pk) == said, plant.__name__
