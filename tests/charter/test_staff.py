"""Proofs of what the common framework says of posts, contracts and who works where."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.actor import SYSTEM
from kevread.common.verdicts import Verdict
from kevread.staff.models import Assignment, Contract, Post, Sheet, Terms
from kevread.staff.operations import end_assignment
from kevread.statutes.models import HandingOver
from tests.charter.proofs import board, judged, planted, proves
from tests.conftest import NOW, TODAY
from tests.employed import at_work, employed, opened
from tests.factories import SINCE, PersonFactory, since
from tests.worlds import World, put


def post_of(small: World, function: str) -> Post:
    return Post.objects.get(employer=small.groupings[0], function=function)


def sheet_of(small: World, function: str):
    return Sheet.objects.filter(post=post_of(small, function))


# Who employs for the first time said no welfare, has no risk document, and now hands over what is told at hiring.
UNREADY = ("L6.10/1", "L6.12/1", "L6.18/1", "L6.18/2")


def kept_by_a_local(small: World) -> None:
    employed(small.locals[small.groupings[0]][0], PersonFactory())


@proves("R0.5", clause=1, also=("R6.1/1", *UNREADY))
def test_a_local_still_employs_after_its_day(small: World):
    kept_by_a_local(small)


@proves("R6.1", clause=1, also=("R0.5/1", *UNREADY))
def test_a_second_local_still_employs_after_its_day(small: World):
    employed(small.locals[small.groupings[1]][1], PersonFactory())


def test_a_local_that_keeps_its_team_leaves_its_grouping_unknown(small: World):
    """Nobody decided its day, and it employs: the groupement is not the only employer."""
    grouping, pole = small.groupings[0], small.locals[small.groupings[0]][0]

    def found(plant) -> set[Verdict]:
        with planted(small, plant):
            now = board("R0.5", "R6.1")
            return {now[clause, grouping.pk][0] for clause in ("R0.5/1", "R6.1/1")}

    def undated(small: World) -> None:
        put(HandingOver.objects.filter(local=pole, subject="staff"), undone_on=TODAY, undone_because="Une erreur")
        employed(pole, PersonFactory())

    def tomorrow(small: World) -> None:
        put(HandingOver.objects.filter(local=pole, subject="staff"), day=TODAY + timedelta(days=1))

    def has_none(small: World) -> None:
        put(HandingOver.objects.filter(local=pole, subject="staff"), undone_on=TODAY, undone_because="Une erreur")
        day = TODAY - timedelta(days=30)
        said = {"is_nothing": True, "local_decided_on": day, "local_decided_by": "Conseil"}
        HandingOver.objects.create(local=pole, grouping=grouping, subject="staff", day=day, **said)

    def has_some(small: World) -> None:
        has_none(small)
        employed(pole, PersonFactory())

    assert found(undated) == {Verdict.UNKNOWN}
    assert found(tomorrow) == {Verdict.UNKNOWN}
    assert found(has_none) == {Verdict.CONFORMS}
    assert found(has_some) == {Verdict.UNKNOWN}


@proves("R4.1", clause=1)
def test_nobody_works_on_the_axis_of_development(small: World):
    put(Sheet.objects.filter(post__employer=small.groupings[0]), axis="animation")


@proves("R4.1", clause=2)
def test_the_sheet_of_a_post_says_no_axis(small: World):
    put(sheet_of(small, "gestion"), axis="")


@proves("R6.12", clause=1, also=("R6.12/2",))
def test_the_sheet_of_a_delegate_puts_another_mission_first(small: World):
    put(sheet_of(small, "delegue-territorial"), main_mission="ingenierie", missions=["animation-territoriale"])


@proves("R6.12", clause=2)
def test_a_local_has_no_delegate_at_its_service(small: World):
    local = small.locals[small.groupings[0]][0]
    put(Assignment.objects.filter(local=local), local=small.locals[small.groupings[0]][1])


def test_whom_a_delegate_at_the_service_of_all_works_for_is_not_known(small: World):
    """Nobody is at the service of that pôle in particular: somebody may be there for it all the same."""
    local = small.locals[small.groupings[0]][0]

    def plant(small: World) -> None:
        put(Assignment.objects.filter(local=local), local=None)

    with planted(small, plant):
        assert judged("R6.12/2", small.groupings[0].pk)[0] is Verdict.UNKNOWN


@proves("R6.19", clause=1, also=("R6.9/1",))
def test_a_post_stands_under_nobody(small: World):
    put(sheet_of(small, "gestion"), under=None)


def test_where_nobody_directs_that_somebody_leads_is_not_known(small: World):
    grouping = small.groupings[0]
    rows = Assignment.objects.filter(post=post_of(small, "direction"))
    assert judged("R6.19/1", grouping.pk)[0] is Verdict.CONFORMS
    with planted(small, lambda _: put(rows, period=since(SINCE, TODAY - timedelta(days=1)))):
        assert judged("R6.19/1", grouping.pk)[0] is Verdict.UNKNOWN


@proves("R6.22", clause=1)
def test_somebody_is_assigned_to_more_than_their_contract(small: World):
    contract = Contract.objects.get(assignments__post=post_of(small, "gestion"))
    put(Terms.objects.filter(contract=contract), share=99)


@proves("R6.22", clause=2, also=("R6.7/2", "R6.8/2", "R6.10/1", "R6.13/1"))  # no interview, nor the rest
def test_somebody_works_for_all_and_nothing_says_by_what_speciality(small: World):
    contract = employed(small.groupings[0], PersonFactory())
    at_work(post_of(small, "delegue-territorial"), contract, 10)


@proves("R6.29", clause=1, also=("R6.30/1",))
def test_an_employer_follows_another_agreement(small: World):
    put(Contract.objects.filter(employer=small.groupings[0]), agreement="sport")


@proves("R6.30", clause=1, also=("R6.28/1",))  # nobody follows the one that says how much goes to welfare
def test_all_employers_follow_another_agreement(small: World):
    put(Contract.objects.all(), agreement="sport")


def test_an_agreement_that_nobody_said_is_not_known(small: World):
    """The row of an older contract holds the word that the installation wrote."""

    def plant(small: World) -> None:
        put(Contract.objects.filter(employer=small.groupings[0]), agreement_said_on=None)

    with planted(small, plant):
        now = board("R6.29", "R6.30")
    assert {now[clause, small.head.pk][0] for clause in ("R6.29/1", "R6.30/1")} == {Verdict.UNKNOWN}


def test_a_contract_that_names_no_agreement_leaves_it_unknown(small: World):
    """What is known to be more than one is, whatever the others say."""

    def told(*agreements: str) -> tuple[Verdict, Verdict]:
        def plant(small: World) -> None:
            for grouping, agreement in zip(small.groupings, agreements, strict=False):
                put(Contract.objects.filter(employer=grouping), agreement=agreement)

        with planted(small, plant):
            return judged("R6.29/1", small.head.pk)[0], judged("R6.30/1", small.head.pk)[0]

    assert told("eclat") == (Verdict.CONFORMS, Verdict.CONFORMS)
    assert told("") == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    assert told("", "sport") == (Verdict.BREACHES, Verdict.UNKNOWN)


def left(small: World, function: str) -> None:
    put(Assignment.objects.filter(post=post_of(small, function)), period=(date(2025, 1, 1), TODAY), end_reason="ended")


@proves("R7.1", clause=2)
def test_nobody_is_left_at_the_post_of_finances(small: World):
    left(small, "finances")


@proves("R7.2", clause=2)
def test_nobody_is_left_at_the_post_of_communication(small: World):
    left(small, "communication")


@pytest.mark.django_db
def test_the_page_of_a_post_ends_what_somebody_did_there(small: World):
    """As a user does it: the post stays open, and the article says so the day after."""
    one = Assignment.objects.get(post=post_of(small, "communication"))
    end_assignment(actor=SYSTEM, assignment=one, last=TODAY - timedelta(days=1), now=NOW)
    assert judged("R7.2/2", small.groupings[0].pk)[0] is Verdict.BREACHES


def test_a_support_that_no_post_bears_is_not_known(small: World):
    """Somebody else may do it; a second post that nobody fills takes nothing from the first."""

    def closed(small: World) -> None:
        put(Assignment.objects.filter(post=post_of(small, "finances")), period=(date(2025, 1, 1), TODAY))
        put(
            Post.objects.filter(pk=post_of(small, "finances").pk), period=(date(2025, 1, 1), TODAY), end_reason="closed"
        )

    def doubled(small: World) -> None:
        opened(small.groupings[0], "finances", under=post_of(small, "direction"))

    of = small.groupings[0].pk
    with planted(small, closed):
        assert judged("R7.1/2", of)[0] is Verdict.UNKNOWN and judged("R7.3/1", of)[0] is Verdict.CONFORMS
    with planted(small, doubled):
        assert judged("R7.1/2", of)[0] is Verdict.CONFORMS


@proves("R7.3", clause=1)
def test_nobody_at_the_head_coordinates_what_a_grouping_does(small: World):
    put(Sheet.objects.filter(post__employer=small.head, post__function="gestion"), missions=["coordination-finances"])


def test_whoever_is_at_a_post_that_will_close_is_still_there(small: World):
    """Its last day is written: today somebody fills it all the same, and what they do counts."""
    contract = Contract.objects.get(assignments__post=post_of(small, "gestion"))

    def plant(small: World) -> None:
        put(Terms.objects.filter(contract=contract), share=99)
        put(Assignment.objects.filter(contract=contract), period=(date(2025, 1, 1), TODAY + timedelta(days=30)))
        put(
            Post.objects.filter(pk=post_of(small, "gestion").pk),
            period=(date(2025, 1, 1), TODAY + timedelta(days=30)),
            end_reason="closed",
        )

    with planted(small, plant):
        assert judged("R6.22/1", small.groupings[0].pk)[0] is Verdict.BREACHES


def test_a_local_that_still_employs_and_keeps_nothing_leaves_the_agreement_unknown(small: World):
    """One whose staff has passed employs nobody: it is not asked."""
    local = small.locals[small.groupings[0]][0]
    staff = HandingOver.objects.filter(local=local, subject="staff")

    def told(day: date | None, *, keeps: bool, nothing: bool = False) -> Verdict:
        def plant(small: World) -> None:
            put(staff, **({"day": day} if day else {"undone_on": TODAY}))
            if nothing:
                HandingOver.objects.create(
                    local=local, grouping=small.groupings[0], subject="staff", day=TODAY, is_nothing=True,
                    local_decided_on=TODAY, local_decided_by="Décision de test",
                )  # fmt: skip
            if not keeps:
                put(
                    Keeping.objects.filter(organisation=local, register="staff"),
                    period=(TODAY + timedelta(days=1), None),
                )

        with planted(small, plant):
            now = board("R6.29", "R6.30")
        first = now["R6.29/1", small.head.pk][0]
        assert first is now["R6.30/1", small.head.pk][0]
        return first

    assert told(TODAY, keeps=False) is told(None, keeps=True) is Verdict.CONFORMS
    assert told(TODAY + timedelta(days=1), keeps=False) is told(None, keeps=False) is Verdict.UNKNOWN
    assert told(None, keeps=False, nothing=True) is Verdict.CONFORMS
