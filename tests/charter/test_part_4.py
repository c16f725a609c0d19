"""Proofs of part 4.b: the regional spaces."""

from kevread.charter.engine import framework
from kevread.common.verdicts import Verdict
from tests.charter.proofs import Plant, board, planted, proves, verdicts_on
from tests.factories import BodyFactory
from tests.gatherings.decided import decided, met
from tests.worlds import World, end, put

# Levels and political spaces.


@proves("R4.4", also=("R4.28/1", "R4.48/1", "R4.48/2"))  # its spaces are not at that level any more
def test_a_level_without_a_space(small: World):
    put(small.head.bodies.filter(level="operational"), level="")


@proves("R4.7", clause=1)
def test_a_local_with_nobody_in_the_college(small: World):
    end(small.holder("college-territoire", "member-local", represents=small.locals[small.groupings[0]][0]))


@proves("R4.7", clause=2)
def test_somebody_in_the_college_who_represents_nobody(small: World):
    small.seated("college-territoire", "member-local")


@proves("R4.7", clause=3, also=("R4.7/1",))
def test_a_college_without_the_locals(small: World):
    end(small.mandates("college-territoire", "member-local"))


@proves("R4.7", clause=4, also=("R4.7/1",))
def test_a_college_without_the_groupings(small: World):
    end(small.mandates("college-territoire", "member-grouping"))


@proves("R4.28", clause=1, also=("R4.48/1",))
def test_a_common_project_without_its_group(small: World):
    end(small.body("groupe-projet-rh-tpe"))


def test_what_the_document_says_might_be_is_not_held_against_anybody():
    """R4.32: the working groups « could » be on two matters."""
    assert {clause.way for clause in framework().articles["R4.32"].clauses} == {"awaits", "not_checked"}


@proves("R4.10", clause=1)
def test_a_board_with_one_seat_more_for_territories(small: World):
    small.seated("cress-board", "secretary", represents=small.locals[small.groupings[0]][0])


@proves("R4.10", clause=2, also=("R3.13/2",))  # which is the grouping's
def test_a_board_with_one_seat_less_for_territories(small: World):
    end(small.second_representative(small.groupings[1]))


@proves("R4.10", clause=3, also=("R4.10/4", "R4.10/5"))  # its president sat for one
def test_a_board_without_families(small: World):
    end(small.mandates("cress-board", "representative-famille"))


@proves("R4.10", clause=5)
def test_a_board_with_one_family_less(small: World):
    end(small.holder("cress-board", "representative-famille", family="mutuelles"))


def test_one_family_left_of_five_is_what_the_document_asks(small: World, conforming):
    others = small.mandates("cress-board", "representative-famille").exclude(family="mutuelles")
    with planted(small, lambda small: end(others)):
        now = board("R4.10")
    assert verdicts_on("R4.10/3", now) == {Verdict.CONFORMS}
    assert verdicts_on("R4.10/5", now) == {Verdict.BREACHES}


def test_a_seat_of_a_family_is_no_vice_presidency(small: World):
    """Whoever sits for a family and says that it is for a grouping too fills no seat of the territories: neither one that
    lacks, nor one too many of that grouping."""
    first, second = small.groupings

    def plant(small: World) -> None:
        end(small.holder("cress-bureau", "vice-president-grouping", represents=second))
        put(small.holder("cress-bureau", "bureau-famille", family="mutuelles"), represents=first)

    with planted(small, plant):
        now = board("R3.15", "R4.13")
    assert verdicts_on("R4.13/2", now) == {Verdict.BREACHES}
    assert now["R3.15/1", first.pk][0] is Verdict.CONFORMS


@proves("R4.13", clause=1)
def test_a_bureau_with_one_vice_president_more(small: World):
    local = small.locals[small.groupings[0]][0]
    small.seated("cress-bureau", "vice-president-grouping", represents=local)


@proves("R4.13", clause=6)
def test_a_bureau_where_the_territories_hold_another_seat(small: World):
    """The document counts their vice-presidencies: that no other seat of the bureau is theirs is an addition."""
    small.seated("cress-bureau", "bureau-famille", represents=small.locals[small.groupings[0]][0])


@proves("R4.13", clause=2, also=("R3.15/2", "R3.15/3"))  # which is the grouping's
def test_a_bureau_with_one_vice_president_less(small: World):
    end(small.holder("cress-bureau", "vice-president-grouping", represents=small.groupings[1]))


@proves("R4.13", clause=3)
def test_a_bureau_with_one_family_more(small: World):
    small.seated("cress-bureau", "bureau-famille", family="mutuelles")


@proves("R4.13", clause=4)
def test_a_bureau_with_one_family_less(small: World):
    end(small.holder("cress-bureau", "bureau-famille", family="mutuelles"))


@proves("R4.10", clause=4)
def test_a_treasurer_of_the_head_who_represents_nobody(small: World):
    small.seated("cress-board", "treasurer")


@proves("R4.13", clause=5)
def test_somebody_in_the_bureau_who_is_of_no_family(small: World):
    small.seated("cress-bureau", "bureau-famille")


def test_whoever_presides_sits_for_somebody_in_another_seat(small: World, conforming):
    """The seat of the president says nothing of a family: its holder has another."""
    president = small.holder("cress-board", "president")
    assert not president.family
    assert president.represents is None
    assert verdicts_on("R4.10/4", conforming) == {Verdict.CONFORMS}


# The committee of directions.


# Who comes to a regional space without a mandate to commit the grouping there.
UNMANDATED = ("R4.45/1",)


@proves("R4.16", clause=1, also=UNMANDATED)
def test_a_committee_with_two_directions_of_one_grouping(small: World):
    grouping = small.groupings[0]
    second = small.seated(f"{grouping.slug}-team", "direction").person
    small.seated("codir", "member", person=second, represents=grouping)


@proves("R4.16", clause=2)
def test_a_committee_without_the_direction_of_a_grouping(small: World):
    end(small.holder("codir", "member", represents=small.groupings[0]))


@proves("R4.16", clause=3)
def test_a_committee_with_somebody_elected(small: World):
    grouping = small.groupings[0]
    president = small.holder(f"{grouping.slug}-board", "president").person
    small.seated("codir", "member", person=president, represents=grouping)


@proves("R4.16", clause=4, also=("R4.16/2",))  # each of them
def test_a_committee_without_groupings(small: World):
    end(small.mandates("codir").filter(seat__title="member"))


@proves("R4.16", clause=5, also=("R4.16/2",))
def test_a_committee_without_the_head(small: World):
    end(small.holder("codir", "member-head"))


# The groups that carry out the plan, and the groups of a trade.


def unknown_rhythm(rule: str) -> tuple[str, ...]:
    """Of a space that is not open, nobody knows how often it meets."""
    return f"{rule}/1", f"{rule}/2", f"{rule}/3", f"{rule}/4"


def loses_its_members(space: str) -> Plant:
    def plant(small: World) -> None:
        end(small.mandates(space))

    return plant


def loses_the_head(space: str) -> Plant:
    def plant(small: World) -> None:
        end(small.holder(space, "member-head"))

    return plant


def loses_the_groupings(space: str) -> Plant:
    def plant(small: World) -> None:
        end(small.mandates(space).filter(seat__title="member"))

    return plant


def closes(space: str) -> Plant:
    def plant(small: World) -> None:
        end(small.body(space))

    return plant


def loses_the_referent_of_a_grouping(space: str) -> Plant:
    def plant(small: World) -> None:
        end(small.holder(space, "member", represents=small.groupings[0]))

    return plant


def admits_somebody_without_the_post(space: str) -> Plant:
    def plant(small: World) -> None:
        grouping = small.groupings[0]
        direction = small.holder(f"{grouping.slug}-team", "direction").person
        small.seated(space, "member", person=direction, represents=grouping)

    return plant


STRATEGIC, OPERATIONAL = ("R4.47/1",), ("R4.48/1",)  # which name the space among those of the level

test_incarnation_closes = proves("R4.18", also=(*STRATEGIC, *unknown_rhythm("R4.21")))(closes("gmo-incarnation"))
test_incarnation_without_a_delegate = proves("R4.20", clause=1)(loses_the_referent_of_a_grouping("gmo-incarnation"))
test_incarnation_with_a_stranger = proves("R4.20", clause=2, also=UNMANDATED)(
    admits_somebody_without_the_post("gmo-incarnation")
)

test_soutien_closes = proves("R4.22", also=(*STRATEGIC, *unknown_rhythm("R4.24")))(closes("gmo-soutien"))
test_soutien_without_a_referent = proves("R4.23", clause=1)(loses_the_referent_of_a_grouping("gmo-soutien"))
test_soutien_with_a_stranger = proves("R4.23", clause=2, also=UNMANDATED)(
    admits_somebody_without_the_post("gmo-soutien")
)

test_innovation_closes = proves("R4.25", also=(*STRATEGIC, *unknown_rhythm("R4.27")))(closes("gmo-innovation"))
test_innovation_without_a_referent = proves("R4.26", clause=1)(loses_the_referent_of_a_grouping("gmo-innovation"))
test_innovation_with_a_stranger = proves("R4.26", clause=2, also=UNMANDATED)(
    admits_somebody_without_the_post("gmo-innovation")
)

test_incubateur_closes = proves("R4.34", also=(*OPERATIONAL, *unknown_rhythm("R4.36")))(closes("metier-incubateur"))
test_incubateur_without_a_referent = proves("R4.35", clause=1)(loses_the_referent_of_a_grouping("metier-incubateur"))
test_incubateur_with_a_stranger = proves("R4.35", clause=2, also=UNMANDATED)(
    admits_somebody_without_the_post("metier-incubateur")
)

test_sensibilisation_closes = proves("R4.37", also=(*OPERATIONAL, *unknown_rhythm("R4.39")))(
    closes("metier-sensibilisation")
)
test_sensibilisation_without_a_referent = proves("R4.38", clause=1)(
    loses_the_referent_of_a_grouping("metier-sensibilisation")
)
test_sensibilisation_with_a_stranger = proves("R4.38", clause=2, also=UNMANDATED)(
    admits_somebody_without_the_post("metier-sensibilisation")
)
test_incarnation_without_members = proves("R4.18", clause=2, also=("R4.20/1", "R4.20/2", "R4.20/3", "R4.20/4"))(
    loses_its_members("gmo-incarnation")
)
test_incarnation_without_the_head = proves("R4.20", clause=3)(loses_the_head("gmo-incarnation"))
test_incarnation_without_a_grouping = proves("R4.20", clause=4, also=("R4.20/1",))(
    loses_the_groupings("gmo-incarnation")
)
test_soutien_without_members = proves("R4.22", clause=2, also=("R4.23/1", "R4.23/2", "R4.23/3", "R4.23/4"))(
    loses_its_members("gmo-soutien")
)
test_soutien_without_the_head = proves("R4.23", clause=3)(loses_the_head("gmo-soutien"))
test_soutien_without_a_grouping = proves("R4.23", clause=4, also=("R4.23/1",))(loses_the_groupings("gmo-soutien"))
test_innovation_without_members = proves("R4.25", clause=2, also=("R4.26/1", "R4.26/2", "R4.26/3", "R4.26/4"))(
    loses_its_members("gmo-innovation")
)
test_innovation_without_the_head = proves("R4.26", clause=3)(loses_the_head("gmo-innovation"))
test_innovation_without_a_grouping = proves("R4.26", clause=4, also=("R4.26/1",))(loses_the_groupings("gmo-innovation"))
test_incubateur_without_members = proves("R4.34", clause=2, also=("R4.35/1", "R4.35/2", "R4.35/3", "R4.35/4"))(
    loses_its_members("metier-incubateur")
)
test_incubateur_without_the_head = proves("R4.35", clause=3)(loses_the_head("metier-incubateur"))
test_incubateur_without_a_grouping = proves("R4.35", clause=4, also=("R4.35/1",))(
    loses_the_groupings("metier-incubateur")
)
test_sensibilisation_without_members = proves("R4.37", clause=2, also=("R4.38/1", "R4.38/2", "R4.38/3", "R4.38/4"))(
    loses_its_members("metier-sensibilisation")
)
test_sensibilisation_without_the_head = proves("R4.38", clause=3)(loses_the_head("metier-sensibilisation"))
test_sensibilisation_without_a_grouping = proves("R4.38", clause=4, also=("R4.38/1",))(
    loses_the_groupings("metier-sensibilisation")
)


# All the spaces.


@proves("R4.40")
def test_a_space_led_by_a_grouping(small: World):
    put(small.body("codir"), led_by=small.groupings[0])


@proves("R4.40", clause=2, before=Verdict.UNKNOWN)  # some of them have not met
def test_another_space_led_by_a_grouping(small: World):
    put(small.body("gmo-soutien"), led_by=small.groupings[0])


@proves("R4.46")
def test_a_political_space_at_another_level(small: World):
    put(small.body("college-territoire"), level="strategic")


@proves("R4.47", also=("R4.17/1", "R4.17/2", "R4.40/1"))  # nobody knows when it meets; the head leads it no more
def test_a_strategic_space_that_closes(small: World):
    end(small.body("codir"))


@proves("R4.48")
def test_an_operational_space_at_another_level(small: World):
    put(small.body("metier-incubateur"), level="strategic")


# What the political spaces and the committee decide.


def decides(type_: str) -> Plant:
    """Another body takes a decision of this type."""

    def plant(small: World) -> None:
        decided("gmo-soutien", type_)

    return plant


ANYWHERE = ("R0.9/1",)  # which is about the decisions of every type
UNADVISED = (
    *ANYWHERE,
    "R0.9/2",
)  # which does not know whether its advice came before the body that should have decided

test_a_common_orientation_chosen_elsewhere = proves("R4.6", also=UNADVISED)(decides("orientation-collective"))
test_a_regional_orientation_chosen_elsewhere = proves("R4.9", also=UNADVISED)(decides("orientation-regionale"))
test_a_trajectory_chosen_elsewhere = proves("R4.12", also=UNADVISED)(decides("trajectoire"))
test_the_strategy_carried_out_elsewhere = proves("R4.15", also=ANYWHERE)(decides("pilotage"))


WORKING = ("groupe-travail-communication", "groupe-travail-pilotage-financier")


@proves("R4.48", clause=2, also=("R7.15/1",))  # which names the first one
def test_no_working_group_is_open(small: World):
    for group in WORKING:
        end(small.body(group))


def test_of_another_operational_space_nobody_knows_whether_it_is_a_working_group(small: World):
    """It may be a group of a project, or of a trade."""

    def plant(small: World) -> None:
        for group in WORKING:
            end(small.body(group))
        met(BodyFactory(organisation=small.head, slug="gt-formation", kind="space", level="operational"))

    with planted(small, plant):
        now = board("R4.33", "R4.48")
    assert verdicts_on("R4.48/2", now) == verdicts_on("R4.33/2", now) == {Verdict.UNKNOWN}


@proves("R4.33", clause=2, before=Verdict.UNKNOWN)  # none has met
def test_a_working_group_that_meets_before_anybody_is_in_it(small: World):
    put(small.mandates("groupe-travail-communication"), end_reason="mistake")
    met("groupe-travail-communication")
