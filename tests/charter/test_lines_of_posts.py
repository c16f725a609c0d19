"""Proofs of the rules on the lines of posts: who leads, whom they serve, each in its place."""

from kevread.common.verdicts import Verdict
from kevread.seats.models import Mandate
from kevread.staff.models import Assignment, Sheet
from tests.charter.proofs import planted, proves
from tests.charter.test_supervision import of_first, placed
from tests.employed import leave
from tests.worlds import LAST_YEAR, World, put


@proves("R6.9", also=("R6.19/1", "R6.5/2"))
def test_the_line_of_a_shared_post_leads_nowhere(small: World):
    put(Sheet.objects.filter(post=placed(small, False, None).post), under=None)


@proves("R6.9", clause=2, also=("R6.5/2",))
def test_a_shared_post_at_the_service_of_one_pole(small: World):
    placed(small, False, small.locals[small.groupings[0]][0])


def test_where_nobody_is_at_a_post_nothing_is_proven_of_its_lines(small: World):
    grouping = small.groupings[0]
    rows = Assignment.objects.filter(contract__employer=grouping)

    def told(territorial: bool, *clauses: str) -> set[Verdict]:
        with planted(small, lambda _: put(rows.filter(post__is_territorial=territorial), period=LAST_YEAR)):
            return {of_first(small, clause) for clause in clauses}

    assert told(False, "R6.9/1", "R6.9/2") == told(True, "R6.10/1") == {Verdict.UNKNOWN}


def test_a_shared_post_is_one_that_somebody_holds(small: World):
    local = small.locals[small.groupings[0]][0]

    def told(territorial: bool, **more: object) -> Verdict:
        with planted(small, lambda small: placed(small, territorial, local, **more)):
            return of_first(small, "R6.9/2")

    assert told(False) is Verdict.BREACHES
    assert told(True) is told(False, end_reason="mistake") is Verdict.CONFORMS


@proves("R6.10", also=("R6.22/2", "R6.5/2", "R6.13/1"))
def test_a_territorial_post_without_a_pole(small: World):
    placed(small, True, None)


def test_both_lines_are_held(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]

    def told(clause: str, plant) -> Verdict:
        with planted(small, plant):
            return of_first(small, clause)

    assert told("R6.9/1", lambda small: placed(small, False, None)) is Verdict.CONFORMS
    assert told("R6.10/1", lambda small: placed(small, True, local)) is Verdict.CONFORMS
    assert told("R6.10/1", lambda small: placed(small, True, None, end_reason="mistake")) is Verdict.CONFORMS

    def nobody_directs(small: World) -> None:
        placed(small, False, None)
        placed(small, True, local)
        leave(grouping, "direction")

    with planted(small, nobody_directs):
        assert of_first(small, "R6.9/1") is of_first(small, "R6.10/1") is Verdict.BREACHES

    def nobody_sits(small: World) -> None:
        placed(small, True, local)
        put(Mandate.objects.filter(seat__body__slug=f"{local.slug}-board"), period=LAST_YEAR)

    assert told("R6.10/1", nobody_sits) is Verdict.BREACHES


def test_a_speciality_takes_a_delegate_to_every_pole(small: World):
    """The document lets them (R6.22), and does not say which board: their line alone is looked at."""

    def told(speciality: str, *, is_led: bool = True) -> Verdict:
        def plant(small: World) -> None:
            one = placed(small, True, None, speciality=speciality)
            if not is_led:
                put(Sheet.objects.filter(post=one.post), under=None)

        with planted(small, plant):
            return of_first(small, "R6.10/1")

    assert told("Ingénierie") is Verdict.CONFORMS
    assert told("") is told("Ingénierie", is_led=False) is Verdict.BREACHES


def test_a_direction_at_its_post_by_its_contract_and_without_a_seat_is_not_absent(small: World):
    """As R3.6 says: the register of staff knows it, and the team does not."""
    team = f"{small.groupings[0].slug}-team"
    clauses = ("R3.6/1", "R6.9/1", "R6.10/1")

    def unseated(small: World) -> None:
        put(small.mandates(team, "direction"), period=LAST_YEAR)

    with planted(small, unseated):
        assert {of_first(small, clause) for clause in clauses} == {Verdict.UNKNOWN}
    with planted(small, lambda small: leave(small.groupings[0], "direction")):
        assert {of_first(small, clause) for clause in clauses} == {Verdict.BREACHES}
