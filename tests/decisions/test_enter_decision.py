"""The register's next line: a number without gap in each organisation, whoever writes at once, and final."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid
from kevread.decisions.models import Decision
from kevread.decisions.operations import enter_decision
from kevread.journal.operations import act
from tests.conftest import NOW, arranging
from tests.factories import BodyFactory

DAY = date(2026, 3, 12)


@pytest.fixture
def body(db):
    with arranging():
        return BodyFactory()


def entered(body, **more) -> Decision:
    asked = {"title": "Budget 2026", "text": "Le budget est adopté.", "outcome": "adopted", "decided_on": DAY} | more
    with act("tests.try", actor=SYSTEM, about=body.organisation, now=NOW):
        return enter_decision(body=body, **asked)


def test_numbers_follow_one_another_in_each_organisation(body):
    with arranging():
        other, bureau = BodyFactory(), BodyFactory(bureau=True, organisation=body.organisation)
    assert [entered(one).number for one in (body, bureau, other, body)] == [1, 2, 1, 3]
    assert entered(body, decided_on=date(2025, 1, 31)).reference == "2025-004"


def test_what_was_refused_takes_no_number(body):
    entered(body)
    with pytest.raises(Invalid) as refusal:
        entered(body, text=" ")
    assert refusal.value.field == "text"
    assert entered(body).number == 2


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("title", "x" * 201), ("text", "\n"), ("decided_on", None)]
)
def test_a_decision_is_whole(body, field, value):
    with pytest.raises(Invalid) as refusal:
        entered(body, **{field: value})
    assert refusal.value.field == ("body" if field == "decided_on" else field)
    assert not Decision.objects.exists()


def test_the_advices_that_it_follows_are_cited_once(body):
    first = entered(body, type="advice", advises="budget")
    decision = entered(body, after=[first, first])
    assert [citation.advice for citation in decision.citations.all()] == [first]


@pytest.mark.parametrize("write", ["UPDATE decisions_decision SET title = 'x'", "DELETE FROM decisions_decision"])
def test_a_line_is_never_rewritten_not_even_by_an_act(body, write):
    entered(body)
    with pytest.raises(DatabaseError, match="ne se vide ni ne se corrige"), transaction.atomic(), arranging():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(write)


def test_only_an_advice_advises(body):
    with pytest.raises(DatabaseError, match="advice_advises_something"):
        entered(body, type="budget", advises="budget")


@pytest.mark.parametrize(("type_", "advises", "field"), [("advice", "", "advises"), ("pizza", "", "type")])
def test_a_type_is_one_of_the_matrix(body, type_, advises, field):
    with pytest.raises(Invalid) as refusal:
        entered(body, type=type_, advises=advises)
    assert refusal.value.field == field


@pytest.fixture
def committed(apart):
    """A body that other connections see."""
    with arranging():
        return BodyFactory()


def test_ten_who_write_at_once_leave_no_gap(committed):
    ready = Barrier(10)

    def write(rank: int) -> int:
        try:
            ready.wait(timeout=30)
            return entered(committed, title=f"Décision {rank}").number
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sorted(pool.map(write, range(10))) == list(range(1, 11))
