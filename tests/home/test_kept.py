"""What « Aujourd’hui » works out is found again where an act wrote in a table that it reads, and left everywhere else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kevread.common import rooms
from kevread.common.todo import Asker, Line, ToDo
from kevread.directory.models import Organisation, Person
from kevread.home.queries import written_of
from kevread.journal.memory import forget
from kevread.seats.models import Body
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db


class Counted:
    """A line that reads the bodies of a scale, and says how many times it was asked."""

    asked = 0

    def __call__(self, asker: Asker) -> list[ToDo]:
        self.asked += 1
        self.beside = dict(asker.person._state.fields_cache)
        names = Body.objects.filter(organisation=asker.scale.pk).order_by("slug").values_list("name", flat=True)
        return [ToDo(f"{asker.person.given_name} {asker.scale.name} {' '.join(names)}", "", "", "")]


@pytest.fixture
def counted(small: World, monkeypatch) -> Counted:
    line = Counted()
    lines = rooms.lines()
    monkeypatch.setattr("kevread.common.rooms.lines", lambda: [*lines, Line(99, line)])
    return line


@pytest.fixture
def person(small: World) -> Person:
    return holder(small, "cress-team", "direction")


def written(person: Person, scale: Organisation, on: date = TODAY):
    return written_of(actor_of(person, on), person, scale, on, NOW)


def said(person: Person, scale: Organisation, counted: Counted, on: date = TODAY) -> str:
    (line,) = [one for one in written(person, scale, on).waiting if one.find is counted]
    return written(person, scale, on).waiting[line][0].what


def test_an_act_elsewhere_leaves_a_line_and_one_in_its_tables_does_not(small: World, person, counted):
    before = said(person, small.head, counted)
    assert counted.asked == 1
    with arranging():
        PersonFactory()
    assert said(person, small.head, counted) == before
    assert counted.asked == 1
    with arranging():
        put(small.body("codir"), name="Le comité renommé")
    assert "Le comité renommé" in said(person, small.head, counted)
    assert counted.asked == 2


def test_who_asks_where_and_when_are_of_the_question(small: World, person, counted):
    actor, asked = actor_of(person, TODAY), 0

    def is_asked(by=actor, whose=person, where=small.head, on=TODAY) -> bool:
        nonlocal asked
        written_of(by, whose, where, on, NOW)
        was, asked = asked, counted.asked
        return asked > was

    assert is_asked() and not is_asked()
    assert is_asked(by=replace(actor, hats=actor.hats[:-1]))
    assert is_asked(by=replace(actor, name="Autre"))
    assert is_asked(where=small.groupings[0])
    assert is_asked(on=date(2026, 11, 23))
    assert not is_asked()
    person.given_name = "Renommée"  # rows that were read anew
    assert is_asked() and not is_asked()
    small.head.name = "La tête renommée"
    assert is_asked() and not is_asked()


def test_a_row_that_was_read_with_another_is_read_again(small: World, person, counted):
    person._state.fields_cache["account"] = object()
    said(person, small.head, counted)
    assert counted.beside == {}
    assert "account" in person._state.fields_cache  # the row of the caller is left as it was


@pytest.mark.parametrize(
    "change",
    [
        lambda small: end(small.mandates("codir", "member-head")),
        lambda small: put(small.body("codir"), name="Renommé"),
        lambda small: put(small.head, name="Une tête renommée"),
        lambda small: small.body("codir").meetings.order_by("pk").update(state="cancelled"),
        lambda small: PersonFactory(),
    ],
    ids=["mandates", "bodies", "organisations", "meetings", "people"],
)
def test_what_is_kept_is_what_would_be_read(small: World, person, change: Callable[[World], object]):
    """Each part, after an act, beside what a process that knows nothing reads."""
    written(person, small.head)
    with arranging():
        change(small)
    scale = Organisation.objects.get(pk=small.head.pk)
    kept = written(person, scale)
    forget()
    read = written(person, scale)
    assert replace(kept, waiting={}) == replace(read, waiting={})
    assert kept.waiting == read.waiting
