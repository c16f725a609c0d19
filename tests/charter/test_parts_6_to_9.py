"""Proofs of parts 6 to 9: people at work, names, membership, legal form."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import F

from kevread.attendance.models import Presence
from kevread.charter.engine import verdicts
from kevread.charter.models import Setting
from kevread.charter.sentences import NOTHING_THERE, say, speak
from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import Decision, FollowUp
from kevread.decisions.operations.register import enter_decision
from kevread.directory.models import Person
from tests.charter.proofs import board, judged, planted, proves, refused, verdicts_on
from tests.conftest import TODAY, arranging
from tests.factories import (
    AffiliationFactory,
    CoverageFactory,
    OrganisationFactory,
    SettingFactory,
    ZoneLeadFactory,
    since,
)
from tests.worlds import World, attend, end, met, put


@proves("R6.16", before=Verdict.UNKNOWN)  # no pôle held an assembly
def test_an_assembly_of_a_local_without_the_direction(small: World):
    local = small.locals[small.groupings[0]][0]
    attend(
        met(small.body(f"{local.slug}-assembly"), date(2026, 6, 2)),
        small.holder(f"{local.slug}-board", "president").person,
    )


@proves("R6.17")
def test_a_board_of_a_local_that_the_direction_has_not_met(small: World):
    board = small.body(f"{small.locals[small.groupings[0]][0].slug}-board")
    presence = Presence.objects.get(entry__meeting__body=board, entry__person=direction_of(small))
    put(presence, left_at=presence.arrived_at)


def test_a_board_that_met_without_a_word_of_who_came_may_have_met_the_direction(small: World):
    board_ = small.body(f"{small.locals[small.groupings[0]][0].slug}-board")

    def plant(small: World) -> None:
        put(Presence.objects.filter(entry__meeting__body=board_), left_at=F("arrived_at"))

    with planted(small, plant):
        now = board("R6.17", "R6.21")
    assert {now[clause, small.groupings[0].pk] for clause in ("R6.17/1", "R6.21/1")} == {
        (Verdict.UNKNOWN, Reason.NO_DATA)
    }


def direction_of(small: World) -> Person:
    return small.holder(f"{small.groupings[0].slug}-team", "direction").person


@proves("R6.19", clause=2, before=Verdict.UNKNOWN)  # where no meeting of the team was held, nobody leads any
def test_a_meeting_of_the_team_that_a_delegate_chairs(small: World):
    team = small.body(f"{small.groupings[0].slug}-team")
    delegate = small.holder(team.slug, "delegate").person
    attend(met(team, date(2026, 6, 2), chair=delegate), delegate)


def test_a_meeting_of_the_team_that_its_direction_chairs_or_of_which_nobody_says(small: World):
    team = small.body(f"{small.groupings[0].slug}-team")
    with planted(small, lambda small: met(team, date(2026, 6, 2), chair=direction_of(small))):
        now = board("R6.19")
        assert now["R6.19/2", small.groupings[0].pk] == (Verdict.CONFORMS, None)
        assert now["R6.19/2", small.groupings[1].pk] == (Verdict.UNKNOWN, Reason.NO_DATA)  # which held none
        with arranging():
            met(team, date(2026, 6, 9))
        assert judged("R6.19/2", small.groupings[0].pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


@proves("R6.21")
def test_a_board_of_a_local_without_its_delegate(small: World):
    local = small.locals[small.groupings[0]][0]
    delegate = small.holder(f"{small.groupings[0].slug}-team", "delegate").person
    presence = Presence.objects.get(entry__meeting__body__slug=f"{local.slug}-board", entry__person=delegate)
    put(presence, left_at=presence.arrived_at)


def test_the_delegate_of_another_local_or_of_another_day_is_not_the_one(small: World, conforming):
    """Whoever becomes the reference after the meeting was not there as such: it was held without one."""
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        zone = small.epci[grouping][0]
        put(zone.leads, period=since(date(2026, 4, 1)))

    with planted(small, plant):
        assert judged("R6.21/1", grouping.pk)[0] is Verdict.BREACHES
        with arranging():  # before the register of the team, nobody knows who there was
            put(grouping.keepings.filter(register="team"), period=since(date(2026, 3, 13)))
        assert judged("R6.21/1", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


def test_losing_its_delegates_heals_nothing(small: World):
    """A board that was held without the delegate is not better for there being none."""
    grouping = small.groupings[0]
    local = small.locals[grouping][0]

    def plant(small: World) -> None:
        came_ = Presence.objects.filter(entry__meeting__body__slug=f"{local.slug}-board")
        put(came_.exclude(entry__person=direction_of(small)), left_at=F("arrived_at"))
        for epci in small.epci[grouping]:
            end(epci.leads)

    with planted(small, plant):
        assert judged("R6.21/1", grouping.pk)[0] is Verdict.BREACHES


def test_each_epci_has_its_own_delegate_at_the_board(small: World):
    """Two EPCI of one pôle, two delegates, of whom one alone ever comes."""
    grouping = small.groupings[0]
    second = small.epci[grouping][1]

    def plant(small: World) -> None:
        other = small.seated(f"{grouping.slug}-team", "delegate", origin="hiring")
        put(second.leads, mandate=other)
        end(second.coverage)
        CoverageFactory(organisation=small.locals[grouping][0], zone=second, period=since(date(2026, 1, 1)))

    with planted(small, plant):
        assert judged("R6.21/1", grouping.pk)[0] is Verdict.BREACHES
        with arranging():
            meeting = small.body(f"{small.locals[grouping][0].slug}-board").meetings.get()
            attend(meeting, second.leads.get().mandate.person)
        assert judged("R6.21/1", grouping.pk)[0] is Verdict.UNKNOWN  # the other pôle has no EPCI any more


@proves("R6.18", before=Verdict.UNKNOWN)  # no board of a grouping was held
def test_a_board_without_the_direction(small: World):
    board = f"{small.groupings[0].slug}-board"
    attend(met(small.body(board), date(2026, 6, 2)), small.holder(board, "president").person)


def test_a_board_of_which_nobody_was_noted_is_neither_good_nor_bad(small: World, conforming):
    grouping = small.groupings[0]

    def plant(small: World) -> None:
        came(small, f"{grouping.slug}-board")  # which alone would conform
        met(small.body(f"{grouping.slug}-board"), date(2026, 6, 3))

    with planted(small, plant):
        assert judged("R6.18/1", grouping.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


def test_a_direction_that_came_is_not_missed(small: World, conforming):
    grouping = small.groupings[0]
    assemblies = [f"{local.slug}-assembly" for local in small.locals[grouping]]
    with planted(small, lambda small: came(small, f"{grouping.slug}-board", *assemblies)):
        now = board("R6.16", "R6.18")
    assert {key for key in now if now[key] != conforming[key]} >= {("R6.18/1", grouping.pk), ("R6.16/1", grouping.pk)}
    assert now["R6.18/1", grouping.pk] == now["R6.16/1", grouping.pk] == (Verdict.CONFORMS, None)


def test_one_direction_of_two_groupings_is_at_the_boards_of_both(small: World):
    """Who employs somebody besides takes nothing from where they were."""
    first, second = small.groupings

    def plant(small: World) -> None:
        end(small.holder(f"{second.slug}-team", "direction"))
        small.seated(f"{second.slug}-team", "direction", person=direction_of(small), origin="hiring")
        came(small, f"{first.slug}-board", f"{second.slug}-board")

    with planted(small, plant):
        now = board("R6.18")
    assert now["R6.18/1", first.pk] == now["R6.18/1", second.pk] == (Verdict.CONFORMS, None)


def came(small: World, *bodies: str) -> None:
    direction = small.holder(f"{small.groupings[0].slug}-team", "direction").person
    for slug in bodies:
        attend(met(small.body(slug), date(2026, 6, 2)), direction)


def test_of_a_local_that_began_its_register_this_year_the_rest_is_not_known(small: World):
    local = small.locals[small.groupings[0]][0]

    def plant(small: World) -> None:
        put(local.keepings.filter(register="meetings"), period=since(date(2026, 6, 1)))
        presence = Presence.objects.get(entry__meeting__body__organisation=local, entry__person=direction_of(small))
        put(presence, left_at=presence.arrived_at)

    with planted(small, plant):
        now = board("R6.16", "R6.17")
    assert verdicts_on("R6.17/1", now) == {Verdict.CONFORMS, Verdict.UNKNOWN}
    assert verdicts_on("R6.16/1", now) == {Verdict.UNKNOWN}


@proves("R6.20", also=("R6.21/1",))  # the board of its pôle was held without one
def test_an_epci_without_a_delegate(small: World):
    end(small.epci[small.groupings[0]][0].leads)


def test_an_epci_that_is_only_supposed_to_be_of_the_territory_is_not_known_to_lack_anybody(small: World):
    """Nor is it known that each has somebody, where one may be of another territory."""
    grouping = small.groupings[0]
    first, second = small.epci[grouping]

    def told(how: str, *, without: bool = False, of_the_grouping: bool = False) -> Verdict:
        def plant(small: World) -> None:
            parts = first.parents.filter(parent_kind="strategic")
            put(grouping.coverage.filter(zone__kind="strategic") if of_the_grouping else parts, certainty=how)
            if without:
                end(first.leads)

        with planted(small, plant):
            return judged("R6.20/1", grouping.pk)[0]

    assert told("supposed") is told("supposed", without=True) is Verdict.UNKNOWN
    assert told("supposed", of_the_grouping=True) is Verdict.UNKNOWN
    assert told("deduced") is Verdict.CONFORMS
    assert told("deduced", without=True) is Verdict.BREACHES
    with planted(small, lambda small: (put(first.parents, certainty="supposed"), end(second.leads))):
        assert judged("R6.20/1", grouping.pk)[0] is Verdict.BREACHES


@pytest.mark.django_db
def test_an_epci_has_no_second_main_delegate(small: World):
    epci = small.epci[small.groupings[0]][0]
    refused(small, lambda small: ZoneLeadFactory(mandate=epci.leads.get().mandate, zone=epci))


@proves("R6.24")
def test_a_network_without_its_space_for_human_resources(small: World):
    end(small.body("rh-regional"))


@proves("R6.4", clause=2)
def test_a_delegation_that_the_board_did_not_decide(small: World):
    of = Decision.objects.get(type="delegation-rh", organisation=small.groupings[0])
    enter_decision(
        body=of.body, decided_on=of.decided_on, title=of.title, text=of.text, outcome="rejected", type=of.type, corrects=of,
        reason="Elle a été rejetée.",
    )  # fmt: skip


@proves("R7.15", clause=2)
def test_the_work_on_communication_is_past_the_day_that_was_decided(small: World):
    put(FollowUp.objects.filter(stream="communication"), due=TODAY - timedelta(days=1))


@proves("R7.25")
def test_a_work_of_the_region_is_past_the_day_that_was_decided(small: World):
    put(FollowUp.objects.filter(stream="competences"), due=TODAY - timedelta(days=1))


@proves("R6.14")
def test_a_team_where_the_job_has_another_name(small: World):
    put(small.seat(f"{small.groupings[0].slug}-team", "delegate"), name="Chargé·e de mission")


@proves("R6.15", after=Verdict.UNKNOWN)
def test_a_grouping_decided_nothing_of_the_sharing_that_is_indicated(small: World):
    end(Setting.objects.filter(name="R6.15.sharing", organisation=small.groupings[0]))


@proves("R6.25", after=Verdict.UNKNOWN)
def test_nobody_decided_the_form_of_the_regional_space(small: World):
    end(Setting.objects.filter(name="R6.25.space_form"))


@proves("R7.15")
def test_a_network_without_its_working_group_on_communication(small: World):
    put(small.body("groupe-travail-communication"), slug="groupe-travail-autre")


@proves("R7.19")
def test_a_head_that_bears_another_name_than_the_one_that_was_decided(small: World):
    put(small.head.names, text="Toto")


@proves("R7.20")
def test_a_grouping_that_bears_any_word_as_a_name(small: World):
    put(small.groupings[0].names, text="Toto")


@proves("R7.21")
def test_a_local_that_bears_any_word_as_a_name(small: World):
    put(small.locals[small.groupings[0]][0].names, text="Toto")


@pytest.mark.django_db
def test_what_the_document_proposes_is_not_in_force(small: World):
    """Nobody decided: it is told as waiting for a decision, whatever word stands in the directory."""

    def plant(small: World) -> None:
        names = (
            "R6.14.job_name",
            "R6.15.sharing",
            "R6.25.space_form",
            "R7.19.regional_brand",
            "R7.20.brand",
            "R7.21.brand",
        )
        Setting.objects.filter(name__in=names).delete()

    with planted(small, plant):
        rows = {f"{rule}/1": rule for rule in ("R6.14", "R6.15", "R6.25", "R7.19", "R7.20", "R7.21")}
        told = {(found, reason) for (key, _), (found, reason) in board(*rows.values()).items() if key in rows}
        assert told == {(Verdict.UNKNOWN, Reason.NOT_DECIDED)}


@proves("R8.3")
def test_a_local_structure_that_is_a_member_of_no_local(small: World):
    AffiliationFactory(member=OrganisationFactory(reach="local"), of=small.groupings[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reach", "found"),
    [
        ("local", Verdict.BREACHES),
        ("departmental", Verdict.CONFORMS),
        ("regional", Verdict.CONFORMS),
        ("", Verdict.UNKNOWN),
    ],
)
@pytest.mark.parametrize("college", ["", "associations"])
def test_how_far_a_structure_acts_is_what_it_says_and_its_college_says_nothing_of_it(
    small: World, reach, found, college
):
    def plant(small: World) -> None:
        member = OrganisationFactory(reach=reach)
        for of in (small.groupings[0], small.head):
            AffiliationFactory(member=member, of=of, college=college)

    with planted(small, plant):
        told = board("R8.3")
    for of in (small.groupings[0], small.head):
        assert told["R8.3/1", of.pk][0] is found
    assert told["R8.3/1", small.groupings[1].pk][0] is Verdict.CONFORMS


@pytest.mark.django_db
@pytest.mark.parametrize("reach", ["local", ""])
def test_whoever_is_a_member_of_a_local_is_asked_nothing(small: World, reach):
    def plant(small: World) -> None:
        member = OrganisationFactory(reach=reach)
        AffiliationFactory(member=member, of=small.groupings[0])
        AffiliationFactory(member=member, of=small.locals[small.groupings[1]][0])

    with planted(small, plant):
        assert judged("R8.3/1", small.groupings[0].pk)[0] is Verdict.CONFORMS


@pytest.mark.django_db
def test_of_which_it_is_not_known_is_named(small: World):
    def plant(small: World) -> None:
        AffiliationFactory(member=OrganisationFactory(name="La Yole commune"), of=small.groupings[0])

    with planted(small, plant):
        (found,) = [
            one
            for one in verdicts(TODAY, rules=["R8.3"])
            if one.clause.key == "R8.3/1" and one.organisation.id == small.groupings[0].pk
        ]
        (spoken,) = speak([found], TODAY)
    assert spoken.sentence.startswith("On ne peut pas encore le dire : il manque l’échelle d’action")
    assert "Nous l’ignorons pour 1 sur 1 : La Yole commune." in spoken.sentence


@pytest.mark.django_db
def test_where_there_is_nothing_to_look_at_nothing_is_said_to_be_missing(small: World):
    """Neither that a part of it lacks, nor that its register is not kept: it is, and empty."""
    (found,) = [
        one
        for one in verdicts(TODAY, rules=["R8.3"])
        if one.clause.key == "R8.3/1" and one.organisation.id == small.groupings[0].pk
    ]
    empty = replace(found, verdict=Verdict.UNKNOWN, reason=Reason.NO_DATA, value={}, failing=(), unknown=())
    assert say(empty, {}).sentence == NOTHING_THERE
    lacking = replace(empty, unknown=("one",), value={"one": 0})
    assert "il manque l’échelle d’action" in say(lacking, {}).sentence


@proves("R8.4", before=Verdict.UNKNOWN, also=("R2.4/1", "R3.7/3"))  # the limit that it cites
def test_a_seat_more_for_direct_members_than_the_limit(small: World):
    SettingFactory(name="R2.4.direct_member_seats", value=1)
    small.seated(f"{small.groupings[0].slug}-board", "direct-member", represents=small.direct_member)


@proves(
    "R8.5", also=("R3.11/1", "L1.17/2", "L1.5/1", "L1.8/1")
)  # nor in its college; it left, and nobody says why, nor declared it
def test_a_local_that_is_not_a_member_of_the_head(small: World):
    end(small.locals[small.groupings[0]][0].affiliations.filter(of=small.head))


@proves("R9.1", also=("R2.1/1", "R0.4/2"))  # which says the same; an association no more
def test_a_grouping_that_is_a_foundation(small: World):
    put(small.groupings[1], legal_form="foundation")
