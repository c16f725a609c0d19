"""What the pages of a contract offer and show: the decisions that let one hire, and what was so on a past day."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.staff.models import Contract
from kevread.staff.queries.enabling import offered
from tests.clients import entered_as
from tests.conftest import arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said

from .conftest import asks

pytestmark = pytest.mark.django_db


def test_only_decisions_that_may_let_one_hire_are_offered(staffing, settings):
    board = f"{staffing.grouping.slug}-board"
    with arranging():
        hires, other, unclassed = decided(board, "recrutement"), decided(board, "budget"), decided(board, "")
    found = set(offered(staffing.direction, staffing.grouping).values_list("pk", flat=True))
    assert {hires.pk, unclassed.pk} <= found and other.pk not in found
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    page = client.get(reverse("staff:hire", args=[staffing.grouping.slug])).text
    assert str(hires.pk) in page and str(other.pk) not in page


def test_on_a_past_day_the_page_says_that_it_was_not_signed_and_shows_no_demand(
    staffing, contract, president, settings
):
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=as_range(Period(date(2026, 1, 1))))
    asks(staffing, contract, president)
    client = entered_as(Person.objects.get(pk=staffing.direction.person), settings)
    where = reverse("staff:contract", args=[staffing.grouping.slug, contract.pk])
    assert "attend ses signatures" in said(client.get(where))
    before = said(client.get(f"{where}?au=2026-10-01"))
    assert "Ce contrat n’était pas encore signé ce jour-là" in before and "attend ses signatures" not in before
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(signed_on=date(2026, 11, 20), signatory=president)
    before = said(client.get(f"{where}?au=2026-10-01"))
    assert "n’était pas encore signé" in before and "20 novembre 2026" not in before
    assert "20 novembre 2026" in said(client.get(where))
