"""What the installation writes by itself proves nothing: a space is open where somebody sits, where it met, or where somebody
opened it; the head leads it where one of its own chaired."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.queries.gestures import gesture_of
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from tests.charter.proofs import board, planted, rule_of, verdicts_on
from tests.conftest import TODAY
from tests.factories import SINCE, BodyFactory, since
from tests.worlds import World, met, put

pytestmark = pytest.mark.django_db
OPEN = (
    "R4.4/1", "R4.18/1", "R4.22/1", "R4.25/1", "R4.28/1", "R4.34/1", "R4.37/1", "R4.46/1", "R4.47/1", "R4.48/1", "R4.48/2",
    "R6.24/1", "R7.15/1",
)  # fmt: skip
LED = ("R4.40/1", "R4.40/2")


def forget_all(small: World) -> None:
    """Nobody sits in a body of the head, and none ever met: what is left is what the installation wrote."""
    put(Meeting.objects.filter(body__organisation=small.head), state="cancelled")
    for body in small.head.bodies.exclude(kind="team"):
        small.mandates(body.slug).update(period=(date(2020, 1, 1), date(2025, 1, 1)))


def test_where_nobody_sits_and_nothing_met_nobody_knows_whether_a_space_is_open(small: World, conforming):
    assert {clause: verdicts_on(clause, conforming) for clause in OPEN} == {key: {Verdict.CONFORMS} for key in OPEN}
    with planted(small, forget_all):
        now = board(*map(rule_of, (*OPEN, *LED)))
    assert {one: verdicts_on(one, now) for one in (*OPEN, *LED)} == {key: {Verdict.UNKNOWN} for key in (*OPEN, *LED)}


def test_it_says_what_would_prove_it_and_leads_there(small: World):
    with planted(small, forget_all):
        found = {one.clause.key: one for one in verdicts(TODAY, rules=["R6.24", "R4.40", "R4.48"])}
        for key, word in (
            ("R6.24/1", "une personne qui y siège"),
            ("R4.40/1", "présidence est notée"),
            ("R4.48/2", "réunion tenue"),
        ):
            assert word in speak([found[key]], TODAY)[0].sentence
        gestures = {key: gesture_of(one) for key, one in found.items()}
    assert gestures["R6.24/1"].way.where == {"scale": small.head.slug, "body": "rh-regional"}
    assert gestures["R4.40/1"].way.query == {"instance": "codir"}


def test_a_meeting_of_the_year_proves_it_and_one_of_before_does_not(small: World):
    def met_on(day: date):
        def plant(small: World) -> None:
            forget_all(small)
            met(small.body("rh-regional"), day)

        return plant

    for day, expected in ((date(2025, 11, 25), Verdict.CONFORMS), (date(2025, 11, 24), Verdict.UNKNOWN)):
        with planted(small, met_on(day)):
            assert verdicts_on("R6.24/1") == {expected}


def test_a_meeting_that_is_only_planned_proves_nothing(small: World):
    def plant(small: World) -> None:
        forget_all(small)
        met(small.body("rh-regional"), date(2026, 12, 3))

    with planted(small, plant):
        assert verdicts_on("R6.24/1") == {Verdict.UNKNOWN}


def test_a_space_that_somebody_opened_here_is_open(small: World):
    def plant(small: World) -> None:
        forget_all(small)
        BodyFactory(organisation=small.head, slug="groupe-culture", kind="space", level="operational")

    with planted(small, plant):
        found = next(iter(verdicts(TODAY, rules=["R4.4"])))
    assert found.value["operational"].least == 1
    assert "operational" not in found.unknown


@pytest.mark.parametrize("chair", ["nobody", "a grouping’s", "the head’s"])
def test_the_head_leads_where_one_of_its_own_chaired(small: World, chair):
    def plant(small: World) -> None:
        own = small.holder(f"{small.groupings[0].slug}-team", "direction").person
        people = {"nobody": None, "a grouping’s": own, "the head’s": small.lead()}
        put(Meeting.objects.filter(body__slug="codir"), chair=people[chair])

    expected = Verdict.CONFORMS if chair == "the head’s" else Verdict.UNKNOWN
    with planted(small, plant):
        assert verdicts_on("R4.40/1") == {expected}


def test_one_meeting_that_another_chaired_is_enough_not_to_know(small: World):
    """Nor is one whose chair nobody noted."""
    own = small.holder(f"{small.groupings[0].slug}-team", "direction").person

    def told(chair) -> set[Verdict]:
        with planted(small, lambda small: met(small.body("codir"), date(2026, 3, 5), chair=chair)):
            return verdicts_on("R4.40/1")

    assert told(small.lead()) == {Verdict.CONFORMS}
    assert told(own) == told(None) == {Verdict.UNKNOWN}


def test_a_meeting_of_which_nobody_said_what_became_may_have_been_led_by_another(small: World):
    """Nor does it open a space where none was held: nothing says that it was."""

    def told(days: int) -> set[Verdict]:
        def plant(small: World) -> None:
            one = met(small.body("codir"), TODAY - timedelta(days=days), chair=small.lead())
            put(one, state=State.CONVENED.value, opened_at=None, closed_at=None)

        with planted(small, plant):
            return verdicts_on("R4.40/1")

    assert told(days=1) == {Verdict.UNKNOWN}
    assert told(days=0) == told(days=365) == {Verdict.CONFORMS}, "today’s may still be held; of a year ago is not asked"


def test_who_sits_at_the_head_for_a_grouping_is_of_the_grouping(small: World):
    grouping = small.holder("cress-bureau", "vice-president-grouping", represents=small.groupings[0]).person
    family = small.mandates("cress-bureau", "bureau-famille").first().person

    def told(chair) -> set[Verdict]:
        with planted(small, lambda _: put(Meeting.objects.filter(body__slug="codir"), chair=chair)):
            return verdicts_on("R4.40/1")

    assert (told(grouping), told(family)) == ({Verdict.UNKNOWN}, {Verdict.CONFORMS})


def test_each_of_the_others_is_asked_for_a_meeting_that_the_head_chaired(small: World):
    def plant(small: World) -> None:
        for body in small.head.bodies.filter(kind="space"):
            met(body, date(2026, 3, 5), chair=small.lead())

    with planted(small, plant):
        assert verdicts_on("R4.40/2") == {Verdict.CONFORMS}


def test_who_left_the_head_before_the_meeting_is_not_of_the_head(small: World):
    def plant(small: World) -> None:
        put(small.mandates("cress-team").filter(person=small.lead()), period=since(SINCE, date(2025, 11, 1)))

    with planted(small, plant):
        assert verdicts_on("R4.40/1") == {Verdict.UNKNOWN}
