"""A verb may not make a blocking excess worse; a deficit is a vacancy; what is rehearsed is not done."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import blocking_excesses, framework
from kevread.charter.models import Keeping, Setting
from kevread.charter.operations import rehearse, upholding
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations import fill_seat
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SeatFactory, since
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


def seat_one_more(small: World) -> Mandate:
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    person = holder(small, f"{local.slug}-board", "administrator")
    Mandate.objects.filter(person=person, seat__body__slug=f"{grouping.slug}-board").delete()
    small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local)
    other = small.seated(f"{local.slug}-board", "administrator").person
    return small.seated(f"{grouping.slug}-board", "administrator", person=other, represents=local)


def held(small: World):
    return upholding([small.groupings[0]], rooms={"seats"}, on=[TODAY])


def test_an_excess_that_grows_is_refused_and_quotes_the_article(small: World):
    before = Mandate.objects.count()
    with pytest.raises(Refused) as refused, arranging(), held(small):
        seat_one_more(small)
    assert refused.value.rule == "R3.7"
    assert "deux" in refused.value.text
    assert "3" in refused.value.sentence
    assert Mandate.objects.count() == before


def test_an_excess_that_was_there_does_not_forbid_the_rest(small: World):
    with arranging():
        seat_one_more(small)
    with arranging(), held(small):
        small.seated(f"{small.groupings[0].slug}-team", "support")


def test_a_deficit_is_not_refused(small: World):
    with arranging(), held(small):
        end(small.mandates(f"{small.groupings[0].slug}-board"))


def test_what_is_rehearsed_is_told_and_undone(small: World):
    def leave():
        with arranging():
            end(small.mandates(f"{small.groupings[0].slug}-team", "direction"))

    count = Mandate.objects.on(TODAY).count()
    shifts, _ = rehearse([leave], on=TODAY)
    assert "R3.6" in {shift.after.finding.rule for shift in shifts}
    assert Mandate.objects.on(TODAY).count() == count


# What is counted in an excess.

THIRD = "R3.7/1"
NOT_AT_HOME = "R3.7/2"


def excess(small: World, clause: str, on: date = TODAY) -> dict[str, int]:
    """By how much that clause is breached for the first grouping, by the name of what breaches it."""
    grouping = small.groupings[0]
    found = blocking_excesses(on, rooms={"seats"}, organisations={grouping.pk})
    items = found[clause, grouping.pk].items if (clause, grouping.pk) in found else {}
    names = dict(Organisation.objects.filter(pk__in=items).values_list("pk", "name"))
    return {names[item]: by for item, by in items.items()}


def test_an_excess_counts_from_the_day_of_the_founding_document(small: World):
    """The day before, nobody had adopted the rule; the law has no such day."""
    local = small.locals[small.groupings[0]][0]
    adopted = framework().adopted
    assert adopted
    with arranging():
        seat_one_more(small)
        for model in (Organisation, Affiliation, Body, Seat, Mandate, Setting):
            model.objects.update(period=since(adopted - timedelta(days=30)))
    assert excess(small, THIRD, adopted) == {local.name: 1}
    assert excess(small, THIRD, adopted - timedelta(days=1)) == {}


def test_what_its_own_register_does_not_show_is_no_excess(small: World):
    """Somebody represents a pôle without sitting on its board: proved while the pôle keeps its mandates."""
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        small.seated(f"{grouping.slug}-board", "administrator", represents=local)
    assert excess(small, NOT_AT_HOME) == {local.name: 1}
    with arranging():
        Keeping.objects.filter(organisation=local, register="mandates").delete()
    assert excess(small, NOT_AT_HOME) == {}


def test_the_articles_of_whom_one_represents_are_upheld_elsewhere(small: World):
    """A grouping has a number of representatives on the board of the head: its own article, in the head's body."""
    grouping = small.groupings[0]
    board = small.body("cress-board")
    with arranging():
        seat = SeatFactory(body=board, title="observer", name="Observatoire")
        person = small.seated(f"{grouping.slug}-board", "administrator").person
    asked = {"seat": seat, "person": person, "represents": grouping, "period": Period(TODAY), "origin": "designation"}
    with pytest.raises(Refused) as refused:
        fill_seat(actor=SYSTEM, now=NOW, **asked)
    assert refused.value.rule == "R3.13"
