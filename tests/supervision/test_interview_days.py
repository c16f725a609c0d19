"""On which day an interview may have been held: since the contract began, with whichever employer; before its matter was
opened, it is kept as such."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Invalid
from kevread.staff.models import Contract
from kevread.supervision.models import Matter
from tests.conftest import TODAY, arranging
from tests.factories import since

from .conftest import HIRED, Two, later

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def review(two: Two, **more) -> Matter:
    matter = two.raised("entretien-annuel", **more)
    for line in ("employer", "pole"):
        two.said(matter, line)
    return matter


def test_a_review_was_held_since_it_was_opened_and_not_tomorrow(two):
    matter = review(two, now=later(days=-3))
    for day in (None, TODAY + DAY, HIRED - DAY):
        with pytest.raises(Invalid) as refusal:
            two.settled(matter, held_on=day)
        assert refusal.value.field == "held_on"
    held = two.settled(matter, held_on=TODAY - 3 * DAY)
    assert held.held_on and "avant l’ouverture" not in held.authority
    with pytest.raises(Invalid):
        two.settled(two.raised("conflit-de-priorites", two.board, "pole"), held_on=TODAY)


def test_one_that_was_held_the_day_before_its_matter_was_opened_is_said_so(two):
    held = two.settled(review(two), held_on=TODAY - DAY)
    assert held.held_on == TODAY - DAY and "Entretien tenu avant l’ouverture de ce dossier." in held.authority
    assert two.settled(review(two), held_on=HIRED).held_on == HIRED, "the first day of the contract"


def test_what_was_held_with_the_employer_before_is_of_the_contract(two):
    with arranging():
        row = two.delegate.contract
        before = Contract.objects.create(
            employer=two.pole, person=row.person, kind="cdi", occupation="Avant", agreement="",
            seniority_from=date(2020, 1, 1), end_reason="transfer", period=since(date(2020, 1, 1), HIRED - DAY),
        )  # fmt: skip
        Contract.objects.filter(pk=row.pk).update(continues=before)
    assert two.settled(review(two), held_on=date(2020, 1, 1)).held_on == date(2020, 1, 1)
    with pytest.raises(Invalid):
        two.settled(review(two), held_on=date(2019, 12, 31))
