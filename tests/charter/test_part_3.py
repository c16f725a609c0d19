"""Proofs of part 3: the political life of locals, of groupings and of the region."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Setting
from kevread.charter.queries.gestures import gesture_of, other_gestures
from kevread.charter.sentences import speak
from kevread.common.periods import day_in_words
from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import FollowUp
from kevread.meetings.models import RollEntry
from tests.charter.proofs import board, judged, planted, proves, verdicts_on
from tests.conftest import TODAY, arranging
from tests.employed import leave
from tests.factories import PersonFactory, SettingFactory, since
from tests.gatherings.decided import met, on_the_roll
from tests.worlds import World, end, put

# 3.a: locals and groupings.


@proves("R3.1", also=("L1.17/2",))  # it left, and nobody says why
def test_a_local_of_which_nobody_is_a_member(small: World):
    end(small.locals[small.groupings[1]][0].members)


@proves("R3.9", after=Verdict.UNKNOWN)
def test_a_grouping_that_did_not_decide_one_of_the_terms_of_the_allowance(small: World):
    end(Setting.objects.filter(name="R3.9.allowance_cap", organisation=small.groupings[0]))


@proves("R3.2", clause=1)
def test_a_local_that_is_a_cooperative(small: World):
    put(small.locals[small.groupings[0]][0], legal_form="cooperative")


@proves("R3.2", clause=2, also=("R3.7/2", "R6.10/1"))  # its representatives left office
def test_a_local_with_nobody_on_its_board(small: World):
    end(small.mandates(f"{small.locals[small.groupings[0]][1].slug}-board"))


@proves("R3.3", before=Verdict.UNKNOWN)  # whoever sat there before the register was kept
def test_an_administrator_whom_no_assembly_elected(small: World):
    board = f"{small.locals[small.groupings[0]][0].slug}-board"
    small.seated(board, "administrator", period=since(date(2026, 6, 1)))


# It is of the territory all the same; two people still sit for it; nobody says why it left, nor declared it.
@proves("R3.4", also=("R2.2/2", "R3.7/3", "R9.3/2", "L1.17/2", "L1.5/1", "L1.8/1"))
def test_a_grouping_that_a_local_leaves(small: World):
    grouping = small.groupings[0]
    end(grouping.members.filter(member=small.locals[grouping][0]))


# Nor president, nor anybody who sits on both boards; nor is it known who would be employed there.
@proves("R3.5", clause=1, also=("R3.5/2", "R3.14/1", "L1.20/1", "L1.20/2"))
def test_a_grouping_with_nobody_on_its_board(small: World):
    end(small.mandates(f"{small.groupings[0].slug}-board"))


@proves("R3.5", clause=2, also=("R6.8/2",))  # who signed contracts as its president
def test_a_grouping_whose_president_becomes_an_administrator(small: World):
    board = f"{small.groupings[0].slug}-board"
    put(small.holder(board, "president"), seat=small.seat(board, "administrator"))


# The seat in the committee is held by somebody who directs nothing; no direction comes to the boards of the pôles. Their
# delegation outlives their post (L3.2): no direction is entrusted with the staff any more (R6.4, R6.5, R6.7, R6.8).
@proves(
    "R3.6",
    also=(
        "R4.16/2",
        "R4.16/3",
        "R6.17/1",
        "L3.2/2",
        "R6.4/1",
        "R6.5/1",
        "R6.7/1",
        "R6.8/1",
        "R6.9/1",
        "R6.10/1",
        "R6.19/1",
    ),
)
def test_a_grouping_whose_direction_leaves(small: World):
    leave(small.groupings[0], "direction")


def third_of_a_pole(small: World) -> None:
    """An administrator of the pôle, beside the two who sit for it, in the seat of a direct member."""
    grouping = small.groupings[0]
    third = small.second_representative(grouping).person
    small.seated(f"{grouping.slug}-board", "direct-member", person=third, represents=small.direct_member)


def test_a_third_administrator_of_a_local_counts_in_whatever_seat(small: World):
    with planted(small, third_of_a_pole):
        assert judged("R3.7/1", small.groupings[0].pk)[0] is Verdict.BREACHES


def test_of_a_local_that_keeps_no_mandates_the_third_is_not_known_and_two_are_no_proof(small: World):
    local = small.locals[small.groupings[0]][1]

    def plant(small: World) -> None:
        third_of_a_pole(small)
        end(local.keepings.filter(register="mandates"))
        end(small.mandates(f"{local.slug}-board"))

    with planted(small, plant):
        assert judged("R3.7/1", small.groupings[0].pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


@proves("R3.7", clause=1)
def test_a_local_with_three_people_on_the_board(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    third = small.seated(f"{local.slug}-board", "administrator").person
    small.seated(f"{grouping.slug}-board", "administrator", person=third, represents=local)


@proves("R3.7", clause=2)
def test_a_representative_who_leaves_the_board_of_their_local(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    end(small.mandates(f"{local.slug}-board", "administrator"))


@proves("R3.7", clause=3, before={Verdict.CONFORMS, Verdict.UNKNOWN})  # a direct member sits there
def test_somebody_on_the_board_of_a_grouping_who_represents_nobody(small: World):
    grouping = small.groupings[0]
    board = f"{grouping.slug}-board"
    end(small.holder(board, "vice-president"))
    small.seated(board, "vice-president")


def test_an_administrator_of_a_pole_is_of_it_whomever_the_mandate_names(small: World):
    """The document composes the board of administrators of the pôles: it does not ask in whose name they sit."""
    slug = f"{small.groupings[0].slug}-board"

    def plant(small: World) -> None:
        put(small.holder(slug, "vice-president"), represents=None)

    with planted(small, plant):
        assert verdicts_on("R3.7/3") == {Verdict.CONFORMS, Verdict.UNKNOWN}


def test_whether_direct_members_sit_on_a_board_is_not_known_until_it_is_decided(small: World):
    """The document composes it of administrators of the pôles; where direct members sit is left to decide (R2.4)."""
    first, second = small.groupings

    def plant(small: World) -> None:
        for _ in range(8):
            small.seated(f"{first.slug}-board", "direct-member", represents=small.direct_member)

    with planted(small, plant):
        now = board("R3.7")
        assert now["R3.7/3", first.pk] == (Verdict.UNKNOWN, Reason.NO_DATA)
        assert now["R3.7/3", second.pk] == (Verdict.CONFORMS, None)
        with arranging():
            SettingFactory(name="R2.4.direct_member_seats", value=9)
        assert judged("R3.7/3", first.pk) == (Verdict.CONFORMS, None)


# 3.b: the region.


@proves("R3.11")
def test_a_local_in_another_college(small: World):
    put(small.locals[small.groupings[0]][0].affiliations.filter(of=small.head), college="associations")


@proves("R3.12", clause=1, also=("R4.10/2", "R4.13/2"))  # those who sit for it are of that college no more
def test_a_grouping_in_another_college(small: World):
    put(small.groupings[0].affiliations, college="associations")


@proves("R3.12", clause=2)
def test_a_family_in_the_college_of_territories(small: World):
    put(small.families["mutuelles"].affiliations, college="territoires")


@proves("R3.12", clause=3, before=Verdict.UNKNOWN, also=("R3.12/4",))  # no assembly is written
def test_a_local_in_another_college_of_the_assembly(small: World):
    meeting = met("cress-assembly")
    local = small.locals[small.groupings[0]][0]
    entry = RollEntry(meeting=meeting, person=PersonFactory(), represents=local, college="associations")
    entry.save()


@proves("R3.12", clause=4, before=Verdict.UNKNOWN, also=("R3.12/3",))  # whom the roll does not name
def test_a_family_in_the_college_of_territories_of_the_assembly(small: World):
    meeting = met("cress-assembly")
    family = small.families["mutuelles"]
    RollEntry.objects.create(meeting=meeting, person=PersonFactory(), represents=family, college="territoires")


def test_a_stranger_in_the_college_takes_nothing_from_those_it_is_dedicated_to(small: World):
    """Each of the two is told apart: what the document says, and our reading of « dedicated »."""

    def one_more(small: World) -> None:
        on_the_roll(small)
        meeting = small.body("cress-assembly").meetings.get()
        family = small.families["mutuelles"]
        RollEntry.objects.create(meeting=meeting, person=PersonFactory(), represents=family, college="territoires")

    with planted(small, one_more):
        now = board("R3.12")
        assert verdicts_on("R3.12/3", now) == {Verdict.CONFORMS}
        assert verdicts_on("R3.12/4", now) == {Verdict.BREACHES}
    with planted(small, lambda small: on_the_roll(small, but=1)):
        assert verdicts_on("R3.12/4") == {Verdict.CONFORMS}


def test_who_was_on_the_roll_of_an_assembly_told_afterwards_is_not_known(small: World):
    with planted(small, lambda small: on_the_roll(small, is_recorded=True)):
        assert verdicts_on("R3.12/4") == {Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("but", "more", "verdict"),
    [
        (0, {}, Verdict.CONFORMS),
        (1, {}, Verdict.BREACHES),  # a member that no roll names does not sit there
        (1, {"is_recorded": True}, Verdict.UNKNOWN),  # the roll is elsewhere
    ],
)
def test_every_local_and_grouping_is_on_the_roll(small: World, but, more, verdict):
    with planted(small, lambda small: on_the_roll(small, but=but, **more)):
        assert verdicts_on("R3.12/3") == {verdict}


def test_an_entry_that_represents_nobody_says_nothing(small: World):
    def one_more(small: World) -> None:
        on_the_roll(small)
        meeting = small.body("cress-assembly").meetings.get()
        RollEntry.objects.create(meeting=meeting, person=PersonFactory(), college="territoires")

    with planted(small, one_more):
        now = board("R3.12")
        assert verdicts_on("R3.12/3", now) == verdicts_on("R3.12/4", now) == {Verdict.UNKNOWN}


@proves("R3.13", clause=1, also=("R4.10/1",))  # one seat more for territories
def test_a_grouping_with_three_representatives(small: World):
    small.seated("cress-board", "representative-territoire", represents=small.groupings[0])


@proves("R3.13", clause=2, also=("R4.10/2",))  # one seat less for territories
def test_a_grouping_with_one_representative(small: World):
    end(small.second_representative(small.groupings[0]))


@proves("R3.14", also=("R3.5/2",))  # the one who sat on both boards presided the grouping
def test_a_grouping_without_a_link_between_the_boards(small: World):
    end(small.mandates(f"{small.groupings[0].slug}-board", "president"))


@proves("R3.15", clause=1, also=("R4.13/1",))  # one vice-president more in the bureau
def test_a_grouping_with_two_vice_presidents(small: World):
    grouping = small.groupings[0]
    person = small.second_representative(grouping).person
    small.seated("cress-bureau", "vice-president-grouping", person=person, represents=grouping)


def test_another_seat_of_the_bureau_is_no_second_vice_presidency(small: World):
    """That no other seat of the bureau be of a grouping is our reading, and a warning (R4.13)."""
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        person = small.second_representative(grouping).person
        small.seated("cress-bureau", "bureau-famille", person=person, represents=grouping)

    with planted(small, plant):
        assert judged("R3.15/1", grouping.pk)[0] is Verdict.CONFORMS
        assert judged("R4.13/6", small.head.pk)[0] is Verdict.BREACHES


@proves("R3.15", clause=2, also=("R4.13/2", "R3.15/3"))  # one less in the bureau; of nobody, nothing is proven
def test_a_grouping_without_a_vice_president(small: World):
    end(small.holder("cress-bureau", "vice-president-grouping", represents=small.groupings[0]))


def test_where_nobody_is_vice_president_nothing_is_proven_of_where_they_sit(small: World):
    def leaves(_: World) -> None:
        end(small.holder("cress-bureau", "vice-president-grouping", represents=small.groupings[0]))

    with planted(small, leaves):
        now = board("R3.15")
    assert now["R3.15/3", small.groupings[0].pk] == (Verdict.UNKNOWN, Reason.NO_DATA)
    assert now["R3.15/3", small.groupings[1].pk] == (Verdict.CONFORMS, None)


@proves("R3.15", clause=3)
def test_a_vice_president_who_is_not_on_the_board(small: World):
    somebody = small.seated("cress-assembly", "representative-grouping").person
    put(small.holder("cress-bureau", "vice-president-grouping", represents=small.groupings[0]), person=somebody)


@proves("R3.18", also=("R3.19/1",))  # one of the two works
def test_the_work_on_common_statutes_is_past_the_day_that_was_decided(small: World):
    put(FollowUp.objects.filter(stream="gouvernance-commune"), due=TODAY - timedelta(days=1))


@proves("R3.19")
def test_the_other_work_between_groupings_is_past_the_day_that_was_decided(small: World):
    put(FollowUp.objects.filter(stream="parcours-administrateurs"), due=TODAY - timedelta(days=1))


@pytest.mark.parametrize("clause", ["R3.18/1", "R3.19/1", "R7.15/2", "R7.25/1"])
def test_a_work_that_nobody_entrusted_is_not_decided_and_one_that_is_done_is_no_longer_late(small: World, clause):
    def end_them() -> None:
        FollowUp.objects.update(due=TODAY - timedelta(days=9), done_on=TODAY)

    with planted(small, lambda _: end_them()):
        assert verdicts_on(clause) == {Verdict.CONFORMS}
    with planted(small, lambda _: FollowUp.objects.update(stream="")):
        found = judged(clause, small.head.pk)
    assert found == (Verdict.UNKNOWN, Reason.NOT_DECIDED)


def test_what_a_past_roll_lacks_names_its_assembly_and_leads_to_what_can_still_be_done(small: World):
    with planted(small, lambda small: on_the_roll(small, but=1)):
        meeting = small.body("cress-assembly").meetings.get()
        (one,) = (f for f in verdicts(TODAY, rules=["R3.12"]) if f.clause.key == "R3.12/3")
        (spoken,) = speak([one], TODAY)
        ways = [gesture_of(one).way, *(gesture.way for gesture in other_gestures(one))]
    assert f"du {day_in_words(meeting.day)}" in spoken.sentence and "ne se refait pas" in spoken.sentence
    assert [(way.screen, way.where) for way in ways] == [
        ("seats:body", {"scale": small.head.slug, "body": "cress-assembly"}),
        ("sittings:meeting", {"scale": small.head.slug, "key": str(meeting.pk)}),
    ]
