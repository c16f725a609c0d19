"""A list of verbs is judged once, at its end: all of it or nothing, and the one that made it worse is named."""

from datetime import timedelta

import pytest

from kevread.charter.operations import RefusedAmong, uphold_together
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.operations import annul_mandate, end_mandate, fill_seat
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
REASON = "Jamais entré en fonction."


@pytest.fixture
def people(small: World) -> list[Person]:
    """Three more on the board of the first pôle, which has one representative on that of the grouping: two at most."""
    with arranging():
        put(seated(small)[1], end_reason="mistake")
        there = [PersonFactory() for _ in range(3)]
        for person in there:
            small.seated(f"{first_local(small).slug}-board", "administrator", person=person)
    assert len(seated(small)) == 1
    return there


def first_local(small: World):
    return small.locals[small.groupings[0]][0]


def seated(small: World, on=TODAY) -> list[Mandate]:
    """Those who represent it there."""
    board = small.mandates(f"{small.groupings[0].slug}-board").on(on)
    return list(board.filter(represents=first_local(small)).order_by("pk"))


def sent(small: World, person: Person, actor=SYSTEM, **more):
    asked = {"seat": small.seat(f"{small.groupings[0].slug}-board", "administrator"), "person": person}
    asked |= {"represents": first_local(small), "period": Period(TODAY), "origin": "designation"} | UNREGISTERED
    return lambda: fill_seat(actor=actor, now=NOW, **asked | more)


def test_what_one_makes_worse_another_may_mend(small: World, people):
    """The third is refused by itself; not when one of the two others never was, though that comes after."""
    (first,) = seated(small)
    sent(small, people[0])()
    with pytest.raises(Refused):
        sent(small, people[1])()
    mend = ("annuler", lambda: annul_mandate(actor=SYSTEM, mandate=first, reason=REASON, now=NOW))
    opened, _ = uphold_together([("nommer", sent(small, people[1])), mend])
    assert {one.person for one in seated(small)} == {people[0], people[1]}
    assert opened in seated(small)


def test_the_verb_that_made_it_worse_is_named_and_nothing_is_written(small: World, people):
    acts, before = Act.objects.count(), seated(small)
    lines = [(f"ligne {number}", sent(small, person)) for number, person in enumerate(people, 1)]
    with pytest.raises(RefusedAmong) as refused:
        uphold_together(lines)
    assert refused.value.name == "ligne 2"
    assert refused.value.rule == refused.value.why.rule == "R3.7"
    assert refused.value.sentence.startswith("ligne 2 : ")
    assert (Act.objects.count(), seated(small)) == (acts, before)


def test_the_last_that_made_it_worse_is_named_not_one_that_was_mended(small: World, people):
    (first,) = seated(small)
    lines = [
        ("un", sent(small, people[0])),
        ("deux", sent(small, people[1])),
        ("annuler", lambda: annul_mandate(actor=SYSTEM, mandate=first, reason=REASON, now=NOW)),
        ("trois", sent(small, people[2])),
    ]
    with pytest.raises(RefusedAmong) as refused:
        uphold_together(lines)
    assert refused.value.name == "trois"


def test_an_excess_that_was_there_does_not_forbid_the_list(small: World, people):
    with arranging():
        for person in people[:2]:
            small.seated(
                f"{small.groupings[0].slug}-board", "administrator", person=person, represents=first_local(small)
            )
    last = seated(small)[-1]
    lines = [
        ("finir", lambda: end_mandate(actor=SYSTEM, mandate=last, last=TODAY, reason="resignation", now=NOW)),
        ("nommer", sent(small, people[2], period=Period(TODAY + timedelta(days=1)))),
    ]
    _, opened = uphold_together(lines)
    assert opened in seated(small, TODAY + timedelta(days=1))
    assert Act.objects.filter(verb="seats.fill", arguments__person=str(people[2].pk)).count() == 1


def test_a_day_that_only_the_end_of_the_list_makes_matter_is_judged(small: World, people):
    """Whoever represents a pôle leaves its board, after the mandate was opened: no article refuses an end, but the list."""
    home = Mandate.objects.get(person=people[0])
    leaves = TODAY + timedelta(days=9)
    lines = [
        ("nommer", sent(small, people[0])),
        ("quitter", lambda: end_mandate(actor=SYSTEM, mandate=home, last=leaves, reason="resignation", now=NOW)),
    ]
    with pytest.raises(RefusedAmong) as refused:
        uphold_together(lines)
    assert (refused.value.name, refused.value.rule) == ("quitter", "R3.7")


def test_what_a_verb_refuses_by_itself_is_named_too(small: World, people):
    lines = [("un", sent(small, people[0])), ("deux", sent(small, people[1], origin="hasard"))]
    with pytest.raises(RefusedAmong) as refused:
        uphold_together(lines)
    assert refused.value.name == "deux" and isinstance(refused.value.why, Invalid)
    assert len(seated(small)) == 1


def test_a_right_that_is_missing_takes_the_list_back(small: World, people):
    with pytest.raises(Denied):
        uphold_together([("un", sent(small, people[0])), ("deux", sent(small, people[1], actor=NOBODY))])
    assert len(seated(small)) == 1


def test_afterwards_each_verb_is_judged_again(small: World, people):
    uphold_together([("un", sent(small, people[0]))])
    with pytest.raises(Refused) as refused:
        sent(small, people[1])()
    assert refused.value.rule == "R3.7"
