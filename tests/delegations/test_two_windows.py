"""Two windows at once: the same is given once; and what is taken back while an act rests on it waits for that act."""

import pytest

from kevread.common.errors import NotDone, Refused
from kevread.common.periods import Period
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.seats.models import Mandate
from kevread.seats.operations import fill_seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory
from tests.guards.at_once import interleaved

from .conftest import Delegating


@pytest.fixture
def shared(committed) -> Delegating:
    from tests.seats.scene import Scene

    grouping = committed.groupings[0]
    return Delegating(Scene(committed, grouping, *committed.locals[grouping]))


def test_the_same_is_given_once(shared):
    done, told, waited = interleaved(lambda: shared.by_office(accepted=False), lambda: shared.by_office(accepted=False))
    assert waited
    assert isinstance(told, Refused)
    assert Grant.objects.filter(office=shared.president).get() == done


def test_what_is_taken_back_while_one_gives_inside_it_waits(shared):
    parent = shared.of_board
    end = {"actor": shared.who(shared.president), "grant": parent, "note": "", "now": NOW}
    made, ended, waited = interleaved(lambda: shared.inside(accepted=False), lambda: operations.end(last=TODAY, **end))
    assert waited
    assert not isinstance(made, NotDone) and not isinstance(ended, NotDone)


def test_who_is_hired_while_the_delegation_is_taken_back_is_hired_before(shared):
    with arranging():
        person = PersonFactory()
    asked = {"actor": shared.who(shared.post("direction")), "seat": shared.post("delegate").seat, "person": person}
    asked |= {"period": Period(TODAY), "origin": "hiring", "now": NOW}
    end = {"actor": shared.who(shared.president), "grant": shared.of_board, "note": "", "now": NOW}
    hired, ended, waited = interleaved(lambda: fill_seat(**asked), lambda: operations.end(last=TODAY, **end))
    assert waited
    assert isinstance(hired, Mandate) and not isinstance(ended, NotDone)
