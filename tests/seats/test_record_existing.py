"""What exists in fact is written even if it departs from a rule, by the head of network, with a reason."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.journal.models import Act
from kevread.seats.operations import correct_mandate, fill_seat, record_existing
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY

REASON = "Constaté sur la liste remise par le conseil"


def record(scene, person, **change):
    asked = {
        "actor": scene.coordination,
        "seat": scene.board,
        "represents": scene.first,
        "period": Period(date(2026, 1, 1)),
        "reason": REASON,
    }
    return record_existing(person=person, now=NOW, **asked | change)


def breached(scene) -> set[str]:
    found = verdicts(TODAY, rules=["R3.7"], organisations=[scene.grouping.pk])
    return {finding.clause.key for finding in found if finding.verdict is Verdict.BREACHES}


def test_a_third_person_is_recorded_and_the_board_shows_the_breach(scene):
    assert breached(scene) == set()
    mandate = record(scene, scene.administrator_of(scene.first))
    assert (mandate.origin, mandate.origin_note) == ("existing", REASON)
    assert breached(scene) == {"R3.7/1"}
    act = Act.objects.latest("id")
    assert (act.verb, act.reason) == ("seats.record_existing", REASON)


def test_who_meets_no_condition_is_recorded_too(scene, somebody):
    record(scene, somebody)
    assert breached(scene) == {"R3.7/1", "R3.7/2"}


def test_who_represents_nobody_is_recorded_on_the_board_of_a_grouping_and_the_board_shows_it(scene, somebody):
    seat = scene.seat(f"{scene.grouping.slug}-board", "vice-president")
    record(scene, somebody, seat=seat, represents=None)
    assert breached(scene) == {"R3.7/3"}


def test_one_who_represents_nobody_does_not_allow_a_second_one(scene, somebody):
    seat = scene.seat(f"{scene.grouping.slug}-board", "vice-president")
    record(scene, somebody, seat=seat, represents=None)
    with pytest.raises(Refused) as refused:
        fill_seat(
            actor=scene.presidency,
            seat=seat,
            person=scene.administrator_of(scene.first),
            period=Period(TODAY),
            origin="election",
            now=NOW,
            **UNREGISTERED,
        )
    assert refused.value.rule == "R3.7"


def test_an_excess_that_is_there_does_not_forbid_to_seat_somebody_else(scene):
    record(scene, scene.administrator_of(scene.first))
    scene.free_a_place(scene.second)
    assert fill_seat(
        actor=scene.presidency,
        seat=scene.board,
        person=scene.administrator_of(scene.second),
        represents=scene.second,
        period=Period(TODAY),
        origin="election",
        now=NOW,
        **UNREGISTERED,
    )


def test_a_reason_is_needed(scene, somebody):
    with pytest.raises(Invalid) as invalid:
        record(scene, somebody, reason="parce que")
    assert invalid.value.field == "reason"


def test_nobody_sits_twice_even_so(scene):
    member = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    with pytest.raises(Refused, match="déjà un mandat"):
        record(scene, member)


def test_the_direction_of_the_grouping_may_not(scene, somebody):
    with pytest.raises(Denied, match="coordination du réseau"):
        record(scene, somebody, actor=scene.direction)


def test_what_is_to_come_does_not_exist_yet(scene):
    with pytest.raises(Invalid) as invalid:
        record(scene, scene.administrator_of(scene.first), period=Period(TODAY + timedelta(days=1)))
    assert invalid.value.field == "first"
    there = record(scene, scene.administrator_of(scene.first), period=Period(TODAY))
    with pytest.raises(Invalid):
        correct_mandate(
            actor=scene.coordination, mandate=there, person=there.person, represents=scene.first, reason="Mauvais jour",
            period=Period(TODAY + timedelta(days=1)), now=NOW,
        )  # fmt: skip
