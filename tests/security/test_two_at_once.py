"""Two acts that wait for each other: PostgreSQL lets one through, and the other is told in French."""

from threading import Barrier

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Organisation
from kevread.journal.models import Act
from kevread.journal.operations import act
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory
from tests.seats.test_two_windows import at_once


def test_of_two_acts_that_wait_for_each_other_one_is_done(committed):
    with arranging():
        one, two = (OrganisationFactory().pk for _ in range(2))
    before, half = Act.objects.count(), Barrier(2)

    def rename(*order):
        def both():
            with act("tests.try", actor=SYSTEM, about=None, now=NOW):
                Organisation.objects.filter(pk=order[0]).update(locality=str(order[0]))
                half.wait(timeout=10)
                Organisation.objects.filter(pk=order[1]).update(locality=str(order[0]))
            return order[0]

        return both

    answers = at_once(rename(one, two), rename(two, one))
    told = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(told) == 1
    assert "rien n’a été enregistré" in told[0].sentence
    (through,) = (answer for answer in answers if not isinstance(answer, Refused))
    assert set(Organisation.objects.filter(pk__in=[one, two]).values_list("locality", flat=True)) == {str(through)}
    assert Act.objects.count() == before + 1
