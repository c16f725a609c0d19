"""A verb may not make a blocking excess worse; a deficit is a vacancy; what is rehearsed is not done."""

import pytest

from kevread.charter.operations import rehearse, upholding
from kevread.common.errors import Refused
from kevread.seats.models import Mandate
from tests.charter.people import holder
from tests.conftest import TODAY, arranging
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
