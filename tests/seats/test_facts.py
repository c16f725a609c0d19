"""What facts about seats count, and what they do not."""

import pytest

from kevread.charter.engine import verdicts
from kevread.common.facts import EVERYONE, NAMERS, Organisations, Span
from kevread.common.verdicts import Reason, Verdict
from kevread.seats import facts_leads, facts_organs, facts_referents, facts_spaces
from kevread.seats.models import Mandate
from tests.conftest import TODAY, arranging
from tests.employed import leave
from tests.factories import OrganisationFactory, SeatFactory
from tests.worlds import end, put

pytestmark = pytest.mark.django_db

BOARD, TEAM, TERRITORIES = ("board",), ("team",), ("local", "grouping")


@pytest.fixture
def grouping(small):
    return small.groupings[0]


@pytest.fixture
def local(small, grouping):
    return small.locals[grouping][0]


def seat_a_third(small, grouping, local, **more):
    with arranging():
        person = small.seated(f"{local.slug}-board", "administrator").person
        return small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local, **more)


def by_member(among=EVERYONE, **more):
    return facts_organs.people_by_member(TODAY, among, "grouping", "local", BOARD, **more)


def share_of_employees():
    return facts_organs.share_of_people(
        TODAY, EVERYONE, BOARD, "team", but="team/direction", scale=("grouping", "head")
    )


def directors_on_own_board():
    return facts_organs.people(TODAY, EVERYONE, BOARD, also="team/direction", alternates=True)


def representatives(grouping, local):
    return by_member()[grouping.pk][local.pk]


def test_a_mandate_that_was_a_mistake_does_not_count(small, grouping, local):
    seat_a_third(small, grouping, local, mistake=True)
    assert representatives(grouping, local) == 2


def test_an_alternate_occupies_no_seat_and_the_document_asks_nothing_of_them(small, grouping, local):
    """It says of whom the board is composed (R3.7): whoever stands in for somebody is not of it."""
    before = [finding("R3.7", clause, grouping).verdict for clause in (2, 3)]
    with arranging():
        alternate = SeatFactory(body=small.body(f"{grouping.slug}-board"), alternate=True)
        small.seats[f"{grouping.slug}-board", "alternate"] = alternate
        small.seated(f"{grouping.slug}-board", "alternate", represents=local)
        small.seated(f"{grouping.slug}-board", "alternate")
    assert representatives(grouping, local) == 2
    assert by_member(not_at_home="board")[grouping.pk][local.pk] == 0
    assert [finding("R3.7", clause, grouping).verdict for clause in (2, 3)] == before


def test_somebody_with_two_seats_counts_once(small, grouping, local):
    with arranging():
        president = small.holder(f"{grouping.slug}-board", "president").person
        small.seated(f"{grouping.slug}-board", "treasurer", person=president, represents=local)
    assert representatives(grouping, local) == 2
    assert facts_organs.people(TODAY, EVERYONE, BOARD)[grouping.pk] == 5


def test_a_member_with_nobody_counts_zero(small, grouping, local):
    with arranging():
        end(small.mandates(f"{grouping.slug}-board").filter(represents=local))
    assert representatives(grouping, local) == 0


def test_a_local_that_left_while_its_mandates_run_is_still_counted(small, grouping, local):
    with arranging():
        end(local.affiliations.filter(of=grouping))
    assert representatives(grouping, local) == 2


def test_a_fact_answers_only_for_the_organisations_asked_about(small, grouping):
    asked = Organisations(frozenset({grouping.pk}))
    for answer in (
        facts_organs.people(TODAY, asked, BOARD),
        by_member(asked),
        facts_spaces.representatives(TODAY, asked, "cress-board"),
    ):
        assert set(answer) == {grouping.pk}
    assert facts_spaces.people_in_space(TODAY, asked, "cress-board", represents=TERRITORIES) == {}


def test_a_mandate_counts_from_its_first_day_to_its_last(small, grouping):
    with arranging():
        leave(grouping, "direction")
    last = Mandate.objects.get(seat__body__slug=f"{grouping.slug}-team", seat__title="direction").dates.last
    assert facts_organs.people(last, EVERYONE, TEAM, ("direction",))[grouping.pk] == 1
    assert grouping.pk not in facts_organs.people(TODAY, EVERYONE, TEAM, ("direction",))


def test_the_share_of_employees_is_rounded_up(small, grouping):
    """One employee of the four people on this board would hold; one of three is 33.3 %, hence 34."""
    with arranging():
        end(small.mandates(f"{grouping.slug}-board").exclude(seat__title="president"))
        small.seated(f"{grouping.slug}-board", "administrator")
        person = small.holder(f"{grouping.slug}-team", "delegate").person
        small.seated(f"{grouping.slug}-board", "administrator", person=person)
    assert share_of_employees()[grouping.pk] == 34


def test_the_direction_is_not_one_of_the_other_employees(small, grouping):
    with arranging():
        direction = small.holder(f"{grouping.slug}-team", "direction").person
        small.seated(f"{grouping.slug}-board", "administrator", person=direction)
    assert share_of_employees()[grouping.pk] == 0
    assert directors_on_own_board() == {grouping.pk: 1}


def test_the_direction_of_another_grouping_may_sit_on_the_board(small, grouping):
    with arranging():
        elsewhere = small.holder(f"{small.groupings[1].slug}-team", "direction").person
        small.seated(f"{grouping.slug}-board", "administrator", person=elsewhere)
    assert directors_on_own_board() == {}


def strangers(space="gmo-incarnation", post="delegate", **more):
    return facts_referents.strangers_in_space(TODAY, EVERYONE, space, post=post, **more)


def test_anybody_of_the_head_is_admitted_unless_a_post_is_asked_for(small):
    with arranging():
        elected = small.holder("cress-board", "president").person
        small.seated("gmo-incarnation", "member-head", person=elected)
        small.seated("codir", "member-head", person=elected)
    assert strangers() == {small.head.pk: 0}
    assert strangers("codir", "direction", head_post="direction") == {small.head.pk: 1}


def test_somebody_for_a_structure_outside_the_network_is_a_stranger(small):
    with arranging():
        small.seated("gmo-incarnation", "member", represents=small.direct_member)
    assert strangers() == {small.head.pk: 1}


def test_nothing_shows_whether_one_is_a_stranger_where_the_team_is_not_kept(small, grouping):
    with arranging():
        end(grouping.keepings.filter(register="team"))
        small.seated("gmo-incarnation", "member", represents=grouping)
    assert strangers() == {small.head.pk: Span(0, 1)}


def test_nor_where_the_head_does_not_keep_its_own(small):
    """Who names nobody sits for the head: an employee of it may well be of a team that nobody wrote."""
    with arranging():
        small.seated("gmo-incarnation", "member-head")
    assert strangers() == {small.head.pk: 1}
    with arranging():
        end(small.head.keepings.filter(register="team"))
    assert strangers() == {small.head.pk: Span(0, 1)}


def test_of_whom_sits_for_a_structure_outside_the_network_no_team_is_to_be_kept(small, grouping):
    """Nobody there is a delegate, and nothing is doubted of it; of a grouping that keeps no team, one may be."""

    def delegates():
        return facts_referents.people_of_post(TODAY, EVERYONE, "gmo-incarnation", "delegate")[small.head.pk]

    before = delegates()
    with arranging():
        small.seated("gmo-incarnation", "member", represents=small.direct_member)
    assert delegates() == before
    with arranging():
        end(grouping.keepings.filter(register="team"))
        small.seated("gmo-incarnation", "member", represents=grouping)
    assert delegates() == Span(before, before + 1)


def test_a_post_left_yesterday_is_no_post(small, grouping):
    with arranging():
        leave(grouping, "delegate")
    asked = Organisations(frozenset({grouping.pk}))
    assert facts_referents.referents(TODAY, asked, "gmo-incarnation", "delegate") == {}
    assert set(facts_leads.leads_by_epci(TODAY, asked, TEAM, ("delegate",))[grouping.pk].values()) == {0}


def test_the_reference_of_an_epci_must_be_of_the_grouping_of_its_territory(small, grouping):
    epci = small.epci[grouping][0]
    with arranging():
        other = small.holder(f"{small.groupings[1].slug}-team", "delegate")
        put(epci.leads.all(), mandate=other)
    assert facts_leads.leads_by_epci(TODAY, EVERYONE, TEAM, ("delegate",))[grouping.pk][epci.pk] == 0


def test_an_island_needs_no_delegate(small, grouping):
    assert small.island.pk not in facts_leads.leads_by_epci(TODAY, EVERYONE, TEAM, ("delegate",))[grouping.pk]


def test_a_space_that_was_never_opened_is_named_by_the_federation():
    with arranging():
        assert NAMERS["spaces"]({"codir"}, TODAY)["codir"].startswith("Comité de direction")


def finding(rule, clause, organisation):
    found = verdicts(TODAY, rules=[rule], organisations=[organisation.pk])
    return next(f for f in found if f.clause.number == clause and f.organisation.id == organisation.pk)


def test_nobody_is_out_of_office_where_the_local_does_not_keep_its_mandates(small, grouping, local):
    """Its board is empty because nobody wrote it: the representative may well be on it."""
    with arranging():
        end(local.keepings.filter(register="mandates"))
        end(small.mandates(f"{local.slug}-board"))
    found = finding("R3.7", 2, grouping)
    assert (found.verdict, found.reason) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


def test_a_local_that_keeps_its_mandates_is_held_even_beside_one_that_does_not(small, grouping):
    unkept, kept = small.locals[grouping]
    with arranging():
        end(unkept.keepings.filter(register="mandates"))
        for local in (unkept, kept):
            end(small.mandates(f"{local.slug}-board", "administrator"))
    found = finding("R3.7", 2, grouping)
    assert found.verdict is Verdict.BREACHES
    assert [item for item, _ in found.failing] == [kept.pk]


@pytest.mark.parametrize(("rule", "register"), [("L1.20", "team"), ("R4.20", "team"), ("R3.6", "team")])
def test_a_rule_on_posts_is_unknown_until_the_team_is_kept(small, grouping, rule, register):
    with arranging():
        end(grouping.keepings.filter(register=register))
    assert finding(rule, 1, grouping).reason is Reason.NOT_KEPT


def test_who_sits_at_home_is_unknown_until_the_grouping_keeps_its_own_mandates(small, grouping):
    with arranging():
        end(grouping.keepings.filter(register="mandates"))
    assert finding("R3.14", 1, grouping).reason is Reason.NOT_KEPT
    assert finding("R3.13", 1, grouping).verdict is Verdict.CONFORMS  # which the head keeps alone


def test_families_and_territories_do_not_mix(small):
    before = facts_spaces.people_in_space(TODAY, EVERYONE, "cress-board", represents=("family",))[small.head.pk]
    with arranging():
        small.seated("cress-board", "representative-territoire", represents=OrganisationFactory(grouping=True))
    assert facts_spaces.people_in_space(TODAY, EVERYONE, "cress-board", represents=("family",))[small.head.pk] == before
    assert facts_spaces.people_in_space(TODAY, EVERYONE, "cress-board", represents=TERRITORIES)[small.head.pk] == 5


def test_of_a_membership_that_the_file_alone_says_no_college_is_known(small, grouping):
    """Neither the one that it names nor another: whoever sits for that member may be of this college."""

    def of_the_territories():
        return facts_spaces.people_in_space(TODAY, EVERYONE, "cress-board", college="territoires")[small.head.pk]

    joined = grouping.affiliations.filter(of=small.head)
    before = of_the_territories()
    for college in ("territoires", "associations", ""):
        with arranging():
            put(joined, college=college, is_proposed=True)
        doubted = of_the_territories()
        assert (doubted.least < before, doubted.most) == (True, before), college
    with arranging():
        put(joined, college="associations", is_proposed=False)
    assert of_the_territories() == doubted.least
