"""What is kept is given again in the same state alone, within a bound."""

import pytest

from kevread.common.actor import SYSTEM
from kevread.journal.memory import Memory, forget
from kevread.journal.operations import act
from tests.conftest import NOW, arranging
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


class Reader:
    """Answers, and counts how many times it was asked."""

    def __init__(self):
        self.read = 0

    def __call__(self) -> str:
        self.read += 1
        return f"answer {self.read}"


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_read_once_for_each_state_and_question(reader):
    memory = Memory[str](10)
    assert {memory.once("a", reader) for _ in range(3)} == {"answer 1"}
    assert memory.once("b", reader) == "answer 2"
    with arranging():
        pass
    assert memory.once("a", reader) == "answer 3"
    forget()
    assert memory.once("a", reader) == "answer 4"
    assert memory.weight == 1


def test_a_state_known_already_costs_one_query(reader, django_assert_num_queries):
    memory = Memory[str](10)
    with django_assert_num_queries(2):
        memory.once("a", reader)
    with django_assert_num_queries(1):
        memory.once("a", reader)


def test_in_an_act_that_has_written_nothing_is_kept_nor_given_again(reader):
    memory = Memory[str](10)
    memory.once("a", reader)
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        assert memory.once("a", reader) == "answer 1"
        PersonFactory()
        assert [memory.once("a", reader) for _ in range(2)] == ["answer 2", "answer 3"]
    assert memory.weight == 1


def test_what_was_read_while_an_act_ended_is_not_kept(reader):
    memory = Memory[str](10)

    def read_meanwhile() -> str:
        with arranging():
            PersonFactory()
        return reader()

    assert memory.once("a", read_meanwhile) == "answer 1"
    assert memory.weight == 0
    assert memory.once("a", reader) == "answer 2"


def test_the_last_used_stay_within_the_bound(reader):
    memory = Memory[str](20, len)
    for question in "abac":  # « a » is used again before « c » comes: « b » leaves
        memory.once(question, reader)
    assert memory.weight == 2 * len("answer 1")
    assert memory.once("a", reader) == "answer 1"
    assert memory.once("b", reader) == "answer 4"
    assert memory.once("long", lambda: "a" * 21) == "a" * 21
    assert memory.weight == 2 * len("answer 1")
    assert memory.once("b", reader) == "answer 4"


def test_found_in_a_wider_answer(reader):
    memory = Memory[str](100)
    memory.once("wide", reader)
    assert memory.once("narrow", reader, within=lambda name: memory.recall(name, "wide")) == "answer 1"


def test_nothing_is_not_kept_and_takes_no_place():
    """It could not be told from no answer: kept, it would be read again each time and push the others out."""
    memory = Memory[str | None](1)
    assert memory.once("nobody", lambda: None) is None
    assert memory.weight == 0
    assert memory.once("somebody", lambda: "answer") == "answer"
    assert memory.once("somebody", lambda: "another") == "answer"
