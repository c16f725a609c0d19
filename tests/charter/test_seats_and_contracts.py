"""The team and the contracts: where the two registers do not say the same of somebody, nothing is known of what turns on it."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import speak
from kevread.common.verdicts import Verdict
from kevread.delegations.models import Grant
from kevread.seats.models import Mandate
from kevread.staff.models import Assignment, Contract
from tests.charter.proofs import judged, planted
from tests.charter.test_supervision import employed
from tests.conftest import TODAY
from tests.worlds import LAST_YEAR, World, end, put

A_WHILE_AGO = TODAY - timedelta(days=400)


def of_first(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


def told(small: World, clause: str, plant) -> Verdict:
    with planted(small, plant):
        return of_first(small, clause)


def over(small: World, title: str) -> None:
    """The contract of whoever has this seat in the team is over; the seat stays."""
    person = small.holder(f"{small.groupings[0].slug}-team", title).person
    put(Contract.objects.filter(employer=small.groupings[0], person=person), period=LAST_YEAR)


def told_of_head(small: World, clause: str, plant) -> Verdict:
    with planted(small, plant):
        return judged(clause, small.head.pk)[0]


def unkept(small: World) -> None:
    put(Keeping.objects.filter(register="staff"), period=LAST_YEAR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clause", "title"),
    [("R3.6/1", "direction"), ("R6.20/1", "delegate"), ("R6.9/1", "direction"), ("R6.10/1", "direction")],
)
def test_a_seat_of_the_team_whose_contract_is_over_is_not_known_to_be_held(small: World, clause: str, title: str):
    person = small.holder(f"{small.groupings[0].slug}-team", title).person

    def over(small: World) -> None:
        put(Contract.objects.filter(employer=small.groupings[0], person=person), period=LAST_YEAR)

    def over_and_unkept(small: World) -> None:
        over(small)
        unkept(small)

    assert of_first(small, clause) is Verdict.CONFORMS
    assert told(small, clause, over) is Verdict.UNKNOWN
    assert told(small, clause, over_and_unkept) is Verdict.UNKNOWN, "what is written counts"


@pytest.mark.django_db
def test_it_is_said_that_a_contract_lacks(small: World):
    person = small.holder(f"{small.groupings[0].slug}-team", "direction").person
    rows = Contract.objects.filter(employer=small.groupings[0], person=person)
    with planted(small, lambda _: put(rows, period=LAST_YEAR)):
        found = [
            one for one in verdicts(TODAY, rules=["R3.6"]) if one.verdict is Verdict.UNKNOWN and one.clause.number == 1
        ]
        assert "le contrat, ou le siège dans l’équipe, de quelqu’un" in speak(found, TODAY)[0].sentence


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clause", "body", "many"), [("L1.20/1", "board", 1), ("L1.20/2", "board", 3), ("L1.20/3", "bureau", 1)]
)
def test_who_sits_and_is_employed_without_a_seat_in_the_team_may_be_staff(
    small: World, clause: str, body: str, many: int
):
    grouping = small.groupings[0]

    def employs_nobody(small: World) -> None:
        if body == "bureau":
            small.seated(f"{grouping.slug}-bureau", "member")

    def employs(small: World, first: date = A_WHILE_AGO, **more: object) -> None:
        employs_nobody(small)
        for one in small.mandates(f"{grouping.slug}-{body}").select_related("person")[:many]:
            employed(small, first, person=one.person, **more)

    def elsewhere(small: World) -> None:
        employs(small)
        people = small.mandates(f"{grouping.slug}-{body}").values("person")
        put(Contract.objects.filter(person__in=people, employer=grouping), employer=small.groupings[1])

    def employs_and_unkept(small: World) -> None:
        employs(small)
        unkept(small)

    assert told(small, clause, employs_nobody) is Verdict.CONFORMS
    assert told(small, clause, employs) is Verdict.UNKNOWN
    assert told(small, clause, elsewhere) is Verdict.CONFORMS, "another’s staff"
    assert told(small, clause, lambda small: employs(small, end_reason="mistake")) is Verdict.CONFORMS
    assert told(small, clause, employs_and_unkept) is Verdict.UNKNOWN, "what is written counts"


@pytest.mark.django_db
def test_somebody_at_the_post_of_the_direction_without_its_seat_may_direct(small: World):
    """R3.6 accuses nobody whom the register of staff says to be there."""
    seat = Mandate.objects.filter(seat=small.seat(f"{small.groupings[0].slug}-team", "direction"))

    def nobody_there(small: World) -> None:
        person = seat.get().person
        end(seat)
        put(Assignment.objects.filter(contract__person=person), period=LAST_YEAR)

    def unseated_and_unkept(small: World) -> None:
        end(seat)
        unkept(small)

    assert told(small, "R3.6/1", lambda _: end(seat)) is Verdict.UNKNOWN
    assert told(small, "R3.6/1", unseated_and_unkept) is Verdict.UNKNOWN
    assert told(small, "R3.6/1", nobody_there) is Verdict.BREACHES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clause", "title"),
    [
        ("R6.4/1", "direction"),
        ("R6.5/1", "direction"),
        ("R6.7/1", "direction"),
        ("R6.8/1", "direction"),
        ("R4.20/1", "delegate"),
    ],
)
def test_what_is_entrusted_to_somebody_whose_contract_is_over_is_not_known_to_be_held(
    small: World, clause: str, title: str
):
    def over_and_unkept(small: World) -> None:
        over(small, title)
        unkept(small)

    assert told(small, clause, lambda small: over(small, title)) is Verdict.UNKNOWN
    assert told(small, clause, over_and_unkept) is Verdict.UNKNOWN
    assert of_first(small, clause) is Verdict.CONFORMS


@pytest.mark.django_db
def test_who_comes_to_a_space_by_a_post_that_two_registers_do_not_tell_alike_is_not_known(small: World):
    """R4.16, R4.20: whoever left is not counted for sure, nor is whoever has a contract alone a stranger."""
    team = f"{small.groupings[0].slug}-team"
    for clause, title in (("R4.16/2", "direction"), ("R4.16/3", "direction"), ("R4.20/2", "delegate")):
        assert told_of_head(small, clause, lambda small, title=title: over(small, title)) is Verdict.UNKNOWN, clause
        unseated = Mandate.objects.filter(seat=small.seat(team, title))
        assert told_of_head(small, clause, lambda _, rows=unseated: end(rows)) is Verdict.UNKNOWN, clause

    def everybody(small: World) -> None:
        for grouping in small.groupings:
            person = small.holder(f"{grouping.slug}-team", "delegate").person
            put(Contract.objects.filter(employer=grouping, person=person), period=LAST_YEAR)

    assert told_of_head(small, "R4.20/4", everybody) is Verdict.UNKNOWN

    def from_the_head(small: World) -> None:
        person = employed(small).person
        put(Contract.objects.filter(person=person), employer=small.head)
        small.seated("gmo-incarnation", "member-head", person=person)

    assert told_of_head(small, "R4.20/2", from_the_head) is Verdict.UNKNOWN
    stranger = lambda small: small.seated("gmo-incarnation", "member-head")  # noqa: E731
    assert told_of_head(small, "R4.20/2", stranger) is Verdict.BREACHES


@pytest.mark.django_db
def test_a_mandate_to_commit_is_asked_of_who_is_employed_without_a_seat_in_the_team(small: World):
    """R4.45: what nobody gave them is not known to lack, nor is it of whoever left."""
    grouping = small.groupings[0]
    delegate = small.holder(f"{grouping.slug}-team", "delegate").person
    given = Grant.objects.filter(organisation=grouping, nature="space", holder=delegate)

    def comes(small: World, *, mandated: bool = False, **more: object) -> None:
        contract = employed(small, A_WHILE_AGO, **more)
        seat = small.seated("gmo-soutien", "member", person=contract.person, represents=grouping)
        if mandated:
            put(given, holder=contract.person, space=seat.seat.body)
            end(small.mandates("gmo-incarnation").filter(person=delegate))

    def without(small: World) -> None:
        given.delete()

    def gone(small: World) -> None:
        over(small, "delegate")
        without(small)

    assert told(small, "R4.45/1", comes) is Verdict.UNKNOWN
    assert told(small, "R4.45/1", lambda small: comes(small, end_reason="mistake")) is Verdict.CONFORMS
    assert told(small, "R4.45/1", without) is Verdict.BREACHES
    assert told(small, "R4.45/1", gone) is Verdict.UNKNOWN

    def both(small: World) -> None:
        comes(small)
        without(small)

    assert told(small, "R4.45/1", both) is Verdict.BREACHES, "what is sure stays"


@pytest.mark.django_db
def test_a_delegate_who_left_is_not_known_to_lack_a_delegation(small: World):
    def without(small: World) -> None:
        Grant.objects.filter(organisation=small.groupings[0], nature="strategic").delete()

    def gone(small: World) -> None:
        over(small, "delegate")
        without(small)

    assert told(small, "R6.13/1", without) is Verdict.BREACHES
    assert told(small, "R6.13/1", gone) is Verdict.UNKNOWN
