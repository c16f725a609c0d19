"""What exists in fact is written even if it departs from a rule, by the head of network, with a reason."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.seats.operations import correct_mandate, fill_seat, record_existing
from tests.arrange import UNREGISTERED, unkept
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.screens import at

pytestmark = pytest.mark.usefixtures("unregistered")
REASON = "Constaté sur la liste remise par le conseil"


@pytest.fixture
def unregistered(scene):
    """Nobody keeps the decisions of the grouping here yet."""
    unkept(scene)


@pytest.fixture(autouse=True)
def _named_without_a_register(scene):
    """Who names the board of the scene keeps no register of decisions, but where a test says so."""
    with arranging():
        Keeping.objects.filter(organisation=scene.first, register="decisions").delete()


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


# Whoever records, against what others decide.


def kept_since(scene, day, last=None):
    with arranging():
        Keeping.objects.filter(organisation__in=(scene.grouping, scene.first), register="decisions").delete()
        for one in (scene.grouping, scene.first):
            Keeping.objects.create(organisation=one, register="decisions", period=since(day, last))


def test_where_the_register_is_kept_who_sits_is_in_it(scene, somebody):
    kept_since(scene, date(2026, 1, 1))
    seat = scene.seat(f"{scene.grouping.slug}-board", "vice-president")
    for period in (Period(date(2026, 1, 1)), Period(TODAY)):
        with pytest.raises(Invalid, match="par la décision qui le donne") as told:
            record(scene, somebody, seat=seat, represents=None, period=period)
        assert told.value.field == "first"
    assert record(scene, somebody, seat=seat, represents=None, period=Period(date(2025, 12, 31)))


def test_a_pole_that_keeps_no_register_names_without_it(scene):
    kept_since(scene, date(2025, 1, 1))
    person = scene.administrator_of(scene.first)
    with pytest.raises(Invalid, match="par la décision qui le donne"):
        record(scene, person)
    with arranging():
        Keeping.objects.filter(organisation=scene.first, register="decisions").delete()
    assert record(scene, person)


def test_a_register_that_is_no_longer_kept_refuses_still(scene, somebody):
    kept_since(scene, date(2025, 1, 1), date(2025, 3, 1))
    seat = scene.seat(f"{scene.grouping.slug}-board", "vice-president")
    with pytest.raises(Invalid, match="par la décision qui le donne"):
        record(scene, somebody, seat=seat, represents=None)


def test_nobody_records_themselves(scene):
    own = Person.objects.get(pk=scene.coordination.person)
    seat = scene.seat(f"{scene.grouping.slug}-board", "vice-president")
    with pytest.raises(Denied, match="votre propre siège"):
        record(scene, own, seat=seat, represents=None)


def test_nobody_corrects_what_was_recorded_to_their_own_name(scene):
    own = Person.objects.get(pk=scene.coordination.person)
    there = record(scene, scene.administrator_of(scene.first))
    with pytest.raises(Denied, match="votre propre siège"):
        correct_mandate(
            actor=scene.coordination, mandate=there, person=own, represents=scene.first, reason="Mal saisi",
            period=there.dates, now=NOW,
        )  # fmt: skip


def test_a_correction_gives_nobody_else_what_the_register_says(scene, somebody):
    there = record(scene, scene.administrator_of(scene.first), period=Period(TODAY))
    kept_since(scene, date(2026, 1, 1))
    asked = {
        "actor": scene.coordination,
        "mandate": there,
        "represents": scene.first,
        "reason": "Mal saisi",
        "now": NOW,
    }
    for person, period in ((somebody, Period(TODAY)), (there.person, Period(date(2026, 6, 1)))):
        with pytest.raises(Invalid, match="par la décision qui le donne"):
            correct_mandate(person=person, period=period, **asked)
    assert correct_mandate(person=there.person, period=Period(TODAY, date(2027, 1, 1)), **asked)


def test_a_post_that_others_give_is_not_recorded_by_the_coordination(scene, somebody):
    seat = scene.seat(f"{scene.grouping.slug}-team", "direction")
    with pytest.raises(Denied):
        record(scene, somebody, seat=seat, represents=None)


def test_the_page_offers_it_only_where_the_register_does_not_say_who_sits(scene, readers):
    def offered(title):
        page = readers.coordination.get(at("body", scene.grouping, body=f"{scene.grouping.slug}-board")).text
        return at("record", scene.grouping, body=f"{scene.grouping.slug}-board", seat=title) in page

    assert offered("president") and offered("administrator")
    kept_since(scene, date(2026, 1, 1))
    assert not offered("president")
    assert offered("administrator")  # a pôle may keep none
