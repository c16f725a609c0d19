"""Where the document says « et la Cress », somebody sits for her: in her seat, and not for a grouping there."""

import pytest

from kevread.common.facts import EVERYONE, Span
from kevread.common.verdicts import Verdict
from kevread.seats.facts_spaces import people_for_head
from tests.charter.proofs import board, planted, rule_of, verdicts_on
from tests.conftest import TODAY
from tests.factories import BodyFactory, MandateFactory, SeatFactory
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
SEAT = "member-head"
SPACES = {
    "R4.20/3": "gmo-incarnation",
    "R4.23/3": "gmo-soutien",
    "R4.26/3": "gmo-innovation",
    "R4.35/3": "metier-incubateur",
    "R4.38/3": "metier-sensibilisation",
}


def test_a_seat_of_the_head_held_for_a_grouping_is_not_the_head(small: World):
    def plant(small: World) -> None:
        for space in SPACES.values():
            put(small.holder(space, SEAT), represents=small.groupings[0])

    with planted(small, plant):
        now = board(*map(rule_of, SPACES))
        assert {clause: verdicts_on(clause, now) for clause in SPACES} == {key: {Verdict.BREACHES} for key in SPACES}


@pytest.mark.parametrize("for_a_family", [False, True])
def test_a_mandate_that_names_the_head_is_the_head_s_and_one_of_a_family_is_not(small: World, for_a_family):
    def plant(small: World) -> None:
        told = {"family": "mutuelles"} if for_a_family else {"represents": small.head}
        put(small.holder("gmo-incarnation", SEAT), **told)

    with planted(small, plant):
        expected = Verdict.BREACHES if for_a_family else Verdict.CONFORMS
        assert verdicts_on("R4.20/3") == {expected}


def test_of_whoever_sits_for_nobody_in_another_seat_nothing_is_known(small: World):
    """In a seat that the head added, where nothing says for whom: told unknown, until the mandate names the head."""

    def asked() -> object:
        return people_for_head(TODAY, EVERYONE, "gmo-incarnation", (SEAT,)).get(small.head.pk)

    def plant(small: World) -> None:
        put(small.holder("gmo-incarnation", SEAT), represents=small.groupings[0])
        MandateFactory(seat=SeatFactory(body=small.body("gmo-incarnation"), title="invite"))

    with planted(small, plant):
        assert asked() == Span(0, 1)
        assert verdicts_on("R4.20/3") == {Verdict.UNKNOWN}

    def names_it(small: World) -> None:
        plant(small)
        put(small.mandates("gmo-incarnation").filter(seat__title="invite"), represents=small.head)

    with planted(small, names_it):
        assert asked() == 1


def test_who_sits_in_a_seat_of_the_head_and_in_another_is_counted_once(small: World):
    def plant(small: World) -> None:
        guest = SeatFactory(body=small.body("gmo-incarnation"), title="invite")
        MandateFactory(seat=guest, person=small.holder("gmo-incarnation", SEAT).person)

    with planted(small, plant):
        assert people_for_head(TODAY, EVERYONE, "gmo-incarnation", (SEAT,))[small.head.pk] == 1


def test_a_seat_of_that_title_in_another_space_is_nothing_to_this_one(small: World):
    def plant(small: World) -> None:
        put(small.holder("gmo-incarnation", SEAT), represents=small.groupings[0])
        elsewhere = BodyFactory(organisation=small.head, slug="gmo-autre", kind="space")
        MandateFactory(seat=SeatFactory(body=elsewhere, title=SEAT))

    with planted(small, plant):
        assert people_for_head(TODAY, EVERYONE, "gmo-incarnation", (SEAT,)) == {}
