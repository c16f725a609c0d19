"""Whoever was entrusted with contracts reads them while that holds: no page of another day gives back what is over, or not
begun."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.delegations.models import Grant
from kevread.seats.models import Mandate
from tests.clients import entered_as
from tests.conftest import TODAY, arranging

from .conftest import PAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HELD, AHEAD = date(2026, 10, 15), TODAY + timedelta(days=60)


@pytest.fixture
def delegate(staffing) -> Mandate:
    return staffing.scene.world.holder(f"{staffing.grouping.slug}-team", "delegate")


@pytest.fixture
def grant(staffing, delegate) -> Grant:
    with arranging():
        return Grant.objects.create(
            organisation=staffing.grouping, nature="hr", holder=delegate.person, post=delegate,
            parent=Grant.objects.get(organisation=staffing.grouping, nature="hr"), acts=["contrats-de-travail"],
            accepted_on=date(2026, 10, 1), period=(date(2026, 10, 1), date(2027, 6, 1)),
        )  # fmt: skip


def pages(staffing, contract) -> list[str]:
    place = [staffing.grouping.slug]
    return [
        reverse("staff:contracts", args=place),
        reverse("staff:contracts_csv", args=place),
        reverse("staff:contracts_pdf", args=place),
        reverse("staff:contract", args=[*place, contract.pk]),
        reverse("careers:payroll_csv", args=place),
    ]


def statuses(client, staffing, contract, on: date) -> set[int]:
    return {client.get(page, {"au": on.isoformat()}).status_code for page in pages(staffing, contract)}


def test_while_it_holds_they_read_the_days_that_it_covers(staffing, delegate, grant, settings):
    contract, client = staffing.contract(), entered_as(delegate.person, settings)
    assert statuses(client, staffing, contract, TODAY) == {200}
    assert statuses(client, staffing, contract, HELD) == {200}
    assert statuses(client, staffing, contract, date(2026, 9, 30)) <= {403, 404}, "before it"


@pytest.mark.parametrize(
    "period", [(date(2026, 10, 1), TODAY), (TODAY + DAY, date(2027, 6, 1))], ids=["over", "not begun"]
)
def test_no_page_of_another_day_gives_it_back(staffing, delegate, grant, settings, period):
    contract, client = staffing.contract(), entered_as(delegate.person, settings)
    with arranging():
        Grant.objects.filter(pk=grant.pk).update(period=period)
    for on in (HELD, TODAY, AHEAD):
        assert statuses(client, staffing, contract, on) <= {403, 404}, on
    assert PAY  # what they would have read
