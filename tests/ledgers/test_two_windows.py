"""Two windows on the lines of one budget: the second is told what the first wrote."""

import re

import pytest
from django.urls import reverse

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.ledgers import operations
from kevread.ledgers.queries.budgets import lines_of
from tests.clients import entered_as
from tests.conftest import NOW

from .test_budgets import TABLE, prepared

pytestmark = pytest.mark.django_db


def base_of(page: str) -> str:
    return re.search(r'name="base" value="(\w+)"', page)[1]


def test_the_second_window_writes_nothing_over_the_first(scene, settings):
    budget = prepared(scene.grouping)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    where = reverse("ledgers:rewrite_budget", args=[scene.grouping.slug, budget.pk])
    base = base_of(client.get(where).text)
    theirs, ours = TABLE.replace("200\n", "300\n"), TABLE.replace("200\n", "400\n")
    operations.rewrite_budget(actor=SYSTEM, budget=budget, table=theirs, now=NOW)
    page = client.post(where, {"table": ours, "note": "", "base": base})
    assert page.status_code == 422 and "a changé pendant que vous écriviez" in page.text
    assert "613;;Loyer;300" in page.text and "613;;Loyer;400" in page.text
    budget.refresh_from_db()
    assert {one.cents for one in lines_of(budget)} == {100_000, 30_000, 120_000}
    assert client.post(where, {"table": theirs, "note": "", "base": base}).status_code == 302  # the same, written once
    assert client.post(where, {"table": ours, "note": "", "base": base_of(page.text)}).status_code == 302
