"""The end of a contract that was decided, and that another employer takes over before it is written: it goes with the
contract."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Organisation, Person
from kevread.staff.models import Assignment, Contract
from kevread.staff.operations import annul_contract, end_contract, take_over
from kevread.supervision.models import Ending
from kevread.supervision.operations import decide_ending, raise_ending, write_ending
from kevread.supervision.todo import to_end
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.guards.of_staff import of_local

from .conftest import DECIDED, Two

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LAST = TODAY + timedelta(days=60)


@pytest.fixture
def leaving(two: Two) -> Ending:
    """Of somebody whom the pôle still employs, though its team passed to the grouping; their post is the pôle’s."""
    contract = of_local(two.scene)
    with arranging():
        Assignment.objects.create(
            post=two.territorial, contract=contract, local=two.pole, share=80, period=contract.period
        )
    return raise_ending(
        actor=two.chair, contract=contract, line="employer", reason="dismissal", last=LAST, text=DECIDED, now=NOW
    )


def decided(two: Two, ending: Ending, last: date = LAST) -> Ending:
    place = Organisation.objects.get(pk=ending.matter.organisation_id)
    return decide_ending(actor=two.chair, matter=ending.matter, place=place, last=last, conclusion=DECIDED, now=NOW)


def over(two: Two, ending: Ending, first: date = TODAY) -> Contract:
    return take_over(actor=two.direction, contract=ending.contract, by=two.grouping, first=first, now=NOW)


def test_it_is_written_in_the_contract_that_goes_on(two, leaving):
    decided(two, leaving)
    made = over(two, leaving)
    assert (made.end_reason, made.dates.last, made.terms.get().dates.last) == ("dismissal", LAST, LAST)
    leaving.refresh_from_db()
    assert leaving.written_on == TODAY
    asker = Asker(two.chair, Person.objects.get(pk=two.chair.person), two.pole, frozenset({two.pole.pk}), TODAY)
    assert to_end(asker) == []
    with pytest.raises(Refused, match="déjà inscrite"):
        write_ending(actor=two.chair, matter=leaving.matter, now=NOW)


def test_what_ends_before_is_written_first(two, leaving):
    decided(two, leaving, TODAY - DAY)
    with pytest.raises(Invalid, match="inscrivez-la d’abord") as refusal:
        over(two, leaving)
    assert refusal.value.field == "first"
    leaving.refresh_from_db()
    assert leaving.written_on is None
    assert over(two, leaving, TODAY - DAY).dates.last == TODAY - DAY, "for its last day"


def test_the_term_of_a_fixed_contract_goes_with_it(two, leaving):
    with arranging():
        term = since(leaving.contract.dates.start, LAST)
        Contract.objects.filter(pk=leaving.contract_id).update(kind="cdd", motive="Remplacement", period=term)
        Ending.objects.filter(pk=leaving.pk).update(reason="term")
    decided(two, leaving)
    made = over(two, leaving)
    assert (made.end_reason, made.dates.last) == ("term", LAST)


def test_what_is_asked_and_not_decided_ends_nothing(two, leaving):
    made = over(two, leaving)
    assert (made.end_reason, made.dates.last) == ("", None)


def test_what_was_annulled_ends_nothing(two, leaving):
    decided(two, leaving)
    with arranging():
        type(leaving.matter).objects.filter(pk=leaving.matter_id).update(annulled_on=TODAY)
    assert over(two, leaving).end_reason == ""


def test_what_its_page_wrote_is_not_written_over(two, leaving):
    decided(two, leaving)
    early = LAST - timedelta(days=30)
    end_contract(actor=two.chair, contract=leaving.contract, last=early, reason="resignation", note="Écrit.", now=NOW)
    made = over(two, leaving)
    assert (made.end_reason, made.end_note, made.dates.last) == ("resignation", "Écrit.", early)
    leaving.refresh_from_db()
    assert leaving.written_on is None


def test_it_comes_back_with_the_contract_that_is_given_back(two, leaving):
    decided(two, leaving)
    made = over(two, leaving)
    annul_contract(actor=two.direction, contract=made, reason="Ce n’était pas ce jour", now=NOW)
    row = Contract.objects.get(pk=leaving.contract_id)
    assert (row.end_reason, row.dates.last, row.terms.get().dates.last) == ("dismissal", LAST, LAST)


def test_one_decided_for_a_day_before_it_was_taken_over_does_not_come_back(two, leaving):
    """As an installation may hold it that took contracts over before this was asked."""
    made = over(two, leaving)
    with arranging():
        Ending.objects.filter(pk=leaving.pk).update(last=TODAY - 2 * DAY)
    annul_contract(actor=two.direction, contract=made, reason="Ce n’était pas ce jour", now=NOW)
    row = Contract.objects.get(pk=leaving.contract_id)
    assert (row.end_reason, row.dates.last) == ("", None)
