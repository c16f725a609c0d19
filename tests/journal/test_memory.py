"""What is kept is given again in the same state alone, within a bound."""

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from kevread.common.actor import SYSTEM
from kevread.directory.models import Organisation, Person
from kevread.journal import queries
from kevread.journal.memory import Memory, Shared, TableMemory, forget
from kevread.journal.models import Act
from kevread.journal.operations import act, seal_journal
from kevread.journal.queries import state
from kevread.journal.readings import ANYTHING, reading
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory, PersonFactory
from tests.journal.sealing import seal_at_once

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


def count_people() -> int:
    return Person.objects.count()


class People:
    """How many people there are, and how often that was read."""

    def __init__(self, memory: TableMemory[int]):
        self.memory = memory
        self.read = 0

    def ask(self, question: str = "how many") -> int:
        with self.memory.asked() as asked:
            return asked.once(question, self.count)

    def count(self) -> int:
        self.read += 1
        return count_people()


def known_already() -> Memory[int]:
    """It answers without asking anything."""
    memory = Memory[int](1)
    memory.keep("of the request", "a", 1)
    return memory


@pytest.fixture
def people() -> People:
    return People(TableMemory[int](10))


def register() -> None:
    with arranging():
        PersonFactory()


def test_kept_until_an_act_writes_where_it_was_read(people):
    before = people.ask()
    with arranging():
        OrganisationFactory()
    assert (people.ask(), people.read) == (before, 1)
    register()
    assert (people.ask(), people.read) == (before + 1, 2)
    seal_at_once()
    seal_journal(now=NOW)
    assert (people.ask(), people.read) == (before + 1, 3)  # its acts have another name: read once more
    with arranging():
        OrganisationFactory()
    seal_journal(now=NOW)
    assert (people.ask(), people.read) == (before + 1, 3)
    register()
    assert (people.ask(), people.read) == (before + 2, 4)
    forget()
    assert (people.ask(), people.read) == (before + 2, 5)


def test_what_an_act_took_back_had_written_is_read_no_more(people):
    before = people.ask()
    point = transaction.savepoint_create()
    register()
    assert people.ask() == before + 1
    transaction.savepoint_rollback(point)
    assert people.ask() == before


def test_in_an_act_that_has_written_it_is_read_each_time(people):
    before = people.ask()
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        assert (people.ask(), people.read) == (before, 1)
        PersonFactory()
        assert [people.ask(), people.ask()] == [before + 1] * 2
        assert people.read == 3
    assert people.ask() == before + 1


def test_what_was_read_while_an_act_that_writes_there_ended_is_not_kept(people):
    """It may have seen some of it, and would be given to who still reads what was before."""
    before, point = count_people(), transaction.savepoint_create()
    with people.memory.asked() as asked:
        register()
        assert asked.once("how many", people.count) == before + 1
        asked.once("elsewhere", Organisation.objects.count)
    transaction.savepoint_rollback(point)
    assert people.ask() == before
    with people.memory.asked() as asked:
        assert asked.once("elsewhere", lambda: -1) >= 0


def test_what_is_read_once_for_several_is_read_by_each(people):
    shared = Shared()
    for question in ("one", "other"):
        with people.memory.asked() as asked:
            before = asked.once(question, lambda: shared("people", count_people))
    register()
    for question in ("one", "other"):
        with people.memory.asked() as asked:
            assert asked.once(question, count_people) == before + 1


def test_an_answer_that_was_kept_is_followed_in_its_tables_by_the_one_that_holds_it(people):
    people.ask()
    with people.memory.asked() as asked, reading() as tables:
        asked.once("how many", people.count)
    assert (tables, people.read) == ({"directory_person"}, 1)


@pytest.mark.parametrize(
    "read",
    [
        lambda: Session.objects.count(),  # in no act
        lambda: Act.objects.count(),
        lambda: state() is None,
        lambda: Memory[int](1).once("a", count_people),
        lambda: known_already().in_state("of the request", "a", count_people, strict=False),
    ],
)
def test_what_is_read_where_no_act_tells_is_read_anew(people, read):
    for _ in range(2):
        with people.memory.asked() as asked, reading() as tables:
            assert asked.once("how many", lambda: (people.count(), read())[0]) is not None
    assert people.read == 2
    assert ANYTHING in tables


def test_each_question_is_kept_once_within_the_bound(people):
    for _ in range(3):
        register()
        people.ask()
    assert people.memory.weight == 1
    for number in range(20):
        people.ask(str(number))
    assert people.memory.weight == 10
    read = people.read
    people.ask("19")
    people.ask("10")
    assert people.read == read
    people.ask("9")
    assert people.read == read + 1


def test_many_questions_cost_two_queries(people, django_assert_num_queries):
    for name in "ab":
        people.ask(name)
    with django_assert_num_queries(1), people.memory.asked() as asked:
        for name in "abab":
            asked.once(name, people.count)
    with django_assert_num_queries(4), people.memory.asked() as asked:
        for name in "abcd":
            asked.once(name, people.count)


def test_an_act_of_many_rows_is_told_by_no_table_before_it_is_sealed(people, monkeypatch):
    """A large import is not counted again at each act that follows."""
    monkeypatch.setattr(queries, "MANY", 3)
    people.ask()
    for rows, read in ((2, 1), (3, 2)):
        with arranging():
            OrganisationFactory.create_batch(rows)
        people.ask()
        assert people.read == read, rows
    people.ask()
    assert people.read == 2
