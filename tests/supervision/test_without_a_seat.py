"""Whoever is employed and holds no seat reads what is theirs of these pages, and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.supervision.models import Leave
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import PersonFactory, since

from .conftest import HIRED

pytestmark = pytest.mark.django_db


def status(client, two, name, *more, scale=None):
    return client.get(reverse(f"supervision:{name}", args=[(scale or two.grouping).slug, *more])).status_code


def test_one_reads_ones_own_days_and_asks_for_some(two, settings):
    assert not two.oneself.hats, "no seat at all"
    client = entered_as(two.person, settings)
    typed = {"kind": "leave", "first": "2026-12-07", "last": "2026-12-11"}
    sent = client.post(reverse("supervision:ask_leave", args=[two.grouping.slug]), typed, follow=True)
    asked = Leave.objects.get()
    assert sent.status_code == 200
    for name in ("leaves", "people", "matrix"):
        assert status(client, two, name) == 200, name
    assert status(client, two, "leaves_csv") == status(client, two, "people_csv") == 200
    assert status(client, two, "matter", asked.matter_id) == 200
    assert status(client, two, "person", two.person.pk) == 200
    assert status(client, two, "person", two.support.contract.person_id) == 404, "a colleague"
    assert "conges" in client.get(reverse("supervision:mine")).text
    given_back = client.post(
        reverse("supervision:cancel_leave", args=[two.grouping.slug, asked.matter_id]), {"vu": "1"}
    )
    assert given_back.status_code == 302
    assert Leave.objects.get().cancelled_on == TODAY


def test_elsewhere_and_once_it_is_over_they_are_strangers(two, settings):
    client = entered_as(two.person, settings)
    other = next(one for one in two.scene.world.groupings if one != two.grouping)
    assert [status(client, two, name, scale=other) for name in ("leaves", "people", "matrix")] == [403, 403, 403]
    with arranging():
        stranger = PersonFactory()
    assert status(entered_as(stranger, settings), two, "leaves") == 403
    with arranging():
        type(two.delegate).objects.filter(pk=two.delegate.pk).update(period=since(HIRED, TODAY - timedelta(days=1)))
    assert status(client, two, "leaves") == 403
