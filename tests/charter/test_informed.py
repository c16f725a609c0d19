"""Proofs of what the law has told in writing to whoever is hired (L6.18): what is late, what is proven, what nobody knows."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.verdicts import Reason, Verdict
from kevread.staff.models import Contract, Information
from tests.charter.proofs import judged, planted, proves
from tests.conftest import TODAY
from tests.employed import employed
from tests.factories import PersonFactory, since
from tests.worlds import LAST_YEAR, World, put

FIRST, REST = "L6.18/1", "L6.18/2"
DAY = timedelta(days=1)


def unsaid(small: World, *parts: str) -> None:
    """Of one contract, that it was handed over was a mistake."""
    contract = Contract.objects.filter(employer=small.groupings[0]).earliest("pk")
    put(Information.objects.filter(contract=contract, part__in=parts), undone_on=TODAY)


BEFORE = {Verdict.CONFORMS, Verdict.UNKNOWN}  # a pôle whose staff has passed hired nobody


@proves("L6.18", clause=1, before=BEFORE)
def test_what_is_due_within_seven_days_was_handed_to_one_by_mistake_alone(small: World):
    unsaid(small, "first")


@proves("L6.18", clause=2, before=BEFORE)
def test_what_is_due_within_a_month_was_handed_to_one_by_mistake_alone(small: World):
    unsaid(small, "rest")


@pytest.fixture
def of_one(small: World):
    """What both clauses say of a grouping that hired somebody on a day, beside its other contracts; `more` is planted after."""

    def say(first: date, more=lambda contract: None, *, last: date | None = None) -> tuple[Verdict, Verdict]:
        def plant(small: World) -> None:
            contract = employed(small.groupings[0], PersonFactory())
            put(contract, period=since(first, last) if last else since(first))
            put(Information.objects.filter(contract=contract), undone_on=TODAY)
            more(contract)

        with planted(small, plant):
            return tuple(judged(clause, small.groupings[0].pk)[0] for clause in (FIRST, REST))

    return say


BREACHES, CONFORMS, UNKNOWN = Verdict.BREACHES, Verdict.CONFORMS, Verdict.UNKNOWN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "said"),
    [
        (TODAY - 7 * DAY, (CONFORMS, CONFORMS)),  # the seventh day is in time
        (TODAY - 8 * DAY, (BREACHES, CONFORMS)),
        (date(2026, 10, 24), (BREACHES, CONFORMS)),  # a month to the day
        (date(2026, 10, 23), (BREACHES, BREACHES)),
        (TODAY + 30 * DAY, (CONFORMS, CONFORMS)),
    ],
)
def test_each_part_is_late_the_day_after_its_own(of_one, first, said):
    assert of_one(first) == said


@pytest.mark.django_db
def test_handed_over_even_late_it_is_missing_no_more(of_one):
    def handed(contract: Contract, on: date = TODAY) -> None:
        Information.objects.create(contract=contract, part="first", handed_on=on)

    assert of_one(date(2026, 10, 1), handed) == (CONFORMS, BREACHES)
    assert of_one(date(2026, 10, 1), lambda contract: handed(contract, TODAY + DAY)) == (BREACHES, BREACHES)


@pytest.mark.django_db
def test_of_whoever_was_hired_before_the_register_is_kept_nothing_is_known(of_one):
    def kept(contract: Contract, first: date) -> None:
        put(Keeping.objects.filter(organisation=contract.employer, register="information"), period=since(first))

    hired = date(2026, 10, 1)
    assert of_one(hired, lambda contract: kept(contract, hired)) == (BREACHES, BREACHES)
    assert of_one(hired, lambda contract: kept(contract, hired + DAY)) == (UNKNOWN, UNKNOWN)


@pytest.mark.django_db
@pytest.mark.parametrize("told", ["it is over", "it was a mistake", "another employer hired them", "before the decree"])
def test_what_is_asked_of_no_contract_is_not_counted(of_one, told):
    hired = date(2026, 10, 1) if told != "before the decree" else date(2023, 10, 31)

    def more(contract: Contract) -> None:
        if told == "it was a mistake":
            put(contract, end_reason="mistake")
        if told == "another employer hired them":
            put(contract, continues=Contract.objects.exclude(pk=contract.pk).filter(continued=None).earliest("pk"))

    last = TODAY - DAY if told == "it is over" else None
    assert of_one(hired, more, last=last) == (CONFORMS, CONFORMS)
    assert of_one(date(2026, 10, 1)) == (BREACHES, BREACHES)


@pytest.mark.django_db
def test_where_nothing_was_due_nor_kept_nobody_knows(small: World):
    pole = small.locals[small.groupings[0]][0].pk
    assert {judged(clause, pole) for clause in (FIRST, REST)} == {(UNKNOWN, Reason.NO_DATA)}
    grouping = small.groupings[0].pk
    for register in ("information", "staff"):

        def plant(small: World, register: str = register) -> None:
            put(Keeping.objects.filter(organisation=grouping, register=register), period=LAST_YEAR)

        with planted(small, plant):
            assert {judged(clause, grouping) for clause in (FIRST, REST)} == {(UNKNOWN, Reason.NOT_KEPT)}
