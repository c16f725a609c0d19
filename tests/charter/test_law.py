"""Proofs of the national law."""

from tests.charter.proofs import proves
from tests.meetings.decided import decided, item, met
from tests.worlds import World


@proves("L1.9")
def test_an_assembly_decides_what_its_notice_did_not_announce(small: World):
    meeting = met(f"{small.groupings[0].slug}-assembly")
    decided(meeting.body, meeting=meeting, item=item(meeting))


@proves("L1.20")
def test_a_direction_on_the_board_of_its_employer(small: World):
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person
    small.seated(f"{grouping.slug}-board", "administrator", person=direction)


@proves("L1.20b", clause=1)
def test_a_board_with_more_than_a_quarter_of_employees(small: World):
    grouping = small.groupings[1]
    for post in ("delegate", "referent-incubateur"):  # two of six
        employee = small.holder(f"{grouping.slug}-team", post).person
        small.seated(f"{grouping.slug}-board", "administrator", person=employee)


@proves("L1.20b", clause=2)
def test_an_employee_in_the_bureau(small: World):
    grouping = small.groupings[0]
    delegate = small.holder(f"{grouping.slug}-team", "delegate").person
    small.seated(f"{grouping.slug}-bureau", "member", person=delegate)
