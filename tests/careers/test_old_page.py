"""A plan is consolidated as its page showed it (decision 208)."""

import pytest
from django.urls import reverse

from kevread.careers import operations
from tests.careers.test_plan import lead
from tests.charter.people import holder
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.gatherings.decided import decided
from tests.gatherings.screens import said
from tests.guards.of_careers import WHY, plan_of, training_of
from tests.pressing import press, shown

pytestmark = pytest.mark.django_db


def test_a_training_taken_away_meanwhile_is_not_consolidated_without(scene, settings):
    plan = plan_of(scene)
    gone = training_of(plan)
    training_of(plan)
    with arranging():
        line = decided("cress-board", "plan-competences")
    client = entered_as(holder(scene.world, "cress-team", "direction"), settings)
    where = reverse("careers:change_plan", args=[scene.world.head.slug, plan.pk, "consolider"])
    old = shown(client, where)
    operations.remove_training(actor=lead(scene), training=gone, reason=WHY, now=NOW)
    refused = client.post(where, {"vu": old, "decision": str(line.pk)})
    assert refused.status_code == 422 and "a changé depuis" in said(refused)
    plan.refresh_from_db()
    assert plan.consolidated_on is None
    assert press(client, where, {"decision": str(line.pk)}).status_code == 302
